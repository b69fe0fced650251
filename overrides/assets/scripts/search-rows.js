// The search: rows of the data series. A query that names a year or a number finds the row that holds it: "Shandong 2023",
// "3.63 trillion", "basic research share 2024"; one that names what a row is about, and something that the series measures,
// finds the latest: "R&D intensity Xinjiang". A name alone leads to what tells about it, if anything does. MIT licence.
(function () {
  "use strict";

  const { words, text } = window.refdeskSearch;
  const { HAN, STOP, stem } = text;
  const YEAR = /^(?:19|20)[0-9]{2}$/;
  const NUMBER = /^[0-9]/;
  const SIZES = { million: 1e6, billion: 1e9, trillion: 1e12 };
  const MOST = 3; // rows of one series that answer a query
  // What a row is worth: less than an entry of the name that was typed, more when its whole key was named. A number by
  // itself stands in many rows; what is said about it comes first.
  const WORTH = 1.4;
  const KEY_WORTH = 1.5;
  const BY_NUMBER_ALONE = 0.5;
  const LATEST = 0.85;
  const TOLD = 0.55; // where a page tells about the place
  const MOST_LATEST = 2;

  const slug = (key) => key.toLowerCase().replace(/[^0-9a-z\u3400-\u9fff]+/g, "-").replace(/^-|-$/g, "");
  const stems = (line) => words(line).filter((word) => !NUMBER.test(word)).map(stem);
  const numbers = (line) => words(line).filter((word) => NUMBER.test(word)).map(plain);
  /** A number without needless noughts. */
  const plain = (word) => (/^[0-9.]+$/.test(word) ? String(Number(word)) : word);

  class Rows {
    /** `alike` gives the words that mean much the same as one; `isNamed`, whether something else has a name. */
    constructor(tables, pages, alike, isNamed) {
      this.tables = tables;
      this.pages = pages;
      this.alike = alike;
      this.isNamed = isNamed;
      this.holding = null; // number -> the rows that hold it
      this.latest = []; // of the rows that differ in their year alone, the last
    }

    /** The rows that hold every number of a query and answer to every other word of it: [[row, worth], …]. */
    find(list, soft) {
      const { typed, amounts, others } = read(list);
      const asked = others.filter((word) => !STOP.has(word) && !soft.has(word));
      const rest = asked.map((word) => new Set([word, ...this.alike(word)].map(stem)));
      if (!typed.length && !rest.length) return [];
      if (!rest.length && !amounts.length && typed.every((one) => YEAR.test(one))) return [];
      this.holding ??= this._read();
      const found = typed.length ? this._byNumber(typed, amounts, rest) : [];
      if (!found.length && rest.length && typed.every((one) => YEAR.test(one))) found.push(...this._byName(rest));
      found.sort((a, b) => b[1] - a[1]);
      const taken = new Map();
      return found.filter(([{ page }]) => taken.set(page, (taken.get(page) || 0) + 1).get(page) <= MOST);
    }

    _byNumber(typed, amounts, rest) {
      const [first, ...others] = typed.map((one, at) => this._holding(one, amounts[at]));
      const able = [...first].filter((row) => others.every((rows) => rows.has(row)) && answers(row, rest));
      return able.map((row) => {
        const has = (part) => part.numbers.some((one) => typed.includes(one)) || part.stems.some((one) => isIn(one, rest));
        const named = row.key.filter(has).length / row.key.length;
        return [row, named || rest.length ? WORTH + KEY_WORTH * named : BY_NUMBER_ALONE];
      });
    }

    /** The rows with a number as it was typed, or with an amount that comes to it when it is rounded. */
    _holding(one, amount) {
      const exact = this.holding.get(one) || new Set();
      if (!amount) return exact;
      const near = this.amounts.filter(([value]) => Math.abs(value - amount.value) <= amount.within).map(([, row]) => row);
      return new Set(near);
    }

    /** The latest rows about something that a query names: with what they measure, or a place of which no page tells. */
    _byName(rest) {
      const able = this.latest.filter((row) => answers(row, rest));
      const found = able.flatMap((row) => {
        const texts = row.key.filter((part) => part.stems.length);
        const named = texts.filter((part) => part.stems.every((one) => isIn(one, rest)));
        const measured = rest.filter((word) => !texts.some((part) => part.stems.some((one) => word.has(one)) || isIn(part.title, [word])));
        const isTold = named.some((part) => !part.isPlace || this.isNamed(part.words));
        if (!named.length || (!measured.length && isTold)) return [];
        return [[row, (isTold ? TOLD : LATEST) * (WORTH + (KEY_WORTH * named.length) / texts.length) + row.year / 1e4]];
      });
      found.sort((a, b) => b[1] - a[1]);
      return found.slice(0, MOST_LATEST);
    }

    _read() {
      const holding = new Map();
      this.amounts = []; // [amount, row]
      this.tables.forEach(([page, keys, columns]) => {
        const titles = columns.map(([title, unit]) => `${title} ${unit}`);
        const table = new Set(stems([this.pages[page][1], ...titles].join(" ")));
        const cells = columns.map(([, , lines]) => lines.split("\n"));
        const latest = new Map();
        cells[0].forEach((_, at) => {
          const line = cells.map((column) => column[at]);
          const row = this._row(page, table, line.slice(0, keys), line.slice(keys), columns);
          numbers([row.heading, ...line.slice(keys)].join(" ")).forEach((one) => {
            if (!holding.has(one)) holding.set(one, new Set());
            holding.get(one).add(row);
          });
          line.slice(keys).forEach((cell, n) => {
            const { [0]: amount } = read(words(`${cell} ${columns[keys + n][1]}`)).amounts;
            if (amount) this.amounts.push([amount.value, row]);
          });
          const about = row.key.map((part) => part.stems.join(" ")).join("/");
          if (row.year >= (latest.get(about)?.year ?? 0)) latest.set(about, row);
        });
        this.latest.push(...latest.values());
      });
      return holding;
    }

    /** A row, as something to show among the results. */
    _row(page, table, key, values, columns) {
      const named = columns.slice(key.length);
      const said = values.map((value, at) => value && `${named[at][0]}: ${[value, named[at][1]].filter(Boolean).join(" ")}`);
      const line = said.filter(Boolean).join(" · ");
      const labels = key.map((part, at) => columns[at][3]?.[part] || part);
      return {
        page, table, kind: "data", anchor: `row-${slug(key.join("/"))}`, heading: labels.join(", "), text: line, line,
        names: [], others: [], year: Number(key.find((part) => YEAR.test(part)) || 0),
        key: labels.map((part, at) => ({
          stems: stems(part), numbers: numbers(part), words: words(part), isPlace: Boolean(columns[at][4]), title: stem(columns[at][0].toLowerCase()),
        })),
      }; // prettier-ignore
    }
  }

  /** The numbers among words (years too), those of them that are amounts, and the other words. */
  function read(list) {
    const typed = [];
    const amounts = [];
    const others = [];
    list.forEach((word, at) => {
      const size = SIZES[word];
      if (size && at && NUMBER.test(list[at - 1])) {
        const number = plain(list[at - 1]);
        const places = (list[at - 1].split(".")[1] || "").length;
        const isRounded = number.length > 1 || list.some((other) => YEAR.test(other)); // one digit is exact, unless a year tells which row
        const within = isRounded ? 0.5001 * size * 10 ** -places : size * 1e-6;
        amounts[typed.length - 1] = { value: number * size, within };
      } else if (NUMBER.test(word)) typed.push(plain(word));
      else others.push(word);
    });
    return { typed, amounts, others };
  }

  const isIn = (one, rest) => rest.some((word) => word.has(one));

  /** Whether every word stands in the key of a row or in what the table measures. */
  function answers({ table, key }, rest) {
    return rest.every((word) => [...word].some((one) => table.has(one) || key.some((part) => part.stems.includes(one))));
  }

  window.refdeskSearch.Rows = Rows;
})();
