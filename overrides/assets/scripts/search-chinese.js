// The search: names that mean the same; Chinese cut into names and words; pinyin as the Chinese that is read so. MIT licence.
(function () {
  "use strict";

  const search = window.refdeskSearch;
  const { HAN, key, joined, words, collect } = search;
  // Characters that join words, words of a question, and what is said of everything here: they name nothing.
  const LINKING = /^(?:现在|目前|如今|到底|究竟|真的|其实|已经|可以|应该|关于|有关|相关|方面|情况|东西|事情|一下|一点|一个|哪里|怎么样?|怎样?|什么|为何|为什么|如何|多少|几[个项家种位]|哪[些个种里儿]|是否|请问|中国|[的与和及在对有为是被由了之间上下把将向从到以等其这于并或而也都已正各时后前来那我你他她们个些就才还又很太最能会要想让给得过吧啊呀里不没该谁吗呢哪])/;
  const MOST = 6; // ways to read pinyin

  class Chinese {
    /** `isPair` tells whether two characters stand together on the site. */
    constructor(index, docs, isPair) {
      this.isPair = isPair;
      this.meanings = new Map(); // a name without its blanks -> names that mean the same
      index.synonyms.forEach((names) => this._learn(names.map((name) => key(words(name)))));
      docs.forEach((doc) => doc.kind !== "source" && this._learn(doc.words.names.map(key)));
      const named = new Set(this.meanings.keys());
      for (const [english, list] of Object.entries(index.everyday)) {
        list.split(" ").forEach((word) => named.has(word) || collect(this.meanings, word, key(words(english))));
      }
      const known = [...this.meanings.keys()].filter((name) => HAN.test(name[0]));
      this.longest = Math.max(0, ...known.map((name) => name.length));
      this.signs = new Map(); // syllable -> characters
      const sounds = new Map(); // character -> its first reading
      for (const [written, signs] of Object.entries(index.pinyin)) {
        const syllable = written.replace("v", "u");
        const [first, later = ""] = signs.split("|");
        [...first, ...later].forEach((sign) => collect(this.signs, syllable, sign));
        for (const sign of first) sounds.set(sign, syllable);
      }
      this.initials = new Map(); // first letters of the syllables of a name -> names: kbz is 卡脖子
      known.filter((name) => name.length > 2).forEach((name) => collect(this.initials, [...name].map((sign) => (sounds.get(sign) || "?")[0]).join(""), name));
    }

    _learn(names) {
      names.forEach((one) => names.forEach((other) => one && other && one !== other && collect(this.meanings, joined(one), other)));
    }

    meaningsOf = (name) => [...(this.meanings.get(joined(name)) || [])];

    /** A run of Chinese as the longest names and words that have a meaning, and what lies between. */
    cut(run) {
      const found = [""];
      for (let at = 0; at < run.length; ) {
        let end = Math.min(run.length, at + this.longest);
        while (end > at && !this.meanings.has(run.slice(at, end))) end--;
        const [linking] = end > at ? [] : run.slice(at).match(LINKING) || [];
        if (end > at) found.push(run.slice(at, end), "");
        else if (linking) found.push("");
        else found[found.length - 1] += run[at];
        at = Math.max(end, at + (linking || run[at]).length);
      }
      return found.some(Boolean) ? found.filter(Boolean) : [run];
    }

    /** Letters read as pinyin (or as the first letters of it): the Chinese that is read so and of which the site has every pair. */
    heard(letters) {
      const runs = new Set();
      const read = (at, run) => {
        if (at === letters.length && run.length > 1) runs.add(run);
        for (let end = Math.min(letters.length, at + 6); end > at && runs.size < MOST; end--) {
          (this.signs.get(letters.slice(at, end)) || []).forEach((sign) => (run && !this.isPair(run.slice(-1) + sign)) || read(end, run + sign));
        }
      };
      if (!this.signs.has(letters)) read(0, "");
      return [...(runs.size ? runs : this.initials.get(letters) || [])];
    }
  }

  search.Chinese = Chinese;
})();
