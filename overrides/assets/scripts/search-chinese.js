// The search: Chinese, typed in characters or in pinyin. The text of the site is English, its names are in both: names and
// words of everyday speech are read in English, pinyin as the characters it stands for, short names as the pinyin by which
// the text calls people and places. MIT licence.
(function () {
  "use strict";

  const { words, text } = window.refdeskSearch;
  const { HAN, stem, asLine, compact } = text;
  const LINKING = /^[的与和及在对有为是被由了中国之间上下把将向从到以等其这于并或而也都已正各时后前来那我你他她们个些就才还又很太最能会要想让给得过吧啊呀里不没该]$/;
  // Words of everyday speech that name nothing.
  const FILLING = /^(?:现在|目前|如今|到底|究竟|真的|其实|已经|可以|应该|关于|有关|相关|方面|情况|东西|事情|偏偏|总是|一样|一下|一点|一个|之类|哪里|怎么|什么)/;
  const NAMED = 0.7; // how much of a run of Chinese has to be names for the rest to be left out
  const STANDING = 0.3; // what Chinese counts for as English when the site has it as it was typed
  const HEARD = 0.6; // how much of a query has to be pinyin for it to be read so
  const MOST_HEARD = 4;

  class Chinese {
    /** `index` is the engine; `split` cuts an English word in two that the site knows. */
    constructor(index, synonyms, pinyin, everyday, split) {
      this.index = index;
      this.split = split;
      this._readSounds(pinyin);
      this._readNames(synonyms);
      this._readEveryday(everyday);
      this.known = [...this.named.keys(), ...this.everyday.keys()];
      this.longest = Math.max(0, ...this.known.map((name) => name.length));
    }

    /** How characters are read, from a table of syllables: their own readings, then the rarer ones. */
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
    _readNames(synonyms) {
      this.named = new Map();
      const learn = (names) => {
        const english = names.find((list) => list.length && !HAN.test(compact(list)));
        names.forEach((list) => {
          if (list.length === 1 && HAN.test(list[0]) && english && !this.named.has(list[0])) this.named.set(list[0], english);
        });
      };
      synonyms.forEach(learn);
      this.index.entries.forEach(({ kind, names, heading }) => {
        if (kind === "term" || kind === "institution" || kind === "row") learn([heading, ...names].map(words));
      });
    }

    /** Words of everyday speech, which name nothing, and the English for them. */
    _readEveryday(everyday) {
      this.everyday = new Map();
      for (const [english, list] of Object.entries(everyday)) {
        for (const word of list.split(" ")) if (!this.named.has(word)) this.everyday.set(word, words(english));
      }
    }

    // ---- Characters ------------------------------------------------------------------------------------------

    /** The English of a name or of a word of everyday speech; nothing where it is neither. */
    english(name) {
      return this.named.get(name) || this.everyday.get(name);
    }

    /** Whether Chinese that was typed stands on the site as it is, in a text or a name, not in words given for the search. */
    stands(run) {
      this.lines ??= this.index.entries
        .flatMap(({ line, headingLine, names }) => [line, headingLine, ...names.map((name) => asLine(words(name)))])
        .filter((line) => HAN.test(line))
        .map((line) => line.replace(/ /g, ""));
      return this.lines.some((line) => line.includes(run));
    }

    /** Chinese names written in English, where a query has several words or names: the text of the site is English. */
    translated(query) {
      const parts = query.map((run) => (HAN.test(run) ? this._names(run) : null));
      const several = query.length > 1 || (parts[0] && (parts[0].names.length > 1 || parts[0].named < 1));
      if (!(several || this.everyday.has(query[0])) || !parts.some(Boolean)) return [];
      const weight = (this.stands(compact(query)) ? STANDING : 1) * Math.min(...parts.map((part) => (part ? part.named ** 3 : 1)));
      return [[query.flatMap((run, at) => (parts[at] ? parts[at].names.flat() : [run])), weight]];
    }

    /** The English of the names in a run of Chinese, and how much of it is named; null when that is too little. */
    _names(run) {
      const names = [];
      let other = 0;
      for (let at = 0; at < run.length; ) {
        let end = Math.min(run.length, at + this.longest);
        while (end > at && !this.english(run.slice(at, end))) end--;
        const spoken = end > at ? "" : this._spoken(run.slice(at, at + 2));
        if (spoken) end = at + 2;
        const [filling] = end > at ? [] : run.slice(at).match(FILLING) || [];
        if (end > at) names.push(spoken ? [spoken] : this.english(run.slice(at, end)));
        else if (filling) end = at + filling.length;
        else if (!LINKING.test(run[at])) other++;
        at = Math.max(end, at + 1);
      }
      const named = 1 - other / run.length;
      return names.length && named >= NAMED ? { names, named } : null;
    }

    /** Two characters as the pinyin by which the English text calls a place, if it does: 深圳 is Shenzhen. */
    _spoken(pair) {
      const name = [...pair].map((sign) => (this.sounds.get(sign) || [""])[0]).join("");
      const means = [...pair].some((sign) => !LINKING.test(sign)); // 中国 is said of everything here
      return pair.length === 2 && means && name.length > 4 && this.index.postings.has(name) ? name : "";
    }

    /** A Chinese abbreviation read as a name that has its characters in this order. */
    shortened(query) {
      const [run] = query;
      if (query.length !== 1 || !HAN.test(run) || run.length < 2 || run.length > 5 || this.english(run)) return [];
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

    /** Short Chinese names read as pinyin: people and places that the English text writes so. */
    toPinyin(query) {
      const found = [];
      query.forEach((run, at) => {
        if (!HAN.test(run) || run.length < 2 || run.length > 4 || this.english(run)) return;
        let spoken = [""];
        for (const sign of run) {
          const sounds = this.sounds.get(sign) || [];
          spoken = spoken.flatMap((start) => sounds.slice(0, run.length < 3 ? 2 : 1).map((sound) => start + sound)).slice(0, 8);
        }
        spoken.forEach((name) => {
          const parts = this.index.postings.has(name) ? [name] : this._person(run, name) || (name.length > 5 && this.split(name));
          if (parts && this._isSaid(parts)) found.push([...query.slice(0, at), ...parts, ...query.slice(at + 1)]);
        });
      });
      return found.slice(0, 3);
    }

    /** Surname and given name of a person whose name is spoken so; null when the site does not know them. */
    _person(run, name) {
      const surname = (this.sounds.get(run[0]) || []).find((sound) => name.startsWith(sound) && this.index.postings.has(sound));
      const given = surname && name.slice(surname.length);
      return given && this.index.postings.has(given) ? [surname, given] : null;
    }

    /** Whether the English text has these words one after another; pinyin that stands beside a Chinese name is no text. */
    _isSaid(parts) {
      const line = asLine(parts);
      return this.index.entries.some((entry) => entry.line.includes(line) || entry.headingLine.includes(line));
    }

    // ---- Pinyin ----------------------------------------------------------------------------------------------

    /** Pinyin read as Chinese: the runs of characters on the site that can be read so. */
    fromPinyin(query) {
      const letters = compact(query);
      if (!/^[a-z]{4,40}$/.test(letters) || (query.length < 2 && this.index.knows(letters))) return []; // Taiwan is no 大湾
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
        this.known.filter((name) => name.length === syllables.length && whole.test(name)).forEach((name) => found.set(name, (found.get(name) || 0) + 1));
      });
      return [...found].sort((a, b) => b[1] - a[1]).slice(0, 4).map(([run]) => [run]);
    }

    /** Whether letters can be read as pinyin from their first to their last. */
    isPinyin(word) {
      return this._syllables(word).length > 0;
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

    /** The first letters of pinyin as the Chinese names that begin so: kbz is 卡脖子. */
    fromInitials(query) {
      const letters = compact(query);
      if (!/^[a-z]{3,12}$/.test(letters) || this.index.knows(letters)) return [];
      const begins = (sign, letter) => (this.sounds.get(sign) || []).some((sound) => sound[0] === letter);
      const found = [...this.named.keys()].filter(
        (name) => name.length === letters.length && [...name].every((sign, at) => begins(sign, letters[at]))
      );
      return found.slice(0, 3).map((name) => [name]);
    }

    /** Several words of pinyin, each of them a Chinese word, in English: shuju xiazai is 数据 下载, data download. */
    spokenWords(query) {
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
      [this.named, this.everyday].forEach((names) =>
        names.forEach((english, name) => {
          const sound = [...name].map((sign) => (this.sounds.get(sign) || ["?"])[0]).join("");
          if (name.length > 1) heard.set(sound, [...(heard.get(sound) || []), english]);
        })
      );
      return heard;
    }

    /** Pinyin before or after the name of a place ("shaanxi yanfa jingfei"), as the English of the Chinese that it is. */
    besidePlace(query) {
      const last = query.length - 1;
      const isPlace = (word) => this.index.places.has(word) || this.index.places.has(stem(word));
      const [place, rest] = isPlace(query[0]) ? [query[0], query.slice(1)] : [query[last], query.slice(0, last)];
      if (!rest.length || !isPlace(place)) return [];
      return this.fromPinyin(rest).slice(0, 2).flatMap((run) => [[[place, ...run], 0.85], ...this.translated([place, ...run])]);
    }
  }

  window.refdeskSearch.Chinese = Chinese;
})();
