// The search: what is looked for, and the order of what is found. Each word of a query can be met in several ways: as it
// stands, by what means the same, as pinyin, corrected. What meets more of the words, nearer together, comes first. MIT licence.
(function () {
  "use strict";

  const search = window.refdeskSearch;
  const { HAN, STOP, words, ofWord, stem, key, isNumber } = search;
  const KINDS = { page: 1.2, section: 1, term: 1.2, institution: 1, claim: 0.9, event: 0.8, source: 0.5, row: 0.85, note: 0.8, data: 0.8 };
  const NAMES = { fields: ["title", "names", "told"] };
  // What a way of meeting a word counts, beside the word as it was typed.
  const [TRANSLATED, HEARD, CORRECTED, SYNONYM, BEGUN] = [0.9, 0.85, 0.8, 0.7, 0.6];
  const UNKNOWN = 0.3; // what nothing here has must not bury what the other words lead to
  const EVERYWHERE = 0.2; // nor is a text found by what is said of everything here
  const SAID = /^chin(?:a|as|ese)$/;
  const INHERITED = 0.6; // what a page gets of what its parts have
  const COVERED = 3; // how steeply a text falls that lacks words of the query
  const EXACT = 4; // what is called just what was typed is the answer
  const SENTENCE = 14; // words that belong together stand within so many
  const SCATTERED = 0.5;
  const TOGETHER = 0.4;
  const AGAIN = 0.75; // the next answer of one page, so that others are seen
  const [LOOKED_AT, SHOWN] = [60, 30];
  // Who asks for a meaning is led to the glossary; who asks about this site, or for himself, to the pages about it.
  const MEANING = /^(?:what(?:'s|’s|s| is| are| does| do)(?: an?| the)? |define |(?:the )?(?:definition|meaning) of )|(?: definition| meaning| mean| stand for)$|是什么意思|什么是|是什么|什么意思|的?定义|的?含义/i;
  const SITE = /\b(?:this|the|your) (?:web ?)?(?:site|page)s?\b|\bhere\b|\b(?:i|my)\b|本站|本?网站/i;

  const linesOf = ({ words: { title, names, told, text } }) => [...title, ...names, ...told, ...text];

  class Engine {
    constructor(index, docs, mini) {
      Object.assign(this, { pages: index.pages, docs, mini, found: new Map(), called: new Map(), pageOf: new Map() });
      docs.forEach((doc) => {
        if (doc.kind === "page") this.pageOf.set(doc.page, doc.id);
        const { title, names, told } = doc.words;
        [...title, ...(doc.kind === "source" ? [] : [...names, ...told])].forEach((name) => {
          const own = key(name).replace(/ /g, "");
          this.called.set(own, (this.called.get(own) || new Set()).add(doc.id));
        });
      });
      this.chinese = new search.Chinese(index, docs, (pair) => this.has(ofWord(pair)[0]));
    }

    /** The documents that have a token: id -> score. */
    find(token, how) {
      const asked = token + (how ? Object.keys(how) : "");
      if (!this.found.has(asked)) this.found.set(asked, new Map(this.mini.search(token, how).map(({ id, score }) => [id, score])));
      return this.found.get(asked);
    }

    has(token) {
      return this.find(token).size > 0;
    }

    // ---- What is looked for --------------------------------------------------------------------------------------

    /** The words of a query, each with the ways to meet it: [tokens, weight]. */
    _wanted(query, typed) {
      const kept = query.filter((word, at) => !STOP.has(word) || (at && this.has(query[at - 1] + word))); // "Xi an"
      const wanted = (kept.length ? kept : query).flatMap((word) => (HAN.test(word) ? this._pieces(word) : [{ word, ways: [[ofWord(word), 1]] }]));
      const isLatin = (span) => span.every(({ word }) => !HAN.test(word));
      this._spans(wanted, isLatin, (span) => {
        const known = span.every(({ word }) => this.has(stem(word)));
        return this._ways(key(span.map(({ word }) => word)), SYNONYM).filter(([tokens]) => !known || tokens[0][0] !== "@");
      });
      this._spans(wanted, isLatin, (span) => {
        const letters = span.map(({ word }) => word).join("");
        if (!/^[a-z]{3,40}$/.test(letters) || (span.length === 1 && this.has(stem(letters)))) return [];
        return this.chinese.heard(letters).flatMap((run) => [[ofWord(run), HEARD], ...this._ways(run, CORRECTED)]);
      });
      wanted.forEach((one, at) => this._else(one, at, wanted, typed));
      return wanted;
    }

    _ways(name, weight) {
      return (this.chinese.meanings.get(name) || []).map((one) => [one.split(" ").flatMap((word) => ofWord(word)), weight]);
    }

    _pieces(run) {
      return this.chinese.cut(run).flatMap(([piece, meanings]) => {
        if (meanings.length) {
          const parts = piece.length > 3 ? this.chinese.cut(piece, piece.length - 1) : [];
          const told = parts.length > 1 && parts.every(([, some]) => some.length) ? [[parts.flatMap(([, some]) => some[0].split(" ").flatMap((word) => ofWord(word))), SYNONYM]] : [];
          return [{ word: piece, ways: [[ofWord(piece), 1], ...this._ways(piece, TRANSLATED), ...told] }];
        }
        const name = stem(this.chinese.spoken(piece));
        const spoken = piece.length > 1 && this.has(name) ? [[[name], HEARD]] : [];
        const pairs = ofWord(piece);
        return pairs.map((pair) => ({ word: piece, ways: [[[pair], 1], ...spoken], weight: pairs.length > 1 ? 0.5 : 1 }));
      });
    }

    /** Give neighbouring words the ways that all of them together have, the longest spans first. */
    _spans(wanted, able, waysOf) {
      for (let at = 0; at < wanted.length; at++) {
        for (let end = Math.min(wanted.length, at + 8); end > at; end--) {
          const span = wanted.slice(at, end);
          const ways = able(span) ? waysOf(span) : [];
          if (!ways.length) continue;
          span.forEach((one) => one.ways.push(...ways));
          at = end - 1;
        }
      }
    }

    /** For a word that the site does not have: with its neighbour as one word, as the beginning of one, corrected. */
    _else(one, at, wanted, typed) {
      const { word } = one;
      const isMet = () => one.ways.some(([tokens]) => tokens.every((token) => this.has(token)));
      one.isKnown = isMet();
      if (HAN.test(word) && word.length === 1 && wanted.length === 1) one.start = ofWord(word)[0];
      if (HAN.test(word) || isNumber(word)) return;
      if (at === wanted.length - 1 && word.length > 1) one.start = stem(word); // it is still being typed
      if (one.isKnown) return;
      [wanted[at - 1], wanted[at + 1]].forEach((next, side) => {
        const both = next && stem(side ? word + next.word : next.word + word);
        if (both && this.has(both)) [one, next].forEach((half) => half.ways.push([[both], TRANSLATED]) && (half.isKnown = true));
      });
      for (let cut = 3; cut <= word.length - 3 && !isMet(); cut++) {
        const halves = [stem(word.slice(0, cut)), stem(word.slice(cut))];
        if (halves.every((half) => this.has(half))) one.ways.push([halves, TRANSLATED]);
      }
      // Who writes capitals, or a syllable of pinyin, means just that.
      const isName = new RegExp(`\\b${word.toUpperCase()}\\b`).test(typed) || this.chinese.signs.has(word);
      if (isMet() || isName || word.length < 4) return;
      if (word.length > 4) one.start = stem(word);
      if (one.start && this.find(one.start, { prefix: true }).size) return;
      one.instead = this.corrected(word);
      one.instead.forEach((other) => one.ways.push([[stem(other)], CORRECTED]));
    }

    /** The words of the site that are spelt most like one; a swap of two letters is one mistake. */
    corrected(word, limit = word.length < 8 ? 1 : word.length < 11 ? 2 : 3) {
      this.spellings ??= this._spellings();
      const letters = (one) => [...one].sort().join("");
      const boostDocument = (id) => (id[0] === word[0] ? 2 : 1) * (1 + Math.log(1 + this.find(stem(id)).size));
      for (let fuzzy = 1; fuzzy <= Math.max(2, limit); fuzzy++) {
        const near = this.spellings.search(word, { fuzzy, maxFuzzy: fuzzy, boostDocument }).map(({ id }) => id);
        const able = fuzzy > limit ? near.filter((id) => letters(id) === letters(word)) : near;
        if (able.length) return able.slice(0, 3);
      }
      return [];
    }

    /** Words of the site that look a little like those of a query of which nothing was found. */
    near(typed) {
      const list = words(typed).filter((word) => /^[a-z]{4,}$/.test(word));
      return [...new Set(list.flatMap((word) => this.corrected(word, Math.ceil(word.length / 3)).filter((other) => other[0] === word[0])))].slice(0, 4);
    }

    /** Every word of the site that is no abbreviation, for MiniSearch to find what is spelt nearly so. */
    _spellings() {
      const capitals = new Set(this.docs.flatMap(({ title, text }) => `${title} ${text}`.match(/\b[A-Z]{2,}\b/g) || []).map((word) => word.toLowerCase()));
      const all = new Set(this.docs.flatMap(linesOf).flat().filter((word) => /^[a-z]{3,}$/.test(word) && !STOP.has(word) && !capitals.has(word)));
      const mini = new window.MiniSearch({ fields: ["id"], tokenize: (word) => [word], processTerm: (word) => word });
      mini.addAll([...all].map((id) => ({ id })));
      return mini;
    }

    // ---- What is found -------------------------------------------------------------------------------------------

    /** What meets a word: id -> [score, how much of the word is met, whether a name meets it]. */
    _met({ ways, start }) {
      const met = new Map();
      const add = (id, score, part, named) => {
        const [most, whole, name] = met.get(id) || [0, 0, 0];
        met.set(id, [Math.max(score, most), Math.max(part, whole), Math.max(named, name)]);
      };
      ways.forEach(([tokens, weight]) => {
        const sums = new Map(); // id -> [score, tokens that it has]
        tokens.forEach((token) => this.find(token).forEach((score, id) => sums.set(id, [score + (sums.get(id)?.[0] || 0), 1 + (sums.get(id)?.[1] || 0)])));
        sums.forEach(([score, count], id) => {
          const part = count / tokens.length;
          if (part < 1 && weight < 1) return; // a part of a name is met only by what was typed itself
          add(id, (weight * part * score) / tokens.length, weight * part, tokens.every((token) => this.find(token, NAMES).has(id)) ? 1 : 0);
        });
      });
      if (start) this.find(start, { prefix: true }).forEach((score, id) => met.has(id) || add(id, BEGUN * score, BEGUN, 0));
      [...met].forEach(([id, [score, part]]) => {
        const { kind, page } = this.docs[id];
        if (kind === "section" || kind === "note") add(this.pageOf.get(page), INHERITED * score, INHERITED * part, 0);
      });
      return met;
    }

    /** What answers a query, in order: the documents, the tokens to mark in them, what the site does not have. */
    search(typed) {
      const meaning = typed.replace(MEANING, " ");
      const isMeaning = meaning !== typed && words(meaning).length > 0 && words(meaning).length < 4;
      const query = words((isMeaning ? meaning : typed).replace(/[?？]/g, " "));
      const wanted = this._wanted(query, typed);
      const sums = new Map(); // id -> [score, rarity of the words that it meets, of those that its names meet]
      let total = 0;
      wanted.forEach((one) => {
        const met = this._met(one);
        const weight = wanted.length > 1 && SAID.test(one.word) ? EVERYWHERE : one.weight || 1;
        one.rarity = (met.size ? weight : UNKNOWN * (one.weight || 1)) * Math.log(1 + (this.docs.length - met.size + 0.5) / (met.size + 0.5));
        one.tokens = new Set(one.ways.flatMap(([tokens]) => tokens));
        total += one.rarity;
        met.forEach(([score, part, named], id) => {
          const [value, covered, names] = sums.get(id) || [0, 0, 0];
          sums.set(id, [value + weight * score, covered + one.rarity * part, names + one.rarity * named]);
        });
      });
      const exact = new Set([query.join(""), key(query).replace(/ /g, "")].flatMap((name) => [...(this.called.get(name) || [])]));
      const found = [...sums].map(([id, [score, covered, named]]) => {
        const doc = this.docs[id];
        const value = score * (covered / total) ** COVERED * KINDS[doc.kind] * (exact.has(id) ? EXACT * KINDS[doc.kind] : 1);
        const asked = (isMeaning && doc.kind === "term") || (SITE.test(typed) && this.pages[doc.page][0].startsWith("about/"));
        return { doc, value: asked ? 1.5 * value : value, share: covered / total, named: named / total };
      });
      const top = found.sort((a, b) => b.value - a.value).slice(0, LOOKED_AT);
      top.forEach((one) => (one.value *= this._together(one.doc, wanted) * this._asKind(one, wanted)));
      this._giveWay(top);
      const marks = new Set(wanted.flatMap(({ tokens }) => [...tokens]));
      return { hits: this._mixed(top.filter(({ value }) => value > 0)), marks, missing: wanted.filter(({ isKnown }) => !isKnown), wanted, top };
    }

    /** What the words are worth for standing together: less where they are scattered over a text, more where they follow each other. */
    _together(doc, wanted) {
      if (wanted.length < 2) return 1;
      doc.lines ??= linesOf(doc).map((line) => line.filter((word) => !STOP.has(word)).flatMap((word) => ofWord(word)));
      const weigh = (some) => [...some].reduce((sum, one) => sum + one.rarity, 0);
      const titled = wanted.filter(({ tokens }) => doc.lines[0].some((token) => tokens.has(token)));
      const anywhere = new Set(titled);
      let [best, most] = [weigh(titled), 0];
      doc.lines.forEach((line) => {
        const last = new Map();
        let follows = 0;
        line.forEach((token, at) => {
          wanted.forEach((one, n) => {
            if (!one.tokens.has(token)) return;
            if (at - last.get(wanted[n - 1]) <= (token[0] === "@" ? 2 : 1)) follows++;
            last.set(one, at);
            anywhere.add(one);
            best = Math.max(best, weigh(new Set([...titled, ...[...last.keys()].filter((other) => at - last.get(other) < SENTENCE)])));
          });
        });
        most = Math.max(most, Math.min(1, follows / (wanted.length - 1)));
      });
      return (1 - SCATTERED * (1 - best / (weigh(anywhere) || 1))) * (1 + TOGETHER * most);
    }

    /** A row answers who named all that it is about; a source, who typed most of its title or who published it. */
    _asKind({ doc, share }, wanted) {
      const asks = (name) => words(name).every((word) => STOP.has(word) || wanted.some(({ tokens }) => tokens.has(ofWord(word)[0])));
      if (doc.kind === "source") {
        if (share < 0.8) return 0.5;
        return wanted.length > 1 && doc.told.some(asks) ? 2.2 : Math.min(2, 0.1 + 0.4 * wanted.length);
      }
      if (doc.kind !== "data") return 1;
      const isNumbered = wanted.some(({ word }) => isNumber(word));
      const named = doc.labels.filter(asks).length;
      if (share < 0.9 || wanted.every(({ word }) => /^(?:19|20)[0-9]{2}$/.test(word))) return 0;
      if (!isNumbered && !(doc.isLatest && named && wanted.length > 1)) return 0;
      return ((isNumbered ? 2 : 1) * (1 + (doc.year - 2020) / 200)) / (1 + doc.labels.length - named);
    }

    /** A page that is not called what was typed changes places with its part that says as much, unless that says little of it. */
    _giveWay(found) {
      found.forEach((one) => {
        if (one.doc.kind !== "page" || one.named > 0.98) return;
        const part = found.find(({ doc, share }) => doc.page === one.doc.page && /section|note|row/.test(doc.kind) && share > one.share - 0.1);
        const isLittle = part && one.named > 0.7 && part.value < 0.65 * one.value;
        if (part && part.value < one.value && !isLittle) [part.value, one.value] = [one.value, part.value];
      });
    }

    /** The best first, each further answer of one page a little later; lists of terms and sources are many pages in one. */
    _mixed(found) {
      const seen = new Map();
      const worth = ({ doc, value }) => value * AGAIN ** (seen.get(doc.page) || 0);
      const hits = [];
      while (found.length && hits.length < SHOWN) {
        const best = found.reduce((first, one) => (worth(one) > worth(first) ? one : first));
        found.splice(found.indexOf(best), 1);
        seen.set(best.doc.page, (seen.get(best.doc.page) || 0) + (/term|institution|source/.test(best.doc.kind) ? 0.2 : 1));
        hits.push(best.doc);
      }
      return hits;
    }
  }

  search.Engine = Engine;
})();
