// The search: what is looked for, and the order of what is found. Each word of a query can be met in several ways: as it
// stands, by what means the same, as pinyin, corrected. What meets more of the words comes first. MIT licence.
(function () {
  "use strict";

  const search = window.refdeskSearch;
  const { HAN, STOP, SUBJECT, words, ofWord, stem, key, joined, isNumber, collect } = search;
  const KINDS = { page: 1.2, section: 1, term: 1.2, institution: 1, claim: 1, event: 0.8, source: 0.5, row: 0.8, note: 0.8, data: 2 };
  // What a word counts that is read or spelt in another way, and one that means the same or only begins so.
  const [OTHERWISE, NEARLY] = [0.85, 0.7];
  const COVERED = 3; // how steeply a text falls that lacks words of the query
  const EXACT = 4; // what is called just what was typed is the answer
  const [TOGETHER, NEAR] = [0.4, 8]; // words that follow each other as they were typed, within so many
  const [LOOKED_AT, SHOWN] = [60, 30];

  const ofStem = (word) => (HAN.test(word) || isNumber(word) ? ofWord(word) : [word]); // a stem has no ending to lose
  const linesOf = ({ words: { title, names, told, text } }) => [...title, ...names, ...told, ...text];
  const tokenLines = (doc) => (doc.lines ??= linesOf(doc).map((line) => line.filter((word) => !STOP.has(word)).flatMap((word) => ofWord(word))));

  class Engine {
    constructor(index, docs, mini) {
      Object.assign(this, { pages: index.pages, docs, mini, found: new Map(), called: new Map() });
      docs.forEach(({ id, kind, words: { title, names, told } }) => {
        const all = kind === "source" ? title : [...title, ...names, ...told];
        all.forEach((name) => collect(this.called, joined(key(name)), id));
      });
      this.chinese = new search.Chinese(index, docs, (pair) => this.has(ofWord(pair)[0]));
    }

    /** The documents that have a token, or a word that begins so: id -> score. */
    find(token, prefix = false) {
      const asked = token + (prefix ? "…" : "");
      if (!this.found.has(asked)) this.found.set(asked, new Map(this.mini.search(token, { prefix }).map(({ id, score }) => [id, score])));
      return this.found.get(asked);
    }

    has = (token) => this.find(token).size > 0;

    /** The documents that have all of the tokens. */
    having = ([first, ...others]) => [...this.find(first).keys()].filter((id) => others.every((token) => this.find(token).has(id))).map((id) => this.docs[id]);

    isWrittenApart = ([one, next]) => this.having([one, next]).some((doc) => tokenLines(doc).some((line) => line.some((token, at) => token === one && line[at + 1] === next)));

    /** The words of a query, each with the ways to meet it: [tokens, weight]. */
    _wanted(query, typed) {
      const kept = query.filter((word, at) => !STOP.has(word) || (at && this.has(query[at - 1] + word))); // "Xi an"
      const cut = (run) => (HAN.test(run) ? this.chinese.cut(run) : [run]).map((word) => ({ run, word, ways: [[ofWord(word), 1]] }));
      const wanted = (kept.length ? kept : query).flatMap(cut);
      const isSound = (span) => /^[a-z]{3,40}$/.test(span.join("")) && (span.length > 1 || !this.has(stem(span[0])));
      const heard = (run) => [[ofWord(run), OTHERWISE], ...this._ways(run)];
      this._spans(wanted, (span) => this._ways(key(span)));
      this._spans(wanted, (span) => (isSound(span) ? this.chinese.heard(span.join("")).flatMap(heard) : []));
      wanted.forEach((one, at) => this._else(one, at === wanted.length - 1, typed));
      return wanted;
    }

    _ways = (name) => this.chinese.meaningsOf(name).map((one) => [one.split(" ").flatMap(ofStem), NEARLY]);

    /** Give neighbouring words the ways that all of them together have, the longest spans first. */
    _spans(wanted, waysOf) {
      for (let at = 0; at < wanted.length; at++) {
        for (let end = Math.min(wanted.length, at + 8); end > at; end--) {
          const span = wanted.slice(at, end);
          const ways = waysOf(span.map(({ word }) => word));
          span.forEach((one) => one.ways.push(...ways));
          if (ways.length) at = end - 1;
        }
      }
    }

    /** For a word that the site does not have: as two, as the beginning of one, corrected. */
    _else(one, isLast, typed) {
      const { word } = one;
      const isMet = () => one.ways.some(([tokens]) => this.having(tokens).length);
      one.isKnown = word.length < 2 || isMet(); // a character that is left over names nothing
      if (HAN.test(word) || isNumber(word)) return;
      if (isLast && word.length > 1) one.start = stem(word); // it is still being typed
      if (one.isKnown) return;
      for (let cut = 3; cut <= word.length - 3 && !isMet(); cut++) {
        const halves = [stem(word.slice(0, cut)), stem(word.slice(cut))];
        if (this.isWrittenApart(halves)) one.ways.push([halves, OTHERWISE]);
      }
      // Who writes capitals, or a syllable of pinyin, means just that.
      const isName = new RegExp(`\\b${word.toUpperCase()}\\b`).test(typed) || this.chinese.signs.has(word);
      if (isMet() || isName || word.length < 4) return;
      this.spellings ??= this._spellings();
      one.instead = this.spellings.search(word, { prefix: true }).map(({ id }) => id).slice(0, 3);
      one.isKnown = isLast && one.instead.length > 0; // so far
      if (!one.instead.length) one.instead = this.corrected(word);
      one.instead.forEach((other) => one.ways.push([[stem(other)], OTHERWISE]));
    }

    /** The words of the site that are spelt most like one; a swap of two letters is one mistake. */
    corrected(word) {
      const [limit, letters] = [word.length < 8 ? 1 : word.length < 11 ? 2 : 3, (one) => [...one].sort().join("")];
      const boostDocument = (id) => 1 + Math.log(1 + this.find(stem(id)).size);
      for (let fuzzy = 1; fuzzy <= Math.max(2, limit); fuzzy++) {
        const near = this.spellings.search(word, { fuzzy, maxFuzzy: fuzzy, boostDocument }).map(({ id }) => id);
        const able = near.filter((id) => fuzzy <= limit || letters(id) === letters(word));
        if (able.length) return able.slice(0, 3);
      }
      return [];
    }

    /** Every word of the site, for MiniSearch to find what is spelt nearly so. */
    _spellings() {
      const all = new Set(this.docs.flatMap(linesOf).flat().filter((word) => /^[a-z]{3,}$/.test(word)));
      const mini = new window.MiniSearch({ fields: ["id"], tokenize: (word) => [word], processTerm: (word) => word });
      mini.addAll([...all].map((id) => ({ id })));
      return mini;
    }

    /** What meets a word: id -> [score, how much of the word is met]. */
    _met({ ways, start }) {
      const met = new Map();
      const add = (id, score, part) => met.set(id, [Math.max(score, met.get(id)?.[0] ?? 0), Math.max(part, met.get(id)?.[1] ?? 0)]);
      ways.forEach(([tokens, weight]) => {
        const scores = new Map(); // id -> the scores of the tokens that it has
        tokens.forEach((token) => this.find(token).forEach((score, id) => scores.set(id, [...(scores.get(id) || []), score])));
        scores.forEach((list, id) => {
          const part = (weight * list.length) / tokens.length;
          // A part of a name is met only by what was typed itself.
          if (list.length === tokens.length || weight === 1) add(id, (part * list.reduce((a, b) => a + b)) / tokens.length, part);
        });
      });
      if (start) this.find(start, true).forEach((score, id) => met.has(id) || add(id, NEARLY * score, NEARLY));
      return met;
    }

    /** What answers a query, in order: the documents, the tokens to mark in them, what the site does not have. */
    search(typed) {
      const query = words(typed);
      const wanted = this._wanted(query, typed);
      const sums = new Map(); // id -> [score, rarity of the words that it meets, as much as it meets them]
      let total = 0;
      wanted.forEach((one) => {
        const met = this._met(one);
        // A word is as rare as it stands itself, however many other words mean the same.
        const count = Math.min(...one.ways[0][0].map((token) => this.find(token).size)) || met.size;
        const rarity = Math.log(1 + (this.docs.length - count + 0.5) / (count + 0.5));
        one.tokens = new Set(one.ways.flatMap(([tokens]) => tokens));
        total += rarity;
        met.forEach(([score, part], id) => {
          const [value, covered] = sums.get(id) || [0, 0];
          sums.set(id, [value + score, covered + rarity * part]);
        });
      });
      const named = [query, query.filter((word) => !SUBJECT.test(word))].map((list) => joined(key(list)));
      const exact = new Set(named.flatMap((name) => [...(this.called.get(name) || [])]));
      const found = [...sums].flatMap(([id, [score, covered]]) => {
        const doc = this.docs[id];
        const kind = KINDS[doc.kind] * this._asKind(doc, wanted, covered / total);
        return kind ? [{ doc, value: kind * score * (covered / total) ** COVERED * (exact.has(id) ? EXACT : 1) }] : [];
      });
      const best = (list, count) => list.sort((a, b) => b.value - a.value).slice(0, count);
      const top = best(found, LOOKED_AT);
      top.forEach((one) => (one.value *= this._together(one.doc, wanted)));
      const hits = best(top, SHOWN).map(({ doc }) => doc);
      const marks = new Set(wanted.flatMap(({ tokens }) => [...tokens]));
      return { hits, count: found.length, marks, missing: wanted.filter(({ run }) => !wanted.some((one) => one.run === run && one.isKnown)) };
    }

    /** What the words are worth for standing together: more for each two of them that follow each other as they were typed. */
    _together(doc, wanted) {
      const isBefore = (line, at, { tokens }) => line.slice(Math.max(0, at - NEAR), at).some((token) => tokens.has(token));
      const follow = (one, next) => tokenLines(doc).some((line) => line.some((token, at) => next.tokens.has(token) && isBefore(line, at, one)));
      const pairs = wanted.slice(1).filter((next, at) => follow(wanted[at], next));
      return 1 + (TOGETHER * pairs.length) / Math.max(1, wanted.length - 1);
    }

    /** A row answers who named a number and all that it is about; a source, who typed several words, most of them its own. */
    _asKind(doc, wanted, share) {
      if (doc.kind === "source") return share < 0.8 ? 0.5 : Math.min(2, 0.1 + 0.4 * wanted.length);
      if (doc.kind !== "data") return 1;
      const asks = (name) => words(name).every((word) => STOP.has(word) || wanted.some(({ tokens }) => tokens.has(ofWord(word)[0])));
      const isYear = ({ word }) => /^(?:19|20)[0-9]{2}$/.test(word);
      if (share < 0.7 || wanted.every(isYear) || !wanted.some(({ word }) => isNumber(word))) return 0;
      const named = doc.labels.filter(asks).length;
      return (1 + named) / (1 + doc.labels.length - named);
    }
  }

  search.Engine = Engine;
})();
