// The search: names that mean the same; Chinese cut into names and words; pinyin as the Chinese that is read so. MIT licence.
(function () {
  "use strict";
  const search = window.refdeskSearch;
  const { HAN, key, joined, words, collect } = search;
  const MOST = 6; // ways to read pinyin

  class Chinese {
    /** `isPair` tells whether two characters stand together on the site. */
    constructor(index, docs, isPair) {
      this.isPair = isPair;
      this.meanings = new Map(); // a name without its blanks -> names that mean the same
      for (
        const group of [
          ...index.synonyms.map((names) => names.map(words)),
          ...docs.map((doc) => doc.words.names),
        ]
      ) {
        const names = group.map(key).filter(Boolean);
        names.forEach((one) =>
          names.forEach((other) => one !== other && collect(this.meanings, joined(one), other))
        );
      }
      const known = [...this.meanings.keys()].filter((name) => HAN.test(name[0]));
      this.known = new RegExp(`(${known.sort((a, b) => b.length - a.length).join("|")})`); // of two names the longer one
      this.dictionary = new Intl.Segmenter("zh", { granularity: "word" });
      this.signs = new Map(); // syllable -> characters
      const sounds = new Map(); // character -> its first reading
      for (const [written, signs] of Object.entries(index.pinyin)) {
        const syllable = written.replace("v", "u");
        const [first, later = ""] = signs.split("|");
        [...first, ...later].forEach((sign) => collect(this.signs, syllable, sign));
        for (const sign of first) sounds.set(sign, syllable);
      }
      this.initials = new Map(); // first letters of the syllables of a name -> names: kbz is 卡脖子
      known.filter((name) => name.length > 2).forEach((name) =>
        collect(this.initials, [...name].map((sign) => (sounds.get(sign) || "?")[0]).join(""), name)
      );
    }

    /** A run of Chinese as the longest names that have a meaning and the words between them; neighbouring characters are a word. */
    cut(run) {
      const apart = ({ segment }) => (segment.length > 1 ? ` ${segment} ` : segment);
      const between = (part) =>
        [...this.dictionary.segment(part)].map(apart).join("").split(" ").filter(({ length }) =>
          length > 1
        );
      const found = run.split(this.known).flatMap((part, at) => (at % 2 ? [part] : between(part)));
      return found.length ? found : [run];
    }

    /** Letters read as pinyin (or as the first letters of it): the Chinese that is read so and of which the site has every pair. */
    heard(letters) {
      const runs = new Set();
      const read = (at, run) => {
        if (at === letters.length && run.length > 1) runs.add(run);
        for (let end = Math.min(letters.length, at + 6); end > at && runs.size < MOST; end--) {
          (this.signs.get(letters.slice(at, end)) || []).forEach((sign) =>
            (run && !this.isPair(run.slice(-1) + sign)) || read(end, run + sign)
          );
        }
      };
      if (!this.signs.has(letters)) read(0, "");
      return [...(runs.size ? runs : this.initials.get(letters) || [])];
    }
  }

  search.Chinese = Chinese;
})();
