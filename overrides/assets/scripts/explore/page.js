// The explorer: its controls, table, downloads. MIT licence.
(function () {
  "use strict";
  const explorer = window.refdeskExplorer;
  const root = /** @type {HTMLElement} */ (document.querySelector(".rd-explorer"));
  /**
   * A part of the explorer that any element can be.
   * @param {string} name
   */
  const part = (name) => /** @type {HTMLElement} */ (root.querySelector(`[data-part="${name}"]`));
  /**
   * A part that holds a value.
   * @param {string} name
   */
  const field = (name) => /** @type {HTMLInputElement} */ (part(name));
  /**
   * @template {keyof HTMLElementTagNameMap} Tag
   * @param {Tag} tag
   * @param {Partial<HTMLElementTagNameMap[Tag]>} properties
   * @param {(Node | string)[]} children
   */
  const make = (tag, properties, ...children) => {
    const made = document.createElement(tag);
    Object.assign(made, properties);
    made.append(...children);
    return made;
  };
  const SOURCES = 6; // in the line below the chart
  const LOST = 5; // names that are told of what is left out
  const LONG = 40; // letters of such a name
  const { links = "", names = "" } = root.dataset;
  const addresses = links.split(" ");
  explorer.pages = Object.fromEntries(names.split(" ").map((name, n) => [name, addresses[n]]));
  /** Facts on places that stand side by side. @type {HTMLTableElement | null} */
  const facts = root.querySelector("[data-part=plain] table");
  let choice = explorer.readChoice(explorer.here());
  /** @type {Shown} */
  let shown;

  /** @type {(line: ShownLine, year: number, shown: Shown) => HTMLElement} */
  function cell(line, year, { figure }) {
    const point = line.points.find((one) => one.year === year);
    if (!point) return make("td", {}, "–");
    const title = [point.source[1], point.note].filter(Boolean).join(_(". "));
    return make(
      "td",
      {},
      make("a", { className: "rd-value", href: point.address, title }, figure(point.value)),
      point.early ? _(" (preliminary)") : "",
    );
  }
  /**
   * A table of rows of cells; whatever else stands in a row becomes a head.
   * @param {string} caption
   * @param {string} kind
   * @param {(HTMLElement | string)[][]} rows
   */
  function tableOf(caption, kind, [first, ...others]) {
    /** @type {(scope: string, content: HTMLElement | string) => HTMLElement} */
    const head = (scope, content) => {
      const children = typeof content === "string" ? [content] : content.childNodes;
      return make("th", { scope }, ...children);
    };
    /** @type {(scope: string, cells: (HTMLElement | string)[]) => HTMLElement} */
    const row = (scope, cells) =>
      make(
        "tr",
        {},
        ...cells.map((one) =>
          one instanceof HTMLElement && one.tagName === "TD" ? one : head(scope, one)
        ),
      );
    return make(
      "table",
      { className: `rd-table ${kind}` },
      make("caption", {}, caption),
      make("thead", {}, row("col", first)),
      make("tbody", {}, ...others.map((cells) => row("row", cells))),
    );
  }
  /**
   * What is shown: of one year a row for each place; of several years, places across while they are few.
   * @param {Shown} what
   */
  function figuresOf(what) {
    const { title, unit } = what;
    const caption = unit ? explorer.fill(_("{title} ({unit})"), { title, unit }) : title;
    return tableOf(caption, "rd-data", rowsOf(what));
  }
  /**
   * @param {Shown} what
   * @returns {(HTMLElement | string)[][]}
   */
  function rowsOf(what) {
    const { lines, unit, isOneYear } = what;
    const years = what.years.toReversed();
    if (isOneYear) {
      return [
        [_("Place"), _("Year"), unit || _("Count")],
        ...lines.map((line) => {
          const { year } = line.end;
          return [line.label, make("td", {}, String(year)), cell(line, year, what)];
        }),
      ];
    }
    if (lines.length > 4) {
      return [
        [_("Place"), ...years.map(String)],
        ...lines.map((line) => [line.label, ...years.map((year) => cell(line, year, what))]),
      ];
    }
    return [
      [_("Year"), ...lines.map(({ label }) => label)],
      ...years.map((year) => [String(year), ...lines.map((line) => cell(line, year, what))]),
    ];
  }
  /**
   * Facts on places side by side; the page holds a row for each place.
   * @param {HTMLTableElement} table
   * @param {string[]} places
   */
  function factsOf(table, places) {
    const rows = [...table.rows].filter(({ dataset: { of = "" } }) =>
      !explorer.isPlace(of) || places.includes(of)
    );
    // As a card on a phone, a cell says whose it is; in the table of all, of what it is.
    for (const { cells, dataset } of rows) {
      for (const one of cells) one.dataset.label = dataset.of;
    }
    /** @param {number} n  The cells of a column. */
    const column = (n) =>
      rows.map(({ cells }) => /** @type {HTMLElement} */ (cells[n].cloneNode(true)));
    const columns = [...rows[0].cells].map((_, n) => column(n));
    return tableOf(_("Facts, each with its sources"), "rd-stack", columns);
  }

  /**
   * The first of some names, and how many more there are.
   * @param {string[]} names
   * @param {number} most
   * @param {string} between
   */
  function some(names, most, between) {
    const first = names.slice(0, most).join(between);
    return names.length > most
      ? first + explorer.fill(_(" and {count} more"), { count: names.length - most })
      : first;
  }
  /**
   * What is left out of a choice, in a line: who writes an address may name anything.
   * @param {string[]} names
   */
  function lostOf(names) {
    const short = names.map((name) => (name.length > LONG ? `${name.slice(0, LONG)}…` : name));
    return explorer.fill(_("Left out, since the data do not have it or no more fit: {names}."), {
      names: some(short, LOST, _(", ")),
    });
  }

  /** @param {ShownLine[]} lines */
  function sourcesOf(lines) {
    const newest = lines.flatMap(({ points }) => points).sort((a, b) => b.year - a.year);
    return [...new Map(newest.map(({ source }) => source))];
  }
  /** @param {[address: string, name: string][]} found */
  function sourceLine(found) {
    if (!found.length) return [];
    const links = found.slice(0, SOURCES).flatMap(([href, label], n) => [
      n ? _("; ") : "",
      make("a", { href }, label),
    ]);
    const more = explorer.fill(_(" and {count} more, named at the figures and in the CSV."), {
      count: found.length - SOURCES,
    });
    return [
      found.length === 1 ? _("Source: ") : _("Sources: "),
      ...links,
      found.length > SOURCES ? more : _("."),
    ];
  }

  const STYLES = [
    "fill",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "font-family",
    "font-weight",
    "text-anchor",
  ];
  /** @type {(form: string, blob: Blob | null) => void} */
  const save = (form, blob) => {
    if (!blob) return;
    make("a", {
      href: URL.createObjectURL(blob),
      download: `from-0-to-1-${choice.m.replace(".", "-")}.${form}`,
    }).click();
  };

  /**
   * The chart as PNG, with its title, sources and address; its colours are written into it, for it has no style sheet.
   * @returns {Promise<Blob | null>}
   */
  async function picture() {
    const svg = /** @type {SVGSVGElement} */ (part("plot").querySelector("svg"));
    const copy = /** @type {SVGSVGElement} */ (svg.cloneNode(true));
    const drawn = [...svg.querySelectorAll("*")];
    copy.querySelectorAll("*").forEach((one, n) => {
      const style = getComputedStyle(drawn[n]);
      STYLES.forEach((name) => one.setAttribute(name, style.getPropertyValue(name)));
    });
    const { width, height } = svg.viewBox.baseVal;
    const names = [...new Set(sourcesOf(shown.lines).map(([, label]) => label))];
    const told = names.length ? _("Sources: ") + some(names, 3, _("; ")) : "";
    const canvas = make("canvas", { width: 2 * (width + 32), height: 2 * (height + 100) });
    const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    const style = getComputedStyle(root);
    pen.scale(2, 2);
    pen.fillStyle = style.getPropertyValue("--rd-paper");
    pen.fillRect(0, 0, width + 32, height + 100);
    pen.fillStyle = style.color;
    /** @type {(y: number, font: string, words: string) => void} */
    const write = (y, font, words) => {
      pen.font = `${font} ${style.fontFamily}`;
      pen.fillText(words, 16, y, width);
    };
    write(26, "bold 16px", shown.title);
    write(height + 58, "11px", told);
    write(height + 74, "11px", location.href);
    write(height + 90, "11px", _("From 0 to 1 · CC BY 4.0"));
    copy.setAttribute("width", String(width));
    copy.setAttribute("height", String(height));
    const drawing = encodeURIComponent(new XMLSerializer().serializeToString(copy));
    const image = make("img", { src: `data:image/svg+xml;charset=utf-8,${drawing}` });
    await image.decode();
    pen.drawImage(image, 16, 38, width, height);
    return new Promise((done) => {
      canvas.toBlob(done, "image/png");
    });
  }

  /** @param {string} words */
  async function copy(words) {
    const done = await navigator.clipboard?.writeText(words).then(() => true, () => false);
    part("voice").textContent = done ? _("Copied") : words; // where scripts may not copy, the reader can
  }

  /** @type {(value: string, words: string, selected?: boolean) => HTMLOptionElement} */
  const option = (value, words, selected = false) => make("option", { value, selected }, words);
  /** @type {(part: HTMLElement, isHidden: boolean) => void} */
  const hideLabel = (part, isHidden) => {
    const label = part.closest("label");
    if (label) label.hidden = isHidden;
  };
  function showControls() {
    const measure = explorer.measureOf(choice.m);
    const { years } = measure.series;
    const latest = years[years.length - 1];
    /** @param {number | null} chosen */
    const ofYears = (chosen) =>
      years.map((year) => option(String(year), String(year), year === chosen));
    const views = explorer.views(measure);
    const names = new Set(explorer.chosen(choice));
    field("measure").value = choice.m;
    part("from").replaceChildren(
      option("", explorer.fill(_("first ({year})"), { year: years[0] }), !choice.from),
      ...ofYears(choice.from),
    );
    part("to").replaceChildren(
      option("", explorer.fill(_("latest ({year})"), { year: latest }), !choice.to),
      ...ofYears(choice.to),
    );
    /** @type {NodeListOf<HTMLInputElement>} */
    const radios = root.querySelectorAll("[name=rd-view]");
    radios.forEach((radio) => {
      radio.checked = radio.value === choice.view;
      hideLabel(radio, !views.some((view) => view === radio.value));
    });
    part("span").hidden = choice.view !== "lines";
    part("lines").hidden = choice.view === "map";
    field("index").checked = choice.index;
    hideLabel(part("index"), choice.view !== "lines" || !explorer.canIndex(measure));
    Object.assign(part("at"), { min: years[0], max: latest, value: choice.at ?? latest });
    part("one-year").hidden = choice.view === "lines";
    part("year").textContent = measure.series.joined
      ? String(shown.last)
      : explorer.fill(_("up to {year}"), { year: field("at").value });
    part("view").hidden = views.length < 2 && !explorer.canIndex(measure);
    const offered = explorer.offered(measure);
    const { length } = offered.filter(({ name }) => names.has(name));
    part("places").replaceChildren(...offered.map(function ({ name, label }) {
      const checked = names.has(name);
      return make(
        "label",
        { title: explorer.tiles[name]?.[3] ?? "" },
        make("input", {
          type: "checkbox",
          value: name,
          checked,
          disabled: !checked && length >= explorer.most,
        }),
        ` ${label}`,
      );
    }));
    part("count").textContent = explorer.fill(
      explorer.usual ? _("{count} of {all}, at most {most}") : _("{count} of {all}"),
      { count: length, all: offered.length, most: explorer.most },
    );
    hideLabel(part("find"), offered.length < 10);
    filter();
  }
  function filter() {
    const asked = explorer.fold(window.refdeskQuery(field("find").value));
    part("places").querySelectorAll("label").forEach((label) => {
      label.hidden = !explorer.fold(`${label.textContent}|${label.title}`).includes(asked);
    });
  }
  function show() {
    const { measure } = (shown = explorer.shown(choice));
    part("title").textContent = shown.title;
    part("headline").textContent = shown.headline;
    part("lost").textContent = choice.lost.length ? lostOf(choice.lost) : "";
    explorer.draw(part("plot"), shown);
    part("table").replaceChildren(figuresOf(shown));
    if (facts) part("facts").replaceChildren(factsOf(facts, explorer.chosen(choice)));
    part("sources").replaceChildren(...sourceLine(sourcesOf(shown.lines)));
    part("definition").textContent = measure.series.definition;
    const prices = measure.current_prices
      ? [_("Amounts are in current prices: a part of each rise is inflation.")]
      : [];
    const limits = [...measure.breaks.map(explorer.brokenAt), ...prices, ...measure.series.limits];
    part("limits").replaceChildren(...limits.map((words) => make("li", {}, words)));
    const page = /** @type {HTMLAnchorElement} */ (part("series"));
    page.href = explorer.pages[measure.series.id];
    part("csv").textContent = explorer.fill(_("CSV of what is shown ({count} rows)"), {
      count: explorer.csv(shown).count,
    });
    showControls();
  }
  /** @param {Partial<Choice>} changed */
  function change(changed) {
    choice = { ...choice, lost: [], ...changed };
    show();
    explorer.keep(choice);
  }

  /** @type {Record<string, (field: HTMLInputElement) => void>} */
  const changes = {
    // What is chosen stays, as far as the other measure has it; but one line left of several is no comparison.
    measure({ value }) {
      const next = explorer.readChoice(explorer.addressOf({ ...choice, m: value }));
      change({
        ...next,
        places: next.places.length < Math.min(2, choice.places.length) ? [] : next.places,
        lost: [],
      });
    },
    from: ({ value }) => change(explorer.span(Number(value) || null, choice.to)),
    to: ({ value }) => change(explorer.span(choice.from, Number(value) || null)),
    view({ value }) {
      change({ view: /** @type {ExplorerView} */ (value), index: false });
    },
    index: ({ checked }) => change({ index: checked }),
    at: ({ value }) => change({ at: Number(value) }),
    places({ value }) {
      /** @type {NodeListOf<HTMLInputElement>} */
      const boxes = part("places").querySelectorAll(":checked");
      change({ places: [...boxes].map((box) => box.value) });
      /** @type {HTMLElement | null} */
      const again = part("places").querySelector(`[value="${CSS.escape(value)}"]`);
      again?.focus(); // the list is made anew
    },
  };
  /** @type {Record<string, () => void>} */
  const clicks = {
    all() {
      change({ places: explorer.ranked(explorer.measureOf(choice.m)).map(({ name }) => name) });
    },
    usual() {
      change({ places: [] });
    },
    csv() {
      save(
        "csv",
        new Blob(["\ufeff", explorer.csv(shown).text], { type: "text/csv;charset=utf-8" }),
      );
    },
    async png() {
      save("png", await picture());
    },
    link() {
      copy(location.href);
    },
    cite() {
      /** @type {HTMLElement | null} */
      const sheet = document.querySelector("[data-sheet]");
      const [origin] = (sheet?.dataset.sheet ?? document.title).split(" \u00b7 http");
      const sources = part("sources").textContent;
      copy(
        explorer.fill(_("“{title}”. {place}"), {
          title: shown.title,
          place: `${origin}. ${location.href} ${sources}`,
        }),
      );
    },
  };

  const groups = [...new Set(explorer.series.map(({ group }) => group))];
  const measures = [...explorer.measures.values()];
  part("measure").append(...groups.map(function (label) {
    const options = measures.filter(({ series }) => series.group === label)
      .map(({ id, title, unit }) =>
        option(id, unit ? explorer.fill(_("{title}, {unit}"), { title, unit }) : title)
      );
    return make("optgroup", { label }, ...options);
  }));
  root.addEventListener("change", function ({ target }) {
    const changed = /** @type {HTMLInputElement} */ (target);
    /** @type {HTMLElement | null} */
    const place = changed.closest("[data-part]");
    changes[place?.dataset.part ?? ""]?.(changed);
  });
  root.addEventListener("click", function (event) {
    const clicked = /** @type {Element} */ (event.target);
    /** @type {HTMLButtonElement | null} */
    const button = clicked.closest("button[data-part]");
    /** @type {HTMLAnchorElement | null} */
    const question = clicked.closest("[data-part=questions] a");
    if (button) clicks[button.dataset.part ?? ""]();
    if (!question || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault(); // a question is an address of this page
    change(explorer.readChoice(new URL(question.href).search));
    part("title").scrollIntoView({ block: "nearest" });
  });
  part("at").addEventListener("input", () => {
    choice = { ...choice, at: Number(field("at").value) };
    show();
  });
  part("find").addEventListener("input", filter);
  window.addEventListener("popstate", () => {
    choice = explorer.readChoice(explorer.here());
    show();
  });
  window.addEventListener("resize", () => explorer.draw(part("plot"), shown));
  part("plain").remove();
  part("tool").hidden = false;
  show();
})();
