// The search: what can be found, what is looked for, and the order of what is found. Each word of a query can be met in
// several ways: as it stands, by what means the same, as pinyin, corrected. What meets more of the words comes first.
// MIT licence.
(function () {
  "use strict";
  const search = window.refdeskSearch;
  const { HAN, STOP, SUBJECT, words, ofWord, stem, key, joined, isNumber, collect } = search;
  const BOOST = { title: 3, names: 2.5, told: 2.5, text: 1 };
  const YEAR = /^(?:19|20)[0-9]{2}/;
  const KINDS = {
    page: 1.2,
    section: 1,
    term: 1.2,
    institution: 1,
    claim: 1,
    event: 0.8,
    source: 0.5,
    row: 0.8,
    note: 0.8,
    data: 2.2,
  };
  // What a word counts that is read or spelt in another way, and one that means the same or only begins so.
  const [OTHERWISE, NEARLY] = [0.85, 0.7];
  const COVERED = 3; // how steeply a text falls that lacks words of the query
  const EXACT = 4; // what is called just what was typed is the answer
  const [TOGETHER, NEAR] = [0.4, 8]; // words that follow each other as they were typed, within so many
  const [LOOKED_AT, SHOWN, REPLACED] = [60, 30, 0.95]; // a first estimate stands behind the figure that replaced it
  const UNNAMED = 0.5; // what a row counts for each place or year of its own that nobody named

  const ofStem = (word) => (HAN.test(word) || isNumber(word) ? ofWord(word) : [word]); // a stem has no ending to lose
  const called = (name) => joined(key(name.filter((word) => !SUBJECT.test(word))));
  const linesOf = (
    { words: { title, names, told, text } },
  ) => [...title, ...names, ...told, ...text];
  const tokenLines = (
    doc,
  ) => (doc.lines ??= linesOf(doc).map((line) =>
    line.filter((word) => !STOP.has(word)).flatMap((word) => ofWord(word))
  ));
  const slug = (key) =>
    key.toLowerCase().replace(/[^0-9a-z\u3400-\u9fff]+/g, "-").replace(/^-|-$/g, "");

  /** The rows of a series, each under the title of the series and what tells it from the others. */
  function rows([page, keys, columns, place, replaced], pages) {
    const cells = columns.map(([, , lines]) => lines.split("\n"));
    return cells[0].map((_, at) => {
      const key = cells.slice(0, keys).map((column) => column[at]);
      const labels = key.map((part, n) => columns[n][3][part] || part).sort((a, b) =>
        YEAR.test(a) - YEAR.test(b)
      );
      const text = columns.slice(keys).map(([title, unit], n) =>
        cells[keys + n][at] && `${title}: ${cells[keys + n][at]}${unit}`
      );
      const title = `${pages[page][1]} · ${labels.join(" ")}`;
      return {
        page,
        anchor: `row-${slug(key.join("/"))}`,
        kind: "data",
        title,
        text: text.filter(Boolean).join(" · "),
        names: [],
        told: [],
        isReplaced: replaced.includes(key.join("/")),
        labels: [...place.filter((name) => !SUBJECT.test(name)), ...labels],
      };
    });
  }

  /** What can be found: pages and their parts, entries, and rows, which the index holds as columns, a fifth of the size. */
  function documents(
    { entries: [pages, anchors, kinds, titles, texts, names, told], tables, pages: all },
  ) {
    const listed = (line) => line.split("|").filter(Boolean);
    const entry = (page, at) => ({
      page,
      anchor: anchors[at],
      kind: kinds[at],
      title: titles[at],
      text: texts[at],
      names: listed(names[at]),
      told: listed(told[at]),
    });
    const docs = [...pages.map(entry), ...tables.flatMap((table) => rows(table, all))];
    return docs.map((doc, id) => ({
      ...doc,
      id,
      words: {
        title: [words(doc.title)],
        names: doc.names.map(words),
        told: doc.told.map(words),
        text: [words(doc.text)],
      },
    }));
  }

  class Engine {
    constructor(index) {
      const docs = documents(index);
      const mini = new window.MiniSearch({
        fields: Object.keys(BOOST),
        extractField: (doc, field) => (field === "id" ? doc.id : doc.words[field]),
        stringifyField: (lines) => lines,
        tokenize: (lines) => lines.flatMap((line) => line.flatMap((word) => ofWord(word, true))),
        processTerm: (term) => term,
        searchOptions: { tokenize: (term) => [term], boost: BOOST },
      });
      mini.addAll(docs);
      Object.assign(this, { pages: index.pages, docs, mini, found: new Map(), called: new Map() });
      docs.forEach(({ id, kind, words: { title, names, told } }) => {
        const all = kind === "source" ? title : [...title, ...names, ...told];
        all.forEach((name) => collect(this.called, called(name), id));
      });
      this.chinese = new search.Chinese(index, docs, (pair) => this.has(ofWord(pair)));
      this.beside = index.beside.map((one) => this._beside(one));
    }

    /** A page that sets lines side by side: each line by its names, and the words that the page and its measure are called by. */
    _beside([page, measure, title, lines]) {
      const top = this.docs.find((doc) => doc.page === page);
      const tokens = (name) => words(name).flatMap((word) => ofWord(word));
      const named = lines.flatMap(([value, label, ...names]) =>
        [label, ...names].map((name) => [tokens(name).join(), [[label, value]]])
      );
      return {
        top,
        measure,
        lines: new Map(named),
        called: new Set([top.title, title, ...top.told].flatMap(tokens)),
      };
    }

    /** The documents that have some of the tokens, or words that begin so: id -> [score, how many of them]. */
    find(tokens, prefix = false) {
      const asked = tokens.join() + (prefix ? "…" : "");
      const search = () =>
        this.mini.search({ queries: tokens, prefix }).map((
          { id, score, queryTerms },
        ) => [id, [score, queryTerms.length]]);
      if (!this.found.has(asked)) this.found.set(asked, new Map(search()));
      return this.found.get(asked);
    }

    has = (tokens) => [...this.find(tokens).values()].some(([, count]) => count === tokens.length);

    /** The words of a query, each with the ways to meet it: [tokens, weight]. */
    _wanted(query, typed) {
      const kept = query.filter((word, at) =>
        !STOP.has(word) || (at && this.has([query[at - 1] + word]))
      ); // "Xi an"
      const cut = (run) =>
        (HAN.test(run) ? this.chinese.cut(run) : [run]).map((word) => ({
          run,
          word,
          ways: [[ofWord(word), 1]],
        }));
      const wanted = (kept.length ? kept : query).flatMap(cut);
      const isSound = (span) =>
        /^[a-z]{3,40}$/.test(span.join("")) && (span.length > 1 || !this.has([stem(span[0])]));
      const heard = (run) => [[ofWord(run), OTHERWISE], ...this._ways(run)];
      // Neighbouring words have the ways that all of them together have, the longest spans first.
      for (let at = 0; at < wanted.length; at++) {
        for (let end = Math.min(wanted.length, at + 8); end > at; end--) {
          const span = wanted.slice(at, end).map(({ word }) => word);
          const ways = [
            ...this._ways(key(span)),
            ...(isSound(span) ? this.chinese.heard(span.join("")).flatMap(heard) : []),
          ];
          wanted.slice(at, end).forEach((one) => one.ways.push(...ways));
          if (ways.length) at = end - 1;
        }
      }
      wanted.forEach((one, at) => this._else(one, at === wanted.length - 1, typed));
      return wanted;
    }

    _ways = (name) =>
      [...(this.chinese.meanings.get(joined(name)) ?? [])].map((
        one,
      ) => [one.split(" ").flatMap(ofStem), NEARLY]);

    /** For a word that the site does not have: as the beginning of one, corrected, as two. */
    _else(one, isLast, typed) {
      const { word } = one;
      one.isKnown = word.length < 2 || one.ways.some(([tokens]) => this.has(tokens)); // a character that is left over names nothing
      if (HAN.test(word) || isNumber(word)) return;
      if (isLast && word.length > 1) one.start = stem(word); // it is still being typed
      // Who writes capitals, or a syllable of pinyin, means just that.
      if (
        one.isKnown || new RegExp(`\\b${word.toUpperCase()}\\b`).test(typed) ||
        this.chinese.signs.has(word)
      ) return;
      this.spellings ??= this._spellings();
      const begun = this.spellings.search(word, { prefix: true }).map(({ id }) => id);
      one.isKnown = isLast && begun.length > 0; // so far
      one.instead =
        [begun, this.corrected(word), this.apart(word)].find(({ length }) => length)?.slice(0, 3) ??
          [];
      one.instead.forEach((other) => one.ways.push([other.split(" ").map(stem), OTHERWISE]));
    }

    /** The words of the site that are spelt most like one; a swap of two letters is one mistake. */
    corrected(word) {
      const [limit, letters] = [Math.floor(word.length / 4), (one) => [...one].sort().join("")];
      const boostDocument = (id) => 1 + Math.log(1 + this.find([stem(id)]).size);
      for (let fuzzy = 1; fuzzy <= Math.max(2, limit); fuzzy++) {
        const near = this.spellings.search(word, { fuzzy, maxFuzzy: fuzzy, boostDocument }).map((
          { id },
        ) => id);
        const able = near.filter((id) => fuzzy <= limit || letters(id) === letters(word));
        if (able.length) return able;
      }
      return [];
    }

    /** The pairs of words that a word may be if its blank was forgotten, both of them in one text. */
    apart(word) {
      const pairs = [...word].map((_, at) => [word.slice(0, at), word.slice(at)]).slice(3, -2);
      return pairs.filter((pair) => this.has(pair.map(stem))).map((pair) => pair.join(" "));
    }

    /** Every word of the site, for MiniSearch to find what is spelt nearly so. */
    _spellings() {
      const all = new Set(
        this.docs.flatMap(linesOf).flat().filter((word) => /^[a-z]{3,}$/.test(word)),
      );
      const mini = new window.MiniSearch({
        fields: ["id"],
        tokenize: (word) => [word],
        processTerm: (word) => word,
      });
      mini.addAll([...all].map((id) => ({ id })));
      return mini;
    }

    /** What sets the lines side by side that a query names, if it says nothing but how that page and its measure are called. */
    _sideBySide(wanted) {
      for (const { top, measure, lines, called } of this.beside) {
        const named = new Map(
          wanted.flatMap(({ ways }) => ways.flatMap(([tokens]) => lines.get(tokens.join()) ?? [])),
        );
        const isSaid = ({ ways }) =>
          ways.some(([tokens]) =>
            lines.has(tokens.join()) || tokens.every((token) => called.has(token))
          );
        const search = `m=${measure}&p=${[...named.values()].filter(Boolean).join("~")}`;
        if (named.size > 1 && wanted.every(isSaid)) {
          return [{ ...top, title: [top.title, ...named.keys()].join(" · "), search }];
        }
      }
      return [];
    }

    /** What meets a word: id -> [score, how much of the word is met]. */
    _met({ ways, start }) {
      const met = new Map();
      const add = (id, score, part) =>
        met.set(id, [
          Math.max(score, met.get(id)?.[0] ?? 0),
          Math.max(part, met.get(id)?.[1] ?? 0),
        ]);
      ways.forEach(([tokens, weight]) => {
        this.find(tokens).forEach(([score, count], id) => {
          // A part of a name is met only by what was typed itself.
          if (count === tokens.length || weight === 1) {
            add(id, (weight * score) / tokens.length ** 2, (weight * count) / tokens.length);
          }
        });
      });
      if (start) {
        this.find([start], true).forEach(([score], id) =>
          met.has(id) || add(id, NEARLY * score, NEARLY)
        );
      }
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
        const count = Math.min(...one.ways[0][0].map((token) => this.find([token]).size)) ||
          met.size;
        const rarity = Math.log(1 + (this.docs.length - count + 0.5) / (count + 0.5));
        one.tokens = new Set(one.ways.flatMap(([tokens]) => tokens));
        total += rarity;
        met.forEach(([score, part], id) => {
          const [value, covered] = sums.get(id) || [0, 0];
          sums.set(id, [value + score, covered + rarity * part]);
        });
      });
      const exact = this.called.get(called(query)) ?? new Set();
      const all = [...sums].map(([id, [score, covered]]) => {
        const [doc, share] = [this.docs[id], covered / total];
        return {
          doc,
          value: KINDS[doc.kind] * this._asKind(doc, wanted, share) * score * share ** COVERED *
            (exact.has(id) ? EXACT : 1),
        };
      });
      const beside = this._sideBySide(wanted);
      const found = all.filter(({ doc, value }) => value && doc.id !== beside[0]?.id);
      const best = (list, count) => list.sort((a, b) => b.value - a.value).slice(0, count);
      const top = best(found, LOOKED_AT);
      top.forEach((one) => (one.value *= this._together(one.doc, wanted)));
      const hits = [...beside, ...best(top, SHOWN - beside.length).map(({ doc }) => doc)];
      const marks = new Set(wanted.flatMap(({ tokens }) => [...tokens]));
      return {
        hits,
        count: found.length + beside.length,
        marks,
        missing: wanted.filter(({ run }) => !wanted.some((one) => one.run === run && one.isKnown)),
      };
    }

    /** What the words are worth for standing together: more for each two of them that follow each other as they were typed. */
    _together(doc, wanted) {
      const isBefore = (line, at, { tokens }) =>
        line.slice(Math.max(0, at - NEAR), at).some((token) => tokens.has(token));
      const follow = (one, next) =>
        tokenLines(doc).some((line) =>
          line.some((token, at) => next.tokens.has(token) && isBefore(line, at, one))
        );
      const pairs = wanted.slice(1).filter((next, at) => follow(wanted[at], next));
      return 1 + (TOGETHER * pairs.length) / Math.max(1, wanted.length - 1);
    }

    /** A row answers who named a number and all that it is about; a source, who typed several words, most of them its own. */
    _asKind(doc, wanted, share) {
      if (doc.kind === "source") return share < 0.8 ? 0.5 : Math.min(2, 0.1 + 0.4 * wanted.length);
      if (doc.kind !== "data") return 1;
      const asks = (name) =>
        words(name).every((word) =>
          STOP.has(word) || wanted.some(({ tokens }) => tokens.has(ofWord(word)[0]))
        );
      if (
        share < 0.7 || wanted.every(({ word }) => YEAR.test(word)) ||
        !wanted.some(({ word }) => isNumber(word))
      ) return 0;
      const named = doc.labels.filter(asks).length;
      return (doc.isReplaced ? REPLACED : 1) * (1 + named) * UNNAMED ** (doc.labels.length - named);
    }
  }

  /** Called by the index script. */
  search.load = function (index) {
    for (const [traditional, simple] of index.traditional.match(/../gu) || []) {
      search.simplified.set(traditional, simple);
    }
    search.engine = new Engine(index);
    search.ready();
  };
})();
