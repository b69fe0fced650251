// The search: the readings of a query. What was typed is tried as it stands and in a few other ways: with synonyms, with
// corrected spelling, with words joined or split, abbreviations written out, pinyin as Chinese and Chinese as pinyin or
// English. MIT licence.
(function () {
  "use strict";

  const { words, text } = window.refdeskSearch;
  const { HAN, STOP, stem, asLine, distance, compact } = text;
  const PLACE = /^([\u3400-\u9fff]{2,3})(?:省|市|自治区)$/;
  const LINKING = /^[的与和及在对有为是被由了中国之间上下把将向从到以等其这于并或而也都已正各时后前来那我你他她们个些就才还又很太最能会要想让给得过吧啊呀里不没该]$/;
  // Words of everyday speech that name nothing.
  const FILLING = /^(?:现在|目前|如今|到底|究竟|真的|其实|已经|可以|应该|关于|有关|相关|方面|情况|东西|事情|偏偏|总是|一样|一下|一点|一个|之类|哪里|怎么|什么)/;
  const NAMED = 0.7; // how much of a run of Chinese has to be names for the rest to be left out
  const STANDING = 0.3; // what Chinese counts for as English when the site has it as it was typed
  const HEARD = 0.6; // how much of a query has to be pinyin for it to be read so
  const MOST_HEARD = 4;
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
      this._readSounds(pinyin);
      this._readNames();
      this.everyday = new Map(); // Chinese words of everyday speech, which name nothing, and the English for them
      for (const [english, list] of Object.entries(everyday)) {
        for (const word of list.split(" ")) if (!this.chinese.has(word)) this.everyday.set(word, words(english));
      }
      this.longest = Math.max(0, ...[...this.chinese.keys(), ...this.everyday.keys()].map((name) => name.length));
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
        const used = group.filter((name) => name.every((word) => HAN.test(word) || this._known(word)));
        group.forEach((name) => {
          if (!name.length) return;
          const start = isChinese(name) ? name[0][0] : stem(name[0]);
          if (!this.starts.has(start)) this.starts.set(start, []);
          this.starts.get(start).push([number++, used, name]);
        });
      });
    }

    _readSounds(table) {
      this.signs = new Map(); // syllable -> characters
      this.sounds = new Map(); // character -> syllables, the first reading first
      for (const [written, groups] of Object.entries(table)) {
        const syllable = written.replace("v", "u");
        const [first, later] = [...groups.split("|"), ""];
        this.signs.set(syllable, (this.signs.get(syllable) || "") + first + later);
        for (const sign of first) this.sounds.set(sign, [syllable, ...(this.sounds.get(sign) || [])]);
        for (const sign of later) this.sounds.set(sign, [...(this.sounds.get(sign) || []), syllable]);
      }
    }

    /** Chinese names and what they are called in English. */
    _readNames() {
      this.chinese = new Map();
      const learn = (names) => {
        const english = names.find((list) => list.length && !HAN.test(compact(list)));
        names.forEach((list) => {
          if (list.length === 1 && HAN.test(list[0]) && english && !this.chinese.has(list[0])) this.chinese.set(list[0], english);
        });
      };
      this.synonyms.forEach(learn);
      this.index.entries.forEach(({ kind, names, heading }) => {
        if (kind === "term" || kind === "institution" || kind === "row") learn([heading, ...names].map(words));
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
      this._fromInitials(query).forEach((list) => add(list, 0.85));
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
      this._translated(query).forEach(([list, weight]) => {
        add(list, 0.9 * weight);
        this._replaced(list).forEach(([other]) => add(other, 0.85 * weight));
      });
      const spoken = this._fromPinyin(query);
      spoken.forEach((list) => {
        add(list, 0.85);
        const english = this._english(list[0]);
        if (english && !this._stands(list[0])) add(english, 0.75);
      });
      if (!spoken.length) this._spokenWords(query).forEach(([list, weight]) => add(list, 0.8 * weight));
      this._besidePlace(query).forEach(([list, weight]) => add(list, weight));
      this._toPinyin(query).forEach((list) => add(list, 0.85));
      this._shortened(query).forEach((list) => add(list, 0.8));
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
        const foreign = (to) => !isChinese(from) && isChinese(to) && (more || (isWord(from) && this._known(from[0])));
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
      return this._known(query[0]) ? 0.3 : 0.85;
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

    /** Chinese names written in English, where a query has several words or names: the text of the site is English. */
    _translated(query) {
      const parts = query.map((run) => (HAN.test(run) ? this._names(run) : null));
      const several = query.length > 1 || (parts[0] && (parts[0].names.length > 1 || parts[0].named < 1));
      if (!(several || this.everyday.has(query[0])) || !parts.some(Boolean)) return [];
      const weight = (this._stands(compact(query)) ? STANDING : 1) * Math.min(...parts.map((part) => (part ? part.named ** 3 : 1)));
      return [[query.flatMap((run, at) => (parts[at] ? parts[at].names.flat() : [run])), weight]];
    }

    /** The English of the names in a run of Chinese, and how much of it is named; null when that is too little. */
    _names(run) {
      const names = [];
      let other = 0;
      for (let at = 0; at < run.length; ) {
        let end = Math.min(run.length, at + this.longest);
        while (end > at && !this._english(run.slice(at, end))) end--;
        const spoken = end > at ? "" : this._spoken(run.slice(at, at + 2));
        if (spoken) end = at + 2;
        const [filling] = end > at ? [] : run.slice(at).match(FILLING) || [];
        if (end > at) names.push(spoken ? [spoken] : this._english(run.slice(at, end)));
        else if (filling) end = at + filling.length;
        else if (!LINKING.test(run[at])) other++;
        at = Math.max(end, at + 1);
      }
      const named = 1 - other / run.length;
      return names.length && named >= NAMED ? { names, named } : null;
    }

    /** Whether Chinese that was typed stands on the site as it is, in a text or a name, not in words given for the search. */
    _stands(run) {
      this.chineseLines ??= this.index.entries
        .flatMap(({ line, headingLine, names }) => [line, headingLine, ...names.map((name) => asLine(words(name)))])
        .filter((line) => HAN.test(line))
        .map((line) => line.replace(/ /g, ""));
      return this.chineseLines.some((line) => line.includes(run));
    }

    _english(name) {
      return this.chinese.get(name) || this.everyday.get(name);
    }

    /** Two characters as the pinyin by which the English text calls a place, if it does: 深圳 is Shenzhen. */
    _spoken(pair) {
      const name = [...pair].map((sign) => (this.sounds.get(sign) || [""])[0]).join("");
      const means = [...pair].some((sign) => !LINKING.test(sign)); // 中国 is said of everything here
      return pair.length === 2 && means && name.length > 4 && this.index.postings.has(name) ? name : "";
    }

    // ---- Spelling --------------------------------------------------------------------------------------------

    _known(word) {
      return this.index.postings.has(word) || this.index.families.has(stem(word));
    }

    /** Neighbouring words written as one, or one as two, where the site knows them so. */
    _joined(query) {
      const found = [];
      for (let at = 0; at + 1 < query.length; at++) {
        const one = query[at] + query[at + 1];
        if (!HAN.test(one) && this._known(one)) found.push([...query.slice(0, at), one, ...query.slice(at + 2)]);
      }
      query.forEach((word, at) => {
        if (HAN.test(word) || this._known(word) || this.alike.has(stem(word))) return;
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
        if (HAN.test(word) || word.length < 4 || /[0-9]/.test(word) || this._known(word) || this.alike.has(stem(word))) return [];
        if (at === query.length - 1 && this.words.some((other) => other.startsWith(word))) return [];
        return this._nearest(word);
      });
      const put = (choice) => query.map((word, at) => (near[at].length ? near[at][Math.min(choice, near[at].length - 1)] : word));
      const most = Math.max(0, ...near.map((list) => list.length));
      return Array.from({ length: most }, (_, choice) => [put(choice), 0.9 - 0.08 * choice]);
    }

    _nearest(word) {
      const limit = word.length < 8 ? 1 : word.length < 11 ? 2 : 3;
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
      const unknown = (word) => !this._known(word) && !this.alike.has(stem(word));
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

    /** The first letters of pinyin as the Chinese names that begin so: kbz is 卡脖子. */
    _fromInitials(query) {
      const letters = compact(query);
      if (!/^[a-z]{3,12}$/.test(letters) || this._known(letters)) return [];
      const begins = (sign, letter) => (this.sounds.get(sign) || []).some((sound) => sound[0] === letter);
      const found = [...this.chinese.keys()].filter(
        (name) => name.length === letters.length && [...name].every((sign, at) => begins(sign, letters[at]))
      );
      return found.slice(0, 3).map((name) => [name]);
    }

    /** A Chinese abbreviation read as a name that has its characters in this order. */
    _shortened(query) {
      const [run] = query;
      if (query.length !== 1 || !HAN.test(run) || run.length < 2 || run.length > 5 || this._english(run)) return [];
      const pattern = new RegExp([...run].join("[\u3400-\u9fff ]*"));
      const found = new Set();
      this.index.entries.forEach((entry) => {
        if (entry.kind !== "institution" && entry.kind !== "term") return;
        entry.nameLines.forEach((line) => {
          const name = line.trim();
          if (name.length > run.length && !name.includes(run) && pattern.test(name)) found.add(name);
        });
      });
      return [...found].sort((a, b) => a.length - b.length).slice(0, 2).map((name) => name.split(" "));
    }

    // ---- Pinyin ----------------------------------------------------------------------------------------------

    /** Pinyin read as Chinese: the runs of characters on the site that can be read so. */
    _fromPinyin(query) {
      const letters = compact(query);
      if (!/^[a-z]{4,40}$/.test(letters) || (query.length < 2 && this._known(letters))) return []; // Taiwan is no 大湾
      const found = new Map();
      this._syllables(letters).forEach((syllables) => {
        if (syllables.length < 2) return;
        const pattern = new RegExp(syllables.map((one) => `[${this.signs.get(one)}]`).join(""), "g");
        this.index.entries.forEach((entry) => {
          [entry.headingLine, ...entry.nameLines, entry.line].forEach((line) =>
            (line.match(pattern) || []).forEach((run) => found.set(run, (found.get(run) || 0) + 1))
          );
        });
        const whole = new RegExp(`^${pattern.source}$`);
        this.spelt ??= [...this.chinese.keys(), ...this.everyday.keys()];
        this.spelt.filter((name) => name.length === syllables.length && whole.test(name)).forEach((name) => found.set(name, (found.get(name) || 0) + 1));
      });
      return [...found].sort((a, b) => b[1] - a[1]).slice(0, 4).map(([run]) => [run]);
    }

    /** Several words of pinyin, each of them a Chinese word, in English: shuju xiazai is 数据 下载, data download. */
    _spokenWords(query) {
      if (query.length < 2 || !query.every((word) => /^[a-z]+$/.test(word))) return [];
      this.heard ??= this._hear();
      const parts = query.map((word) => (this.heard.has(word) && !this._isSaid([word]) ? this.heard.get(word) : null));
      const letters = compact(query.filter((_, at) => parts[at])).length / compact(query).length;
      if (letters < HEARD) return [];
      const ways = parts.reduce(
        (lists, part, at) => lists.flatMap((list) => (part || [[query[at]]]).map((words) => [...list, ...words])).slice(0, MOST_HEARD),
        [[]]
      );
      return ways.map((list) => [list, letters]);
    }

    /** How Chinese words sound, and the English of those that sound so; what is said of everything here is nothing. */
    _hear() {
      const heard = new Map([["zhongguo", [[]]]]);
      [this.chinese, this.everyday].forEach((names) =>
        names.forEach((english, name) => {
          const sound = [...name].map((sign) => (this.sounds.get(sign) || ["?"])[0]).join("");
          if (name.length > 1) heard.set(sound, [...(heard.get(sound) || []), english]);
        })
      );
      return heard;
    }

    /** Pinyin before or after the name of a place ("shaanxi yanfa jingfei"), as the English of the Chinese that it is. */
    _besidePlace(query) {
      const last = query.length - 1;
      const isPlace = (word) => this.index.places.has(word) || this.index.places.has(stem(word));
      const [place, rest] = isPlace(query[0]) ? [query[0], query.slice(1)] : [query[last], query.slice(0, last)];
      if (!rest.length || !isPlace(place)) return [];
      return this._fromPinyin(rest).slice(0, 2).flatMap((run) => [[[place, ...run], 0.85], ...this._translated([place, ...run])]);
    }

    /** The ways to cut letters into syllables. */
    _syllables(letters) {
      const ways = [];
      const cut = (at, sofar) => {
        if (ways.length >= 8) return;
        if (at === letters.length) ways.push(sofar);
        for (let end = Math.min(letters.length, at + 6); end > at; end--) {
          const one = letters.slice(at, end);
          if (this.signs.has(one)) cut(end, [...sofar, one]);
        }
      };
      cut(0, []);
      return ways;
    }

    /** Surname and given name of a person whose name is spoken so; null when the site does not know them. */
    _person(run, name) {
      const surname = (this.sounds.get(run[0]) || []).find((sound) => name.startsWith(sound) && this.index.postings.has(sound));
      const given = surname && name.slice(surname.length);
      return given && this.index.postings.has(given) ? [surname, given] : null;
    }

    /** Short Chinese names read as pinyin: people and places that the English text writes so. */
    _toPinyin(query) {
      const found = [];
      query.forEach((run, at) => {
        if (!HAN.test(run) || run.length < 2 || run.length > 4 || this._english(run)) return;
        let spoken = [""];
        for (const sign of run) {
          const sounds = this.sounds.get(sign) || [];
          spoken = spoken.flatMap((start) => sounds.slice(0, run.length < 3 ? 2 : 1).map((sound) => start + sound)).slice(0, 8);
        }
        spoken.forEach((name) => {
          const parts = this.index.postings.has(name) ? [name] : this._person(run, name) || (name.length > 5 && this._split(name));
          if (parts && this._isSaid(parts)) found.push([...query.slice(0, at), ...parts, ...query.slice(at + 1)]);
        });
      });
      return found.slice(0, 3);
    }

    /** Whether the English text has these words one after another; pinyin that stands beside a Chinese name is no text. */
    _isSaid(parts) {
      const line = asLine(parts);
      return this.index.entries.some((entry) => entry.line.includes(line) || entry.headingLine.includes(line));
    }
  }

  window.refdeskSearch.Readings = Readings;
})();
