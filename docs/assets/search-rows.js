// The search: rows of the data series. A query that names a year or a number finds the row that holds it: "Shandong 2023",
// "basic research share 2024". Without one, rows are left alone: a name alone leads to what tells about it. MIT licence.
(function () {
  "use strict";

  const { words, text } = window.refdeskSearch;
  const { STOP, stem } = text;
  const YEAR = /^(?:19|20)[0-9]{2}$/;
  const NUMBER = /^[0-9]/;
  const MOST = 3; // rows of one series that answer a query
  // What a row is worth: less than an entry of the name that was typed, more when its whole key was named. A number by
  // itself stands in many rows; what is said about it comes first.
  const WORTH = 1.4;
  const KEY_WORTH = 1.5;
  const BY_NUMBER_ALONE = 0.5;

  const slug = (key) => key.toLowerCase().replace(/[^0-9a-z\u3400-\u9fff]+/g, "-").replace(/^-|-$/g, "");
  const stems = (line) => words(line).filter((word) => !NUMBER.test(word)).map(stem);
  const numbers = (line) => words(line).filter((word) => NUMBER.test(word)).map(plain);
  /** A number without needless noughts. */
  const plain = (word) => (/^[0-9.]+$/.test(word) ? String(Number(word)) : word);

  class Rows {
    constructor(tables, pages) {
      this.tables = tables;
      this.pages = pages;
      this.holding = null; // number -> the rows that hold it
    }

    /** The rows that hold every number of a query and answer to every other word of it: [[row, worth], …]. */
    find(list, soft) {
      const typed = [...new Set(list.filter((word) => NUMBER.test(word)).map(plain))];
      if (!typed.length) return [];
      const rest = list.filter((word) => !NUMBER.test(word) && !STOP.has(word) && !soft.has(word)).map(stem);
      if (!rest.length && typed.every((one) => YEAR.test(one))) return [];
      this.holding ??= this._read();
      const [first, ...others] = typed.map((one) => this.holding.get(one) || new Set());
      const able = [...first].filter((row) => others.every((rows) => rows.has(row)) && this._answers(row, rest));
      const found = able.map((row) => {
        const named = this._named(row, typed, rest);
        return [row, named || rest.length ? WORTH + KEY_WORTH * named : BY_NUMBER_ALONE];
      });
      found.sort((a, b) => b[1] - a[1]);
      const taken = new Map();
      return found.filter(([{ page }]) => taken.set(page, (taken.get(page) || 0) + 1).get(page) <= MOST);
    }

    _answers({ table, key }, rest) {
      return rest.every((word) => table.has(word) || key.some((part) => part.stems.includes(word)));
    }

    /** How much of the key of a row was typed. */
    _named({ key }, typed, rest) {
      const has = (part) => part.numbers.some((one) => typed.includes(one)) || part.stems.some((one) => rest.includes(one));
      return key.filter(has).length / key.length;
    }

    _read() {
      const holding = new Map();
      this.tables.forEach(([page, keys, columns]) => {
        const titles = columns.map(([title, unit]) => `${title} ${unit}`);
        const table = new Set(stems([this.pages[page][1], ...titles].join(" ")));
        const cells = columns.map(([, , lines]) => lines.split("\n"));
        cells[0].forEach((_, at) => {
          const line = cells.map((column) => column[at]);
          const row = this._row(page, table, line.slice(0, keys), line.slice(keys), columns.slice(keys));
          numbers(line.join(" ")).forEach((one) => {
            if (!holding.has(one)) holding.set(one, new Set());
            holding.get(one).add(row);
          });
        });
      });
      return holding;
    }

    /** A row, as something to show among the results. */
    _row(page, table, key, values, columns) {
      const said = values.map((value, at) => value && `${columns[at][0]}: ${[value, columns[at][1]].filter(Boolean).join(" ")}`);
      const line = said.filter(Boolean).join(" · ");
      return {
        page, table, kind: "data", anchor: `row-${slug(key.join("/"))}`, heading: key.join(", "), text: line, line,
        names: [], others: [], key: key.map((part) => ({ stems: stems(part), numbers: numbers(part) })),
      }; // prettier-ignore
    }
  }

  window.refdeskSearch.Rows = Rows;
})();
