// The search: the readings of a query. What was typed is tried as it stands and in a few other ways: with synonyms, with
// corrected spelling, with words joined or split, abbreviations written out, Chinese and pinyin as what they stand for
// (search-chinese.js). MIT licence.
(function () {
  "use strict";

  const { words, text } = window.refdeskSearch;
  const { HAN, STOP, stem, distance, compact } = text;
  const PLACE = /^([\u3400-\u9fff]{2,3})(?:省|市|自治区)$/;
  const MOST = 32;

  const isChinese = (name) => HAN.test(name[0]);
  const isLong = (name) => name.length > 2 || (isChinese(name) && name[0].length > 2);
  const isWord = (name) => name.length === 1 && !HAN.test(name[0]);

  class Readings {
    /** `index` is the engine: its entries, its words and what they stand for. */
    constructor(index, synonyms, pinyin, everyday) {
      this.index = index;
      this.synonyms = synonyms.map((group) => group.map((word) => words(word)));
      this._readAlike();
      this._readStarts();
      this.words = [...index.postings.keys()].filter((word) => /^[a-z]/.test(word) && word.length > 2);
      this.chinese = new window.refdeskSearch.Chinese(index, this.synonyms, pinyin, everyday, (word) => this._split(word));
    }

    /** Single words that mean much the same: stem -> words. They stand for each other wherever they are typed. */
    _readAlike() {
      this.alike = new Map();
      this.synonyms.forEach((group) => {
        const single = group.filter(isWord).map(([word]) => word);
        single.forEach((word) => {
          const root = stem(word);
          this.alike.set(root, [...(this.alike.get(root) || []), ...single.filter((other) => other !== word)]);
        });
      });
    }

    /** The names of the groups by the stem, or the Chinese character, with which they begin: most queries have few of them. */
    _readStarts() {
      this.starts = new Map(); // -> [[number, names of the group that the site uses, name], …]
      let number = 0;
      this.synonyms.forEach((group) => {
        const used = group.filter((name) => name.every((word) => HAN.test(word) || this.index.knows(word)));
        group.forEach((name) => {
          if (!name.length) return;
          const start = isChinese(name) ? name[0][0] : stem(name[0]);
          if (!this.starts.has(start)) this.starts.set(start, []);
          this.starts.get(start).push([number++, used, name]);
        });
      });
    }

    /** The readings of a query: [words, weight, whether its spelling was corrected, whether all of it is a name]. */
    of(query) {
      const readings = [];
      if (!query.length) return readings;
      const add = (list, weight, corrected = false, name = false) => readings.push([list, weight, corrected, name]);
      const replaced = this._replaced(query);
      add(query, 1, false, isLong(query) && replaced.some(([, name]) => name));
      const weight = this._instead(query);
      replaced.forEach(([list, name]) => add(list, weight, false, name));
      this._joined(query).forEach((list) => add(list, 0.95));
      const spelt = this._spelt(query);
      spelt.forEach((list) => add(list, 0.9));
      this.chinese.fromInitials(query).forEach((list) => add(list, 0.85));
      if (!spelt.length) {
        this._corrected(query).forEach(([list, weight]) => {
          add(list, weight, true);
          this._replaced(list).forEach(([other, name]) => add(other, 0.95 * weight, true, name));
        });
      }
      if (query.length > 1 && query.every((run) => HAN.test(run))) {
        this.of([compact(query)]).forEach(([list, weight]) => add(list, 0.8 * weight)); // typed with blanks, written without
      }
      if (query.some((run) => PLACE.test(run))) {
        const short = query.map((run) => run.replace(PLACE, "$1")); // 广东省 is 广东
        this.of(short).forEach(([list, weight]) => add(list, 0.95 * weight));
      }
      this.chinese.translated(query).forEach(([list, weight]) => {
        add(list, 0.9 * weight);
        this._replaced(list).forEach(([other]) => add(other, 0.85 * weight));
      });
      const spoken = this.chinese.fromPinyin(query);
      spoken.forEach((list) => {
        add(list, 0.85);
        const english = this.chinese.english(list[0]);
        if (english && !this.chinese.stands(list[0])) add(english, 0.75);
      });
      if (!spoken.length) this.chinese.spokenWords(query).forEach(([list, weight]) => add(list, 0.8 * weight));
      this.chinese.besidePlace(query).forEach(([list, weight]) => add(list, weight));
      this.chinese.toPinyin(query).forEach((list) => add(list, 0.85));
      this.chinese.shortened(query).forEach((list) => add(list, 0.8));
      return readings.slice(0, MOST);
    }

    // ---- Words that mean the same ----------------------------------------------------------------------------

    /** The query with a word or name replaced by what means the same, the longest first; whether it is a name of all of it. */
    _replaced(query) {
      const found = [];
      const starts = new Set(query.flatMap((word) => (HAN.test(word) ? [...word] : [stem(word)])));
      const names = [...starts].flatMap((start) => this.starts.get(start) || []).sort((a, b) => a[0] - b[0]);
      names.forEach(([, group, from]) => {
        const place = this._place(query, from);
        if (place === null) return;
        const [before, after] = place;
        // Among several words, one that stands for another is found without a reading of its own.
        // No sentence of the site has Chinese words among English ones.
        const more = before.length + after.length > 0;
        // Nor is an English word that the site uses looked for as Chinese.
        const foreign = (to) => !isChinese(from) && isChinese(to) && (more || (isWord(from) && this.index.knows(from[0])));
        const able = (to) => !foreign(to) && !(more && isWord(from) && isWord(to));
        const length = compact(from).length;
        group.forEach((to) => {
          if (to !== from && able(to)) found.push([[...before, ...to, ...after], !more && isLong(to), length]);
        });
      });
      return found.sort((a, b) => b[2] - a[2]).slice(0, 8);
    }

    /** What a query counts for with other words in the place of its own: little where it is one word that the site uses. */
    _instead(query) {
      if (query.length > 1) return 0.95;
      if (HAN.test(query[0])) return 0.75; // as English it means more things
      return this.index.knows(query[0]) ? 0.3 : 0.85;
    }

    /** What stands before and after a word or name in a query; null when the query does not have it. */
    _place(query, name) {
      if (name.length === 1 && HAN.test(name[0])) {
        const at = query.findIndex((word) => word.includes(name[0]));
        if (at < 0) return null;
        const [before, after] = query[at].split(name[0], 2);
        return [[...query.slice(0, at), ...(before ? [before] : [])], [...(after ? [after] : []), ...query.slice(at + 1)]];
      }
      const wanted = name.map(stem);
      const at = query.findIndex((_, start) => wanted.every((one, n) => stem(query[start + n] || "") === one));
      return at < 0 ? null : [query.slice(0, at), query.slice(at + name.length)];
    }

    // ---- Spelling --------------------------------------------------------------------------------------------

    /** Neighbouring words written as one, or one as two, where the site knows them so. */
    _joined(query) {
      const found = [];
      for (let at = 0; at + 1 < query.length; at++) {
        const one = query[at] + query[at + 1];
        if (!HAN.test(one) && this.index.knows(one)) found.push([...query.slice(0, at), one, ...query.slice(at + 2)]);
      }
      query.forEach((word, at) => {
        if (HAN.test(word) || this.index.knows(word) || this.alike.has(stem(word))) return;
        const unit = word.match(/^([0-9.]+)([a-z]{1,4})$/); // 300mw is 300 mw
        const halves = unit ? unit.slice(1) : word.length > 5 && this._split(word);
        if (halves) found.push([...query.slice(0, at), ...halves, ...query.slice(at + 1)]);
      });
      return found;
    }

    _split(word) {
      let best = null;
      let most = 0;
      for (let cut = 3; cut <= word.length - 3; cut++) {
        const halves = [word.slice(0, cut), word.slice(cut)];
        const reach = Math.min(...halves.map((half) => (this.index.postings.get(half) || []).length));
        if (reach > most) [best, most] = [halves, reach];
      }
      return best;
    }

    /** Words that the site does not know, replaced by the nearest that it knows. */
    _corrected(query) {
      const near = query.map((word, at) => {
        if (HAN.test(word) || word.length < 4 || /[0-9]/.test(word) || this.index.knows(word) || this.alike.has(stem(word))) return [];
        if (at === query.length - 1 && this.words.some((other) => other.startsWith(word))) return [];
        return this._nearest(word);
      });
      const put = (choice) => query.map((word, at) => (near[at].length ? near[at][Math.min(choice, near[at].length - 1)] : word));
      const most = Math.max(0, ...near.map((list) => list.length));
      return Array.from({ length: most }, (_, choice) => [put(choice), 0.9 - 0.08 * choice]);
    }

    _nearest(word) {
      const limit = word.length < 8 || this.chinese.isPinyin(word) ? 1 : word.length < 11 ? 2 : 3;
      const found = [];
      for (const other of this.words) {
        if (STOP.has(other)) continue; // who types wheat does not mean what
        const edits = distance(word, other, limit);
        if (edits > limit) continue;
        const often = Math.log(1 + this.index.postings.get(other).length / 2);
        found.push([edits + (other[0] === word[0] ? 0 : 0.5) - 0.08 * often, other]);
      }
      if (!found.length) return this._beginning(word);
      found.sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1));
      return found.filter(([edits]) => edits < found[0][0] + 0.7).slice(0, 3).map(([, other]) => other);
    }

    /** The longest known word with which an unknown one begins: methodology, method. */
    _beginning(word) {
      for (let end = word.length - 1; end >= Math.max(5, word.length / 2); end--) {
        if (this.index.postings.has(word.slice(0, end))) return [word.slice(0, end)];
      }
      return [];
    }

    // ---- Abbreviations ---------------------------------------------------------------------------------------

    /** An abbreviation that nothing explains, as neighbouring words that begin with its letters. */
    _spelt(query) {
      // Among other words, ren or wang is a name in pinyin.
      const isName = (word) => query.length > 1 && this.chinese.isPinyin(word);
      const unknown = (word) => !this.index.knows(word) && !this.alike.has(stem(word)) && !isName(word);
      const at = query.findIndex((word) => /^[a-z]{3,5}$/.test(word) && unknown(word));
      if (at < 0) return [];
      const pattern = new RegExp(`(?<= )${[...query[at]].map((letter) => `${letter}[a-z]+`).join(" ")}(?= )`, "g");
      const found = new Map();
      const count = (one, weight) =>
        (one.match(pattern) || []).forEach((run) => found.set(run, (found.get(run) || 0) + weight));
      this.index.entries.forEach(({ headingLine, nameLines, line }) => {
        [headingLine, ...nameLines].forEach((name) => count(name, 2));
        count(line, 1);
      });
      // Three words that stand together once in a text do so by chance.
      const least = query[at].length < 4 ? 2 : 1;
      const best = [...found].filter(([, often]) => often >= least).sort((a, b) => b[1] - a[1]).slice(0, 3);
      return best.map(([run]) => [...query.slice(0, at), ...run.split(" "), ...query.slice(at + 1)]);
    }
  }

  window.refdeskSearch.Readings = Readings;
})();
