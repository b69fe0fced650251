// The search: Chinese cut into names and words, with the English for them; pinyin as the Chinese that is read so. MIT licence.
(function () {
  "use strict";

  const search = window.refdeskSearch;
  const { HAN, key, words } = search;
  // Characters that join words, words of a question, and what is said of everything here: they name nothing.
  const LINKING = /^(?:现在|目前|如今|到底|究竟|真的|其实|已经|可以|应该|关于|有关|相关|方面|情况|东西|事情|一下|一点|一个|哪里|怎样?|怎么样?|什么|为何|为什么|如何|多少|几[个项家种位]|哪[些个种里儿]|是否|请问|中国|[的与和及在对有为是被由了之间上下把将向从到以等其这于并或而也都已正各时后前来那我你他她们个些就才还又很太最能会要想让给得过吧啊呀里不没该谁吗呢哪])/;
  const MOST = 6; // ways to read pinyin

  class Chinese {
    /** `isPair` tells whether two characters stand together on the site. */
    constructor(index, docs, isPair) {
      this.isPair = isPair;
      this.meanings = new Map(); // name -> names that mean the same
      const learn = (from, to) => from !== to && this.meanings.set(from, [...(this.meanings.get(from) || []), to]);
      const group = (names) => names.forEach((one) => names.forEach((other) => one && other && learn(one, other)));
      index.synonyms.forEach((names) => group(names.map((name) => key(words(name)))));
      docs.forEach((doc) => doc.kind !== "source" && group([...new Set(doc.words.names.map(key))]));
      for (const [english, list] of Object.entries(index.everyday)) {
        list.split(" ").forEach((word) => this.meanings.has(word) || learn(word, key(words(english))));
      }
      const known = [...this.meanings.keys()].filter((name) => HAN.test(name[0]) && !name.includes(" "));
      this.longest = Math.max(0, ...known.map((name) => name.length));
      this._readSounds(index.pinyin);
      this.initials = new Map(); // first letters of the syllables of a name -> names: kbz is 卡脖子
      known.filter((name) => name.length > 2).forEach((name) => {
        const letters = [...name].map((sign) => (this.sounds.get(sign) || "?")[0]).join("");
        this.initials.set(letters, [...(this.initials.get(letters) || []), name]);
      });
    }

    _readSounds(table) {
      this.signs = new Map(); // syllable -> characters
      this.sounds = new Map(); // character -> its first reading
      for (const [written, signs] of Object.entries(table)) {
        const syllable = written.replace("v", "u");
        const [first, later = ""] = signs.split("|");
        this.signs.set(syllable, (this.signs.get(syllable) || "") + first + later);
        for (const sign of first) this.sounds.set(sign, syllable);
      }
    }

    /** A run of Chinese as the longest names and words that have a meaning, and what lies between: [[piece, meanings], …]. */
    cut(run, longest = this.longest) {
      const found = [];
      let rest = "";
      const close = () => rest && found.push([rest, []]) && (rest = "");
      for (let at = 0; at < run.length; ) {
        let end = Math.min(run.length, at + longest);
        while (end > at && !this.meanings.has(run.slice(at, end))) end--;
        const [linking] = end > at ? [] : run.slice(at).match(LINKING) || [];
        if (end === at && !linking) rest += run[at];
        else close();
        if (end > at) found.push([run.slice(at, end), this.meanings.get(run.slice(at, end))]);
        at = Math.max(end, at + (linking || run[at]).length);
      }
      close();
      return found.length ? found : [[run, []]];
    }

    /** Letters read as pinyin (or as the first letters of it): the Chinese that is read so and of which the site has every pair. */
    heard(letters) {
      const runs = new Set();
      const read = (at, run) => {
        if (at === letters.length && run.length > 1) runs.add(run);
        for (let end = Math.min(letters.length, at + 6); end > at && runs.size < MOST; end--) {
          for (const sign of this.signs.get(letters.slice(at, end)) || "") {
            if (!run || this.isPair(run.slice(-1) + sign)) read(end, run + sign);
          }
        }
      };
      if (!this.signs.has(letters)) read(0, "");
      return runs.size ? [...runs] : this.initials.get(letters) || [];
    }

    /** Chinese as the pinyin by which English texts call people and places: 深圳 is shenzhen. */
    spoken(run) {
      return [...run].map((sign) => this.sounds.get(sign) || "?").join("");
    }
  }

  search.Chinese = Chinese;
})();
