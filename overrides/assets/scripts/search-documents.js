// The search: what can be found, as documents of MiniSearch: pages and their parts, entries, and the rows of the data
// series, which become documents here since the index holds them as columns, a fifth of the size. MIT licence.
(function () {
  "use strict";

  const search = window.refdeskSearch;
  const { SUBJECT, words, ofWord } = search;
  const BOOST = { title: 3, names: 2.5, told: 2.5, page: 1, text: 1 };
  const UNDER_PAGE = new Set(["section", "note", "claim", "event", "row"]); // the title of their page says what they are about
  const YEAR = /^(?:19|20)[0-9]{2}/;

  const slug = (key) => key.toLowerCase().replace(/[^0-9a-z\u3400-\u9fff]+/g, "-").replace(/^-|-$/g, "");

  /** The rows of a series, each under the title of the series and what tells it from the others. */
  function rows([page, keys, columns, place], pages) {
    const cells = columns.map(([, , lines]) => lines.split("\n"));
    return cells[0].map((_, at) => {
      const key = cells.slice(0, keys).map((column) => column[at]);
      const labels = key.map((part, n) => columns[n][3][part] || part).sort((a, b) => YEAR.test(a) - YEAR.test(b));
      const text = columns.slice(keys).map(([title, unit], n) => cells[keys + n][at] && `${title}: ${cells[keys + n][at]}${unit}`);
      const title = `${pages[page][1]} · ${labels.join(" ")}`;
      return { page, anchor: `row-${slug(key.join("/"))}`, kind: "data", title, text: text.filter(Boolean).join(" · "), names: [], told: [], labels: [...place.filter((name) => !SUBJECT.test(name)), ...labels] };
    });
  }

  /** Called by the index script. */
  search.load = function (index) {
    for (const [traditional, simple] of index.traditional.match(/../gu) || []) search.simplified.set(traditional, simple);
    const [pages, anchors, kinds, titles, texts, names, told] = index.entries;
    const listed = (line) => line.split("|").filter(Boolean);
    const entry = (page, at) => ({ page, anchor: anchors[at], kind: kinds[at], title: titles[at], text: texts[at], names: listed(names[at]), told: listed(told[at]) });
    const docs = [...pages.map(entry), ...index.tables.flatMap((table) => rows(table, index.pages))];
    const mini = new window.MiniSearch({
      fields: Object.keys(BOOST),
      extractField: (doc, field) => (field === "id" ? doc.id : doc.words[field]),
      stringifyField: (lines) => lines,
      tokenize: (lines) => lines.flatMap((line) => line.flatMap((word) => ofWord(word, true))),
      processTerm: (term) => term,
      searchOptions: { tokenize: (term) => [term], boost: BOOST },
    });
    docs.forEach((doc, id) => {
      const page = UNDER_PAGE.has(doc.kind) ? [words(index.pages[doc.page][1])] : [];
      Object.assign(doc, { id, words: { title: [words(doc.title)], names: doc.names.map(words), told: doc.told.map(words), text: [words(doc.text)], page } });
    });
    mini.addAll(docs);
    search.engine = new search.Engine(index, docs, mini);
    search.ready();
  };
})();
