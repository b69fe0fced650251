// The search: what can be found, what is looked for, and the order of what is found. Each word of a query can be met in
// several ways: as it stands, by what means the same, as pinyin, corrected. What meets more of the words comes first.
// MIT licence.
(function () {
  "use strict";
  const search = window.refdeskSearch;
  const { HAN, STOP, SUBJECT, words, ofWord, stem, key, joined, isNumber, collect } = search;
  /** @type {(keyof DocumentWords)[]} */
  const FIELDS = ["title", "names", "keywords", "text"];
  const BOOST = { title: 3, names: 2.5, keywords: 2.5, text: 1 };
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

  /** @param {string} word  A stem has no ending to lose. */
  const ofStem = (word) => HAN.test(word) || isNumber(word) ? ofWord(word) : [word];
  /** @param {string[]} name */
  const called = (name) => joined(key(name.filter((word) => !SUBJECT.test(word))));
  /** @param {SearchDocument} doc */
  const linesOf = (doc) => FIELDS.flatMap((field) => doc.words[field]);
  /** @param {string[]} line */
  const tokensOf = (line) => line.filter((word) => !STOP.has(word)).flatMap((word) => ofWord(word));
  /** @param {SearchDocument} doc */
  const tokenLines = (doc) => (doc.lines ??= linesOf(doc).map(tokensOf));
  /** @param {string} key */
  const slug = (key) =>
    key.toLowerCase().replace(/[^0-9a-z\u3400-\u9fff]+/g, "-").replace(/^-|-$/g, "");

  /**
   * The rows of a series, each under the title of the series and what tells it from the others.
   * @param {IndexedTable} table
   * @param {IndexedPage[]} pages
   */
  function rows({ page, place, keys, columns, replaced }, pages) {
    return keys[0].cells.map((_, at) => {
      const key = keys.map(({ cells }) => cells[at]);
      const labels = key.map((part, n) => keys[n].labels[part] || part);
      labels.sort((a, b) => Number(YEAR.test(a)) - Number(YEAR.test(b)));
      const text = columns.filter(({ cells }) => cells[at])
        .map(({ title, unit, cells }) => `${title}: ${cells[at]}${unit}`);
      return {
        page,
        anchor: `row-${slug(key.join("/"))}`,
        kind: /** @type {const} */ ("data"),
        title: `${pages[page].title} · ${labels.join(" ")}`,
        text: text.join(" · "),
        names: [],
        keywords: [],
        isReplaced: replaced.includes(key.join("/")),
        labels: [...place.filter((name) => !SUBJECT.test(name)), ...labels],
      };
    });
  }

  /**
   * What can be found: pages and their parts, entries, and rows. The index holds them as columns, a fifth of the size.
   * @param {SearchIndex} index
   * @returns {SearchDocument[]}
   */
  function documents({ entries, tables, pages }) {
    const found = entries.page.map((page, at) => ({
      page,
      anchor: entries.anchor[at],
      kind: entries.kind[at],
      title: entries.title[at],
      text: entries.text[at],
      names: entries.names[at],
      keywords: entries.keywords[at],
    }));
    const docs = [...found, ...tables.flatMap((table) => rows(table, pages))];
    return docs.map((doc, id) => ({
      ...doc,
      id,
      words: {
        title: [words(doc.title)],
        names: doc.names.map(words),
        keywords: doc.keywords.map(words),
        text: [words(doc.text)],
      },
    }));
  }

  /** @typedef {{ doc: SearchDocument, value: number }} Scored */

  class Engine {
    /** @param {SearchIndex} index */
    constructor(index) {
      this.pages = index.pages;
      this.docs = documents(index);
      /** @type {MiniSearch<SearchDocument, number>} */
      this.mini = new window.MiniSearch({
        fields: FIELDS,
        extractField: (doc, field) =>
          field === "id" ? doc.id : doc.words[/** @type {keyof DocumentWords} */ (field)],
        stringifyField: (lines) => lines,
        tokenize: (lines) => lines.flatMap((line) => line.flatMap((word) => ofWord(word, true))),
        processTerm: (term) => term,
        searchOptions: { tokenize: (term) => [term], boost: BOOST },
      });
      this.mini.addAll(this.docs);
      /** What was asked of `mini` before. @type {Map<string, Map<number, [number, number]>>} */
      this.found = new Map();
      /** A name -> the documents that are called so. @type {Map<string, Set<number>>} */
      this.called = new Map();
      this.docs.forEach(({ id, kind, words: { title, names, keywords } }) => {
        const all = kind === "source" ? title : [...title, ...names, ...keywords];
        all.forEach((name) => collect(this.called, called(name), id));
      });
      this.chinese = new search.Chinese(index, this.docs, (pair) => this.has(ofWord(pair)));
      this.beside = index.beside.map((measure) => this._beside(measure));
      /** @type {MiniSearch<{ id: string }, string> | undefined} */
      this.spellings = undefined;
    }

    /**
     * A page that sets lines side by side: each line by its names, and the words that the page and its measure are
     * called by.
     * @param {IndexedMeasure} measure
     */
    _beside({ page, measure, title, lines }) {
      const top = /** @type {SearchDocument} */ (this.docs.find((doc) => doc.page === page));
      /** @param {string} name */
      const tokens = (name) => words(name).flatMap((word) => ofWord(word));
      /** @type {Map<string, { label: string, value: string }>} */
      const named = new Map();
      for (const { value, label, names } of lines) {
        for (const name of [label, ...names]) named.set(tokens(name).join(), { label, value });
      }
      return {
        top,
        measure,
        lines: named,
        called: new Set([top.title, title, ...top.keywords].flatMap(tokens)),
      };
    }

    /**
     * The documents that have some of the tokens, or words that begin so: id -> [score, how many of them].
     * @param {string[]} tokens
     * @returns {Map<number, [score: number, count: number]>}
     */
    find(tokens, prefix = false) {
      const asked = tokens.join() + (prefix ? "…" : "");
      const known = this.found.get(asked);
      if (known) return known;
      /** @type {Map<number, [number, number]>} */
      const found = new Map();
      for (const { id, score, queryTerms } of this.mini.search({ queries: tokens, prefix })) {
        found.set(id, [score, queryTerms.length]);
      }
      this.found.set(asked, found);
      return found;
    }

    /** @param {string[]} tokens */
    has = (tokens) => [...this.find(tokens).values()].some(([, count]) => count === tokens.length);

    /**
     * The words of a query, each with the ways to meet it.
     * @param {string[]} query
     * @param {string} typed
     */
    _wanted(query, typed) {
      const kept = query.filter((word, at) =>
        !STOP.has(word) || (at && this.has([query[at - 1] + word])) // "Xi an"
      );
      const wanted = (kept.length ? kept : query).flatMap((run) => this._cut(run));
      // Neighbouring words have the ways that all of them together have, the longest spans first.
      for (let at = 0; at < wanted.length; at++) {
        for (let end = Math.min(wanted.length, at + 8); end > at; end--) {
          const span = wanted.slice(at, end);
          const ways = this._joint(span.map(({ word }) => word));
          span.forEach((one) => one.ways.push(...ways));
          if (ways.length) at = end - 1;
        }
      }
      wanted.forEach((one, at) => this._else(one, at === wanted.length - 1, typed));
      wanted.forEach((one) => {
        one.tokens = new Set(one.ways.flatMap(([tokens]) => tokens));
      });
      return wanted;
    }

    /**
     * The words of a run, each with the way that it is written itself.
     * @param {string} run
     * @returns {WantedWord[]}
     */
    _cut(run) {
      const cut = HAN.test(run) ? this.chinese.cut(run) : [run];
      return cut.map((word) => ({
        run,
        word,
        ways: [[ofWord(word), 1]],
        tokens: new Set(),
        isKnown: false,
      }));
    }

    /**
     * What neighbouring words mean together, or the Chinese that is read so.
     * @param {string[]} span
     */
    _joint(span) {
      const letters = span.join("");
      const isSound = /^[a-z]{3,40}$/.test(letters) &&
        (span.length > 1 || !this.has([stem(span[0])]));
      const heard = isSound ? this.chinese.heard(letters) : [];
      /** @type {(run: string) => Way[]} */
      const waysOf = (run) => [[ofWord(run), OTHERWISE], ...this._meanings(run)];
      return [...this._meanings(key(span)), ...heard.flatMap(waysOf)];
    }

    /**
     * The ways to meet a name by what means the same.
     * @param {string} name
     * @returns {Way[]}
     */
    _meanings(name) {
      const meanings = [...(this.chinese.meanings.get(joined(name)) ?? [])];
      return meanings.map((meaning) => [meaning.split(" ").flatMap(ofStem), NEARLY]);
    }

    /**
     * For a word that the site does not have: as the beginning of one, corrected, as two.
     * @param {WantedWord} wanted
     * @param {boolean} isLast
     * @param {string} typed
     */
    _else(wanted, isLast, typed) {
      const { word, ways } = wanted;
      // A character that is left over names nothing.
      wanted.isKnown = word.length < 2 || ways.some(([tokens]) => this.has(tokens));
      if (HAN.test(word) || isNumber(word)) return;
      if (isLast && word.length > 1) wanted.start = stem(word); // it is still being typed
      // Who writes capitals, or a syllable of pinyin, means just that.
      const isCapital = new RegExp(`\\b${word.toUpperCase()}\\b`).test(typed);
      if (wanted.isKnown || isCapital || this.chinese.signs.has(word)) return;
      const spellings = this.spellings ??= this._spellings();
      const begun = spellings.search(word, { prefix: true }).map(({ id }) => id);
      wanted.isKnown = isLast && begun.length > 0; // so far
      const others = [begun, this.corrected(word), this.apart(word)];
      wanted.instead = others.find(({ length }) => length)?.slice(0, 3) ?? [];
      wanted.instead.forEach((other) => ways.push([other.split(" ").map(stem), OTHERWISE]));
    }

    /**
     * The words of the site that are spelt most like one; a swap of two letters is one mistake.
     * @param {string} word
     */
    corrected(word) {
      const spellings = this.spellings ??= this._spellings();
      const limit = Math.floor(word.length / 4);
      /** @param {string} spelt */
      const letters = (spelt) => [...spelt].sort().join("");
      /** @param {string} id */
      const boostDocument = (id) => 1 + Math.log(1 + this.find([stem(id)]).size);
      for (let fuzzy = 1; fuzzy <= Math.max(2, limit); fuzzy++) {
        const near = spellings.search(word, { fuzzy, maxFuzzy: fuzzy, boostDocument });
        const able = near.map(({ id }) => id)
          .filter((id) => fuzzy <= limit || letters(id) === letters(word));
        if (able.length) return able;
      }
      return [];
    }

    /**
     * The pairs of words that a word may be if its blank was forgotten, both of them in one text.
     * @param {string} word
     */
    apart(word) {
      const pairs = [...word].map((_, at) => [word.slice(0, at), word.slice(at)]).slice(3, -2);
      return pairs.filter((pair) => this.has(pair.map(stem))).map((pair) => pair.join(" "));
    }

    /** Every word of the site, for MiniSearch to find what is spelt nearly so. */
    _spellings() {
      const all = this.docs.flatMap(linesOf).flat().filter((word) => /^[a-z]{3,}$/.test(word));
      /** @type {MiniSearch<{ id: string }, string>} */
      const mini = new window.MiniSearch({
        fields: ["id"],
        tokenize: (word) => [word],
        processTerm: (word) => word,
      });
      mini.addAll([...new Set(all)].map((id) => ({ id })));
      return mini;
    }

    /**
     * What sets the lines side by side that a query names, if it says nothing but how that page and its measure are
     * called.
     * @param {WantedWord[]} wanted
     * @returns {SearchDocument[]}
     */
    _sideBySide(wanted) {
      for (const { top, measure, lines, called } of this.beside) {
        /** @type {Map<string, string>} */
        const named = new Map();
        for (const [tokens] of wanted.flatMap(({ ways }) => ways)) {
          const line = lines.get(tokens.join());
          if (line) named.set(line.label, line.value);
        }
        /** @param {WantedWord} word */
        const isSaid = ({ ways }) =>
          ways.some(([tokens]) =>
            lines.has(tokens.join()) || tokens.every((token) => called.has(token))
          );
        if (named.size > 1 && wanted.every(isSaid)) {
          const title = [top.title, ...named.keys()].join(" · ");
          const search = `m=${measure}&p=${[...named.values()].filter(Boolean).join("~")}`;
          return [{ ...top, title, search }];
        }
      }
      return [];
    }

    /**
     * What meets a word: id -> [score, how much of the word is met].
     * @param {WantedWord} wanted
     */
    _met({ ways, start }) {
      /** @type {Map<number, [score: number, part: number]>} */
      const met = new Map();
      /** @type {(id: number, score: number, part: number) => void} */
      const add = (id, score, part) => {
        const [highest, most] = met.get(id) ?? [0, 0];
        met.set(id, [Math.max(score, highest), Math.max(part, most)]);
      };
      ways.forEach(([tokens, weight]) => {
        this.find(tokens).forEach(([score, count], id) => {
          // A part of a name is met only by what was typed itself.
          if (count === tokens.length || weight === 1) {
            add(id, (weight * score) / tokens.length ** 2, (weight * count) / tokens.length);
          }
        });
      });
      if (start) {
        this.find([start], true).forEach(([score], id) => {
          if (!met.has(id)) add(id, NEARLY * score, NEARLY);
        });
      }
      return met;
    }

    /**
     * What answers a query, in order: the documents, the tokens to mark in them, what the site does not have.
     * @param {string} typed
     * @returns {SearchAnswer}
     */
    search(typed) {
      const query = words(typed);
      const wanted = this._wanted(query, typed);
      const beside = this._sideBySide(wanted);
      const found = this._scored(wanted, called(query))
        .filter(({ doc, value }) => value && doc.id !== beside[0]?.id);
      /** @type {(list: Scored[], count: number) => Scored[]} */
      const best = (list, count) => list.sort((a, b) => b.value - a.value).slice(0, count);
      const top = best(found, LOOKED_AT);
      top.forEach((one) => {
        one.value *= this._together(one.doc, wanted);
      });
      const missing = wanted.filter(({ run }) =>
        !wanted.some((one) => one.run === run && one.isKnown)
      );
      return {
        hits: [...beside, ...best(top, SHOWN - beside.length).map(({ doc }) => doc)],
        count: found.length + beside.length,
        marks: new Set(wanted.flatMap(({ tokens }) => [...tokens])),
        missing,
      };
    }

    /**
     * Every document that meets some word, with what it is worth.
     * @param {WantedWord[]} wanted
     * @param {string} name  the query as a name
     * @returns {Scored[]}
     */
    _scored(wanted, name) {
      /**
       * id -> [score, rarity of the words that it meets, as much as it meets them]
       * @type {Map<number, [score: number, covered: number]>}
       */
      const sums = new Map();
      let total = 0;
      wanted.forEach((one) => {
        const met = this._met(one);
        // A word is as rare as it stands itself, however many other words mean the same.
        const [[tokens]] = one.ways;
        const count = Math.min(...tokens.map((token) => this.find([token]).size)) || met.size;
        const rarity = Math.log(1 + (this.docs.length - count + 0.5) / (count + 0.5));
        total += rarity;
        met.forEach(([score, part], id) => {
          const [value, covered] = sums.get(id) ?? [0, 0];
          sums.set(id, [value + score, covered + rarity * part]);
        });
      });
      const exact = this.called.get(name);
      return [...sums].map(([id, [score, covered]]) => {
        const doc = this.docs[id];
        const share = covered / total;
        const ofKind = KINDS[doc.kind] * this._asKind(doc, wanted, share);
        return { doc, value: ofKind * score * share ** COVERED * (exact?.has(id) ? EXACT : 1) };
      });
    }

    /**
     * What the words are worth for standing together: more for each two of them that follow each other as they were
     * typed.
     * @param {SearchDocument} doc
     * @param {WantedWord[]} wanted
     */
    _together(doc, wanted) {
      /** @type {(line: string[], at: number, word: WantedWord) => boolean} */
      const isBefore = (line, at, { tokens }) =>
        line.slice(Math.max(0, at - NEAR), at).some((token) => tokens.has(token));
      /** @type {(one: WantedWord, next: WantedWord) => boolean} */
      const follow = (one, next) =>
        tokenLines(doc).some((line) =>
          line.some((token, at) => next.tokens.has(token) && isBefore(line, at, one))
        );
      const pairs = wanted.slice(1).filter((next, at) => follow(wanted[at], next));
      return 1 + (TOGETHER * pairs.length) / Math.max(1, wanted.length - 1);
    }

    /**
     * A row answers who named a number and all that it is about; a source, who typed several words, most of them its
     * own.
     * @param {SearchDocument} doc
     * @param {WantedWord[]} wanted
     * @param {number} share
     */
    _asKind(doc, wanted, share) {
      if (doc.kind === "source") return share < 0.8 ? 0.5 : Math.min(2, 0.1 + 0.4 * wanted.length);
      if (!doc.labels) return 1;
      const isOfYears = wanted.every(({ word }) => YEAR.test(word));
      if (share < 0.7 || isOfYears || !wanted.some(({ word }) => isNumber(word))) return 0;
      /** @param {string} word */
      const isAsked = (word) => wanted.some(({ tokens }) => tokens.has(ofWord(word)[0]));
      const named =
        doc.labels.filter((label) => words(label).every((word) => STOP.has(word) || isAsked(word)))
          .length;
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
