// The explorer: its controls, table, downloads. MIT licence.
(function () {
  "use strict";
  const explorer = window.refdeskExplorer;
  const root = document.querySelector(".rd-explorer");
  const part = (name) => root.querySelector(`[data-part="${name}"]`);
  const make = (tag, properties, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };
  const SOURCES = 6; // in the line below the chart
  const LOST = 5; // names that are told of what is left out
  const LONG = 40; // letters of such a name
  const links = root.dataset.links.split(" ");
  explorer.pages = Object.fromEntries(
    root.dataset.names.split(" ").map((name, n) => [name, links[n]]),
  ); // of each series, and of the sources
  const facts = root.querySelector("[data-part=plain] table"); // of places that stand side by side
  let choice = explorer.readChoice(explorer.here());
  let shown;

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
  /** A table of rows of cells; whatever else stands in a row becomes a head. */
  function tableOf(caption, kind, [first, ...others]) {
    const head = (scope, one) => make("th", { scope }, ...(one.childNodes ?? [one]));
    const row = (scope, cells) =>
      make("tr", {}, ...cells.map((one) => (one.tagName === "TD" ? one : head(scope, one))));
    return make(
      "table",
      { className: `rd-table ${kind}` },
      make("caption", {}, caption),
      make("thead", {}, row("col", first)),
      make("tbody", {}, ...others.map((cells) => row("row", cells))),
    );
  }
  /** What is shown: of one year a row for each place; of several years, places across while they are few. */
  function figuresOf(what) {
    const { lines, title, unit, isOneYear } = what;
    const years = what.years.toReversed();
    let rows = [
      [_("Year"), ...lines.map(({ label }) => label)],
      ...years.map((year) => [year, ...lines.map((line) => cell(line, year, what))]),
    ];
    if (lines.length > 4) {
      rows = [
        [_("Place"), ...years],
        ...lines.map((line) => [line.label, ...years.map((year) => cell(line, year, what))]),
      ];
    }
    if (isOneYear) {
      rows = [
        [_("Place"), _("Year"), unit || _("Count")],
        ...lines.map((
          line,
        ) => [line.label, make("td", {}, line.end.year), cell(line, line.end.year, what)]),
      ];
    }
    return tableOf(
      unit ? explorer.fill(_("{title} ({unit})"), { title, unit }) : title,
      "rd-data",
      rows,
    );
  }
  /** Facts on places side by side; the page holds a row for each place. */
  function factsOf(names) {
    const rows = [...facts.rows].filter(({ dataset: { of } }) =>
      !explorer.isPlace(of) || names.includes(of)
    );
    // As a card on a phone, a cell says whose it is; in the table of all, of what it is.
    rows.forEach(({ cells, dataset: { of } }) => {
      [...cells].forEach((one) => {
        one.dataset.label = of;
      });
    });
    return tableOf(
      _("Facts, each with its sources"),
      "rd-stack",
      [...rows[0].cells].map((_, n) => rows.map(({ cells }) => cells[n].cloneNode(true))),
    );
  }

  /** The first of some names, and how many more there are. */
  function some(names, most, between) {
    const first = names.slice(0, most).join(between);
    return names.length > most
      ? first + explorer.fill(_(" and {count} more"), { count: names.length - most })
      : first;
  }
  /** What is left out of a choice, in a line: who writes an address may name anything. */
  function lostOf(names) {
    const short = names.map((name) => (name.length > LONG ? `${name.slice(0, LONG)}…` : name));
    return explorer.fill(_("Left out, since the data do not have it or no more fit: {names}."), {
      names: some(short, LOST, _(", ")),
    });
  }

  function sourcesOf(lines) {
    const newest = lines.flatMap(({ points }) => points).sort((a, b) => b.year - a.year);
    return [...new Map(newest.map(({ source }) => source))];
  }
  function sourceLine(found) {
    if (!found.length) return [];
    const links = found.slice(0, SOURCES).flatMap((
      [href, label],
      n,
    ) => [n ? _("; ") : "", make("a", { href }, label)]);
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
  const save = (form, blob) =>
    make("a", {
      href: URL.createObjectURL(blob),
      download: `from-0-to-1-${choice.m.replace(".", "-")}.${form}`,
    }).click();

  /** The chart as PNG, with its title, sources and address; its colours are written into it, for it has no style sheet. */
  async function picture() {
    const svg = part("plot").querySelector("svg");
    const copy = svg.cloneNode(true);
    const drawn = [...svg.querySelectorAll("*")];
    copy.querySelectorAll("*").forEach((one, n) =>
      STYLES.forEach((name) =>
        one.setAttribute(name, getComputedStyle(drawn[n]).getPropertyValue(name))
      )
    );
    const { width, height } = svg.viewBox.baseVal;
    const names = [...new Set(sourcesOf(shown.lines).map(([, label]) => label))];
    const told = names.length ? _("Sources: ") + some(names, 3, _("; ")) : "";
    const canvas = make("canvas", { width: 2 * (width + 32), height: 2 * (height + 100) });
    const pen = canvas.getContext("2d");
    const style = getComputedStyle(root);
    pen.scale(2, 2);
    pen.fillStyle = style.getPropertyValue("--rd-paper");
    pen.fillRect(0, 0, width + 32, height + 100);
    pen.fillStyle = style.color;
    [[26, "bold 16px", shown.title], [height + 58, "11px", told], [
      height + 74,
      "11px",
      location.href,
    ], [height + 90, "11px", _("From 0 to 1 · CC BY 4.0")]].forEach(function ([y, font, words]) {
      pen.font = `${font} ${style.fontFamily}`;
      pen.fillText(words, 16, y, width);
    });
    copy.setAttribute("width", width);
    copy.setAttribute("height", height);
    const image = make("img", {
      src: `data:image/svg+xml;charset=utf-8,${
        encodeURIComponent(new XMLSerializer().serializeToString(copy))
      }`,
    });
    await image.decode();
    pen.drawImage(image, 16, 38, width, height);
    return new Promise((done) => {
      canvas.toBlob(done, "image/png");
    });
  }

  async function copy(words) {
    const done = await navigator.clipboard?.writeText(words).then(() => true, () => false);
    part("voice").textContent = done ? _("Copied") : words; // where scripts may not copy, the reader can
  }

  const option = (value, words, selected) => make("option", { value, selected }, words);
  function showControls() {
    const measure = explorer.measures.get(choice.m);
    const { years } = measure.series;
    const views = explorer.views(measure);
    const names = new Set(explorer.chosen(choice));
    part("measure").value = choice.m;
    part("from").replaceChildren(
      option("", explorer.fill(_("first ({year})"), { year: years[0] }), !choice.from),
      ...years.map((year) => option(year, year, year === choice.from)),
    );
    part("to").replaceChildren(
      option("", explorer.fill(_("latest ({year})"), { year: years.at(-1) }), !choice.to),
      ...years.map((year) => option(year, year, year === choice.to)),
    );
    root.querySelectorAll("[name=rd-view]").forEach((radio) => {
      radio.checked = radio.value === choice.view;
      radio.closest("label").hidden = !views.includes(radio.value);
    });
    part("span").hidden = choice.view !== "lines";
    part("lines").hidden = choice.view === "map";
    part("index").checked = choice.index;
    part("index").closest("label").hidden = choice.view !== "lines" || !explorer.canIndex(measure);
    Object.assign(part("at"), {
      min: years[0],
      max: years.at(-1),
      value: choice.at || years.at(-1),
    });
    part("one-year").hidden = choice.view === "lines";
    part("year").textContent = measure.series.joined
      ? shown.last
      : explorer.fill(_("up to {year}"), { year: part("at").value });
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
    part("find").closest("label").hidden = offered.length < 10;
    filter();
  }
  function filter() {
    const asked = explorer.fold(window.refdeskQuery(part("find").value));
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
    if (facts) part("facts").replaceChildren(factsOf(explorer.chosen(choice)));
    part("sources").replaceChildren(...sourceLine(sourcesOf(shown.lines)));
    part("definition").textContent = measure.series.definition;
    const prices = measure.current_prices
      ? [_("Amounts are in current prices: a part of each rise is inflation.")]
      : [];
    part("limits").replaceChildren(
      ...[...measure.breaks.map(explorer.brokenAt), ...prices, ...measure.series.limits].map((
        words,
      ) => make("li", {}, words)),
    );
    part("series").href = explorer.pages[measure.series.id];
    part("csv").textContent = explorer.fill(_("CSV of what is shown ({count} rows)"), {
      count: explorer.csv(shown).count,
    });
    showControls();
  }
  function change(changed) {
    choice = { ...choice, lost: [], ...changed };
    show();
    explorer.keep(choice);
  }

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
    view: ({ value }) => change({ view: value, index: false }),
    index: ({ checked }) => change({ index: checked }),
    at: ({ value }) => change({ at: Number(value) }),
    places({ value }) {
      change({ places: [...part("places").querySelectorAll(":checked")].map((box) => box.value) });
      part("places").querySelector(`[value="${CSS.escape(value)}"]`).focus(); // the list is made anew
    },
  };
  const clicks = {
    all() {
      change({ places: explorer.ranked(explorer.measures.get(choice.m)).map(({ name }) => name) });
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
      const origin = document.querySelector("[data-sheet]")?.dataset.sheet ?? document.title;
      copy(
        explorer.fill(_("“{title}”. {place}"), {
          title: shown.title,
          place: `${origin.split(" \u00b7 http")[0]}. ${location.href} ${
            part("sources").textContent
          }`,
        }),
      );
    },
  };

  const groups = [...new Set(explorer.series.map(({ group }) => group))];
  part("measure").append(
    ...groups.map((label) =>
      make(
        "optgroup",
        { label },
        ...[...explorer.measures].filter(([, { series }]) => series.group === label)
          .map(([id, measure]) =>
            option(id, measure.unit ? explorer.fill(_("{title}, {unit}"), measure) : measure.title)
          ),
      )
    ),
  );
  root.addEventListener(
    "change",
    ({ target }) => changes[target.closest("[data-part]").dataset.part]?.(target),
  );
  root.addEventListener("click", function (event) {
    const button = event.target.closest("button[data-part]");
    const question = event.target.closest("[data-part=questions] a");
    if (button) clicks[button.dataset.part]();
    if (!question || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault(); // a question is an address of this page
    change(explorer.readChoice(new URL(question.href).search));
    part("title").scrollIntoView({ block: "nearest" });
  });
  part("at").addEventListener("input", ({ target }) => {
    choice = { ...choice, at: Number(target.value) };
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
