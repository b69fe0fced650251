// The search: names that mean the same; Chinese cut into names and words; pinyin as the Chinese that is read so.
// MIT licence.
(function () {
  "use strict";
  const search = window.refdeskSearch;
  const { HAN, key, joined, words, collect } = search;
  const MOST = 6; // ways to read pinyin

  class Chinese {
    /**
     * @param {SearchIndex} index
     * @param {SearchDocument[]} docs
     * @param {(pair: string) => boolean} isPair  whether two characters stand together on the site
     */
    constructor(index, docs, isPair) {
      this.isPair = isPair;
      this.meanings = meaningsOf([
        ...index.synonyms.map((names) => names.map(words)),
        ...docs.map((doc) => doc.words.names),
      ]);
      const known = [...this.meanings.keys()].filter((name) => HAN.test(name[0]));
      known.sort((a, b) => b.length - a.length); // of two names the longer one
      this.known = new RegExp(`(${known.join("|")})`);
      this.dictionary = new Intl.Segmenter("zh", { granularity: "word" });
      /** Syllable -> characters. @type {Map<string, Set<string>>} */
      this.signs = new Map();
      /** Character -> its first reading. @type {Map<string, string>} */
      const sounds = new Map();
      for (const [written, signs] of Object.entries(index.pinyin)) {
        const syllable = written.replace("v", "u");
        const [first, later = ""] = signs.split("|");
        for (const sign of first + later) collect(this.signs, syllable, sign);
        for (const sign of first) sounds.set(sign, syllable);
      }
      /** First letters of the syllables of a name -> names: kbz is 卡脖子. @type {Map<string, Set<string>>} */
      this.initials = new Map();
      for (const name of known.filter(({ length }) => length > 2)) {
        const letters = [...name].map((sign) => (sounds.get(sign) || "?")[0]);
        collect(this.initials, letters.join(""), name);
      }
    }

    /**
     * A run of Chinese as the longest names that have a meaning and the words between them; neighbouring characters
     * are a word.
     * @param {string} run
     */
    cut(run) {
      const parts = run.split(this.known); // every second one is a name
      const found = parts.flatMap((part, at) => (at % 2 ? [part] : this._words(part)));
      return found.length ? found : [run];
    }

    /** @param {string} part */
    _words(part) {
      const segments = [...this.dictionary.segment(part)].map(({ segment }) => segment);
      const apart = segments.map((segment) => (segment.length > 1 ? ` ${segment} ` : segment));
      return apart.join("").split(" ").filter(({ length }) => length > 1);
    }

    /**
     * Letters read as pinyin (or as the first letters of it): the Chinese that is read so and of which the site has
     * every pair.
     * @param {string} letters
     */
    heard(letters) {
      /** @type {Set<string>} */
      const runs = new Set();
      /** @type {(at: number, run: string) => void} */
      const read = (at, run) => {
        if (at === letters.length && run.length > 1) runs.add(run);
        for (let end = Math.min(letters.length, at + 6); end > at && runs.size < MOST; end--) {
          for (const sign of this.signs.get(letters.slice(at, end)) ?? []) {
            if (!run || this.isPair(run.slice(-1) + sign)) read(end, run + sign);
          }
        }
      };
      if (!this.signs.has(letters)) read(0, "");
      return [...(runs.size ? runs : this.initials.get(letters) ?? [])];
    }
  }

  /**
   * A name without its blanks -> names that mean the same.
   * @param {string[][][]} groups  names, each as its words
   */
  function meaningsOf(groups) {
    /** @type {Map<string, Set<string>>} */
    const meanings = new Map();
    for (const group of groups) {
      const names = group.map(key).filter(Boolean);
      for (const name of names) {
        for (const other of names) {
          if (name !== other) collect(meanings, joined(name), other);
        }
      }
    }
    return meanings;
  }

  search.Chinese = Chinese;
})();
