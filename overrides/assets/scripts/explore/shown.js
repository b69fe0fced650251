// The explorer: what a choice comes to. Lines of points, each with its source; a title, a headline, a CSV. MIT licence.
(function () {
  "use strict";
  const explorer = window.refdeskExplorer;
  // Lines in a colour, of four, with solid lines or with dashed ones and other marks; the others are grey.
  const COLOURED = 8;
  const QUOTED = /[",\n]/; // what a cell of a CSV holds that has to be quoted
  const NAMED = 4; // figures in the headline

  /**
   * Where the site describes a source, and its name.
   * @param {string} id
   * @returns {[string, string]}
   */
  const sourceOf = (id) => [`${explorer.pages.sources}#source-${id}`, explorer.sources[id] ?? id];
  explorer.brokenAt = (year) =>
    explorer.fill(_("No line runs from {before} to {year}: the figures are not alike."), {
      before: year - 1,
      year,
    });
  /**
   * The points of a line in some years. A point is joined to the one before where both may be compared.
   * @param {ExplorerLine} line
   * @param {Measure} measure
   * @param {number[]} years
   * @param {boolean} isIndex
   * @returns {Point[]}
   */
  function pointsOf(line, measure, years, isIndex) {
    const { series, breaks } = measure;
    const [page, row] = line.address.split("#");
    const all = line.years.map((year, n) => ({ year, n })).filter(({ year }) =>
      years.includes(year)
    );
    const first = all.length && line.values[all[0].n];
    return all.map(function ({ year, n }, order) {
      const raw = line.values[n];
      const early = line.early[year];
      const alike = !(breaks.includes(year) || early || line.early[year - 1] || !series.joined);
      return {
        year,
        raw,
        early,
        joined: alike && order > 0 && all[order - 1].year === year - 1,
        value: isIndex ? (100 * raw) / first : raw,
        source: sourceOf(explorer.texts[line.source[n]]),
        note: [
          early && _("Preliminary."),
          breaks.includes(year) && explorer.brokenAt(year),
          explorer.texts[line.note[n]],
        ].filter(Boolean).join(" "),
        address: `${explorer.pages[early || page]}#${row.replace("{year}", String(year))}`,
      };
    });
  }

  /** The names of the lines that are shown: those chosen, or the usual ones of the measure; a map shows all. */
  explorer.chosen = function (choice) {
    const measure = explorer.measureOf(choice.m);
    const ranked = explorer.ranked(measure).map(({ name }) => name);
    if (explorer.usual) {
      return [
        ...(choice.places.length ? choice.places : explorer.usual),
        ...ranked.filter((name) => !explorer.isPlace(name)),
      ];
    }
    if (choice.places.length && choice.view !== "map") return choice.places;
    if (choice.view !== "lines" || ranked.length <= COLOURED) return ranked;
    const first = measure.series.first.filter((name) => ranked.includes(name));
    return first.length ? first : ranked.slice(0, COLOURED);
  };

  /**
   * A line with its points in some years.
   * @param {string} name
   * @param {Choice} choice
   * @param {number[]} years
   * @returns {ShownLine}
   */
  function lineOf(name, choice, years) {
    const measure = explorer.measureOf(choice.m);
    const line = /** @type {ExplorerLine} */ (measure.lines.find((one) => one.name === name));
    const points = pointsOf(line, measure, years, choice.index)
      .filter(({ early }) => choice.view === "lines" || !early); // estimates do not rank
    const end = points.findLast(({ early }) => !early) ?? points[points.length - 1];
    return { ...line, points, end, colour: 0, dashed: false, mark: 0 };
  }

  /** All that the page shows of a choice. */
  explorer.shown = function (choice) {
    const measure = explorer.measureOf(choice.m);
    const { series } = measure;
    const isOneYear = choice.view !== "lines";
    const within = series.years.filter((year) => {
      if (isOneYear) return !choice.at || year <= choice.at;
      return year >= (choice.from ?? 0) && year <= (choice.to ?? Infinity);
    });
    const all = explorer.chosen(choice).map((name) => lineOf(name, choice, within));
    /** @param {number} year  The lines that have a figure of it. */
    const having = (year) =>
      all.filter(({ points }) => points.some((point) => point.year === year)).length;
    // Lines are ranked in a year of which most of them have a figure.
    const last = within.findLast((year) => having(year) * 2 > all.length) ??
      within[within.length - 1];
    // Of single years from many publications the last one found stands for each; else all are of one year.
    if (isOneYear) {
      all.forEach((line) => {
        line.points = line.points.slice(-1).filter(({ year }) => !series.joined || year === last);
      });
    }
    const lines = all.filter(({ points }) => points.length);
    if (isOneYear) lines.sort((a, b) => b.end.value - a.end.value);
    const years = within.filter(having);
    lines.forEach((line, n) =>
      Object.assign(line, {
        colour: n < COLOURED ? (n % 4) + 1 : 0,
        dashed: n >= 4 && n < COLOURED,
        mark: (n + Math.floor(n / 4)) % 4,
      })
    );
    const decimals = measure.lines.flatMap(({ values }) =>
      values.map((value) => String(value).split(".")[1]?.length ?? 0)
    );
    const digits = choice.index || !measure.unit ? 0 : Math.min(2, Math.max(...decimals));
    const useGrouping = document.documentElement.lang !== "zh";
    /** @param {number} value */
    const figure = (value) =>
      value.toLocaleString("en", {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
        useGrouping,
      });
    const unit = choice.index ? _("first year = 100") : measure.unit;
    const share = /^(.*?)(?:（%）|%)$/.exec(unit); // 占GDP比重（%）, 占全球%
    const [before, behind] = share ? [share[1], "%"] : ["", /^\w/.test(unit) ? ` ${unit}` : unit];
    /** @param {number} value  For a headline: below it stands of what it is. */
    const bare = (value) => figure(value) + (choice.index ? "" : behind);
    /** @param {number} value */
    const told = (value) => before + bare(value);
    /** @type {Found["said"]} */
    const said = (line, { year, value, early, source }) =>
      explorer.fill(
        early
          ? _("{line}, {year}: {value}, preliminary ({source})")
          : _("{line}, {year}: {value} ({source})"),
        { line: line.label, year, value: told(value), source: source[1] },
      );
    const found = {
      choice,
      measure,
      lines,
      years,
      last,
      unit,
      figure,
      bare,
      told,
      said,
      isOneYear,
    };
    return { ...found, title: titleOf(found), headline: headlineOf(found) };
  };

  /** @param {Found} found */
  function titleOf({ measure, lines, years, last, isOneYear }) {
    const { by, joined } = measure.series;
    const names = lines.length && lines.length <= NAMED
      ? _(": ") + lines.map(({ label }) => label).join(_(", "))
      : by && explorer.fill(_(", by {by}"), { by });
    const period = isOneYear
      ? (joined ? explorer.fill(_("{year}"), { year: last }) : _("last year found"))
      : explorer.fill(_("{first}–{last}"), { first: years[0], last: years[years.length - 1] });
    const when = lines.length ? explorer.fill(_(", {when}"), { when: period }) : "";
    return `${measure.title}${names}${when}`;
  }

  /**
   * The last figure of each line, the largest first; of one line alone its first figure, too. What is preliminary is
   * not told.
   * @param {Found} found
   */
  function headlineOf({ measure, lines, bare, isOneYear }) {
    const ends = lines.map(({ label, points: [first], end }) => ({ label, first, ...end }))
      .filter(({ early }) => !early)
      .sort((a, b) => b.value - a.value);
    if (!ends.length) return _("No figure was found for this choice.");
    if (ends.length === 1 && ends[0].first.year !== ends[0].year) {
      const [{ label, first, value, year }] = ends;
      return explorer.fill(_("{line}: {before} in {first}, {value} in {year}."), {
        line: label,
        before: bare(first.value),
        first: first.year,
        value: bare(value),
        year,
      });
    }
    const year = isOneYear && !measure.series.joined
      ? null
      : Math.max(...ends.map((end) => end.year));
    /** @param {{ label: string, value: number, year: number }} end */
    const words = (end) =>
      explorer.fill(end.year === year ? _("{line} {value}") : _("{line} {value} ({year})"), {
        line: end.label,
        value: bare(end.value),
        year: end.year,
      });
    const some = ends.length > NAMED
      ? [...ends.slice(0, NAMED - 1).map(words), _("… ") + words(ends[ends.length - 1])]
      : ends.map(words);
    const figures = some.join(_(", "));
    return year
      ? explorer.fill(_("{year}: {figures}."), { year, figures })
      : explorer.fill(_("{figures}."), { figures });
  }

  /** What is shown as CSV: each figure with its unit, source and note. */
  explorer.csv = function ({ lines, measure }) {
    /** @param {string | number} value */
    const quoted = (value) => {
      const text = String(value);
      return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    };
    const unit = measure.unit || _("count");
    const rows = lines.flatMap(({ label, points }) =>
      points.map(({ year, raw, source: [address, name], note }) => {
        const { href } = new URL(address, document.baseURI);
        return [label, year, raw, unit, name, href, note];
      })
    );
    const heads = [
      _("place"),
      _("year"),
      _("value"),
      _("unit"),
      _("source"),
      _("address of the source"),
      _("note"),
    ];
    return {
      count: rows.length,
      text: [heads, ...rows].map((row) => `${row.map(quoted).join(",")}\n`).join(""),
    };
  };
})();
