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
  const fold = (words) => words.normalize("NFD").replace(/\p{M}|[\s'’]/gu, "").toLowerCase();
  const SOURCES = 6; // in the line below the chart
  explorer.pages = JSON.parse(root.dataset.pages); // of each series, and of the sources
  const heads = [...root.querySelectorAll("[data-part=plain] thead th")].map((head) => head.textContent);
  const facts = new Map([...root.querySelectorAll("[data-of]")].map((row) => [row.dataset.of, row]));
  let choice = explorer.readChoice(explorer.here());
  let shown;

  function cell(line, year, { figure }) {
    const point = line.points.find((one) => one.year === year);
    if (!point) return make("td", { className: "rd-number" }, "–");
    const about = [point.source[1], point.note].filter(Boolean).join(". ");
    return make("td", { className: "rd-number" }, make("a", { className: "rd-value", href: point.address, title: about }, figure(point.value)));
  }
  /** What is shown, as a table: of one year a row for each place; of several years, places across while they are few. */
  function table(what) {
    const { lines, years, title, unit, isOneYear } = what;
    const head = (scope, words, n) => make("th", { scope, className: scope === "col" && n ? "rd-number" : "" }, String(words));
    const newest = years.toReversed();
    const row = ({ label, points }, cells) => [head("row", label), ...cells(points)];
    let heads = ["Year", ...lines.map(({ label }) => label)];
    let rows = newest.map((year) => [head("row", year), ...lines.map((line) => cell(line, year, what))]);
    if (isOneYear) {
      heads = ["Place", "Year", unit || "Count"];
      rows = lines.map((line) => row(line, ([{ year }]) => [make("td", { className: "rd-number" }, String(year)), cell(line, year, what)]));
    } else if (lines.length > 4) {
      heads = ["Place", ...newest];
      rows = lines.map((line) => row(line, () => newest.map((year) => cell(line, year, what))));
    }
    return make("table", { className: "rd-table rd-data" }, make("caption", {}, unit ? `${title} (${unit})` : title),
      make("thead", {}, make("tr", {}, ...heads.map((words, n) => head("col", words, n)))), make("tbody", {}, ...rows.map((cells) => make("tr", {}, ...cells))));
  }

  /** The facts of places that stand side by side, which the page holds as a row for each place. */
  function factsOf(names) {
    const rows = [...names.filter(explorer.isPlace), ...[...facts.keys()].filter((name) => !explorer.isPlace(name))].map((name) => facts.get(name));
    const cell = (tag, row, n, properties) => {
      const made = make(tag, properties, ...row.cells[n].cloneNode(true).childNodes);
      if (tag === "td") made.dataset.label = row.dataset.of;
      return made;
    };
    return make("table", { className: "rd-table rd-stack" }, make("caption", {}, "Facts, each with its sources"),
      make("thead", {}, make("tr", {}, make("td", {}), ...rows.map((row) => cell("th", row, 0, { scope: "col" })))),
      make("tbody", {}, ...heads.slice(1).map((head, n) => make("tr", {}, make("th", { scope: "row" }, head), ...rows.map((row) => cell("td", row, n + 1))))));
  }

  function sourcesOf(lines) {
    const newest = lines.flatMap(({ points }) => points).sort((a, b) => b.year - a.year);
    return [...new Map(newest.map(({ source }) => source))];
  }
  function sourceLine(found) {
    const links = found.slice(0, SOURCES).flatMap(([id, label], n) => [n ? "; " : "", make("a", { href: `${explorer.pages.sources}#source-${id}` }, label)]);
    return [found.length === 1 ? "Source: " : "Sources: ", ...links, found.length > SOURCES ? ` and ${found.length - SOURCES} more, named at the figures and in the CSV.` : "."];
  }

  // --- downloads ---

  function save(name, blob) {
    const link = make("a", { href: URL.createObjectURL(blob), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }
  const fileName = () => `from-0-to-1-${choice.m.replace(".", "-")}`;
  const STYLES = ["fill", "stroke", "stroke-width", "stroke-dasharray", "font-weight", "text-anchor"];

  /** The chart as PNG, with its title, sources and address; its colours are written into it, for it has no style sheet. */
  async function picture() {
    const svg = part("plot").querySelector("svg");
    const copy = svg.cloneNode(true);
    const drawn = [...svg.querySelectorAll("*")];
    copy.querySelectorAll("*").forEach((one, n) => STYLES.forEach((name) => one.setAttribute(name, getComputedStyle(drawn[n]).getPropertyValue(name))));
    const { width, height } = svg.viewBox.baseVal;
    const names = [...new Set(sourcesOf(shown.lines).map(([, label]) => label))];
    const told = `Sources: ${names.slice(0, 3).join("; ")}${names.length > 3 ? ` and ${names.length - 3} more` : ""}`;
    const canvas = make("canvas", { width: 2 * (width + 32), height: 2 * (height + 100) });
    const pen = canvas.getContext("2d");
    const style = getComputedStyle(document.body);
    pen.scale(2, 2);
    pen.fillStyle = getComputedStyle(root).getPropertyValue("--rd-paper");
    pen.fillRect(0, 0, width + 32, height + 100);
    pen.fillStyle = getComputedStyle(root).color;
    [[26, "bold 16px", shown.title], [height + 58, "11px", told], [height + 74, "11px", location.href], [height + 90, "11px", "From 0 to 1 · CC BY 4.0"]].forEach(function ([y, font, words]) {
      pen.font = `${font} ${style.fontFamily}`;
      pen.fillText(words, 16, y, width);
    });
    Object.entries({ xmlns: "http://www.w3.org/2000/svg", width, height, "font-family": "Arial, sans-serif" }).forEach(([name, value]) => copy.setAttribute(name, value));
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
    await image.decode();
    pen.drawImage(image, 16, 38, width, height);
    return new Promise((done) => { canvas.toBlob(done, "image/png"); });
  }

  async function copy(button, words) {
    try {
      await navigator.clipboard.writeText(words);
      part("voice").textContent = "Copied";
    } catch {
      part("voice").textContent = words; // where scripts may not copy, the reader can
    }
    button.focus();
  }
  function citation() {
    const sheet = document.querySelector("[data-sheet]");
    return `“${shown.title}”. ${sheet ? sheet.dataset.sheet.split("http")[0].trim() : document.title} ${location.href}`;
  }

  // --- controls ---

  const option = (value, words, selected) => make("option", { value, selected }, words);
  function showControls() {
    const measure = explorer.measures.get(choice.m);
    const { years } = measure.series;
    const views = explorer.views(measure);
    const names = new Set(explorer.chosen(choice));
    part("measure").value = choice.m;
    part("from").replaceChildren(option("", `first (${years[0]})`, !choice.from), ...years.map((year) => option(year, year, year === choice.from)));
    part("to").replaceChildren(option("", `latest (${years.at(-1)})`, !choice.to), ...years.map((year) => option(year, year, year === choice.to)));
    root.querySelectorAll("[name=rd-view]").forEach((radio) => { radio.checked = radio.value === choice.view; radio.closest("label").hidden = !views.includes(radio.value); });
    part("span").hidden = choice.view !== "lines";
    part("index").checked = choice.index;
    part("index").closest("label").hidden = choice.view !== "lines" || !explorer.canIndex(measure);
    Object.assign(part("at"), { min: years[0], max: years.at(-1), value: choice.at || years.at(-1) });
    part("one-year").hidden = choice.view === "lines";
    part("year").textContent = shown.lines.length ? shown.last : part("at").value;
    part("view").hidden = views.length < 2 && !explorer.canIndex(measure);
    const offered = explorer.offered(measure);
    const { length } = offered.filter(({ name }) => names.has(name));
    part("places").replaceChildren(...offered.map(function ({ name, label, zh, read }) {
      const checked = names.has(name);
      const title = [zh, read, facts.get(name)?.dataset.names].filter(Boolean).join(" ");
      return make("label", { title }, make("input", { type: "checkbox", value: name, checked, disabled: !checked && length >= explorer.most }), ` ${label}`);
    }));
    const limit = explorer.usual ? `, at most ${explorer.most}` : "";
    part("count").textContent = `${length} of ${offered.length}${limit}`;
    part("find").closest("label").hidden = offered.length < 10;
    filter();
  }
  function filter() {
    const asked = fold(part("find").value);
    part("places").querySelectorAll("label").forEach((label) => { label.hidden = !fold(`${label.textContent}|${label.title}`).includes(asked); });
  }
  function show() {
    const { measure } = (shown = explorer.shown(choice));
    part("title").textContent = shown.title;
    part("headline").textContent = shown.headline;
    part("lost").textContent = choice.lost.length ? `Not in the data, and so left out: ${choice.lost.join(", ")}.` : "";
    explorer.draw(part("plot"), shown);
    part("table").replaceChildren(table(shown));
    if (facts.size) part("facts").replaceChildren(factsOf(explorer.chosen(choice)));
    part("sources").replaceChildren(...sourceLine(sourcesOf(shown.lines)));
    part("definition").textContent = measure.series.definition;
    const prices = measure.current ? ["Amounts are in current prices: a part of each rise is inflation."] : [];
    const breaks = measure.breaks.map((year) => `No line runs from ${year - 1} to ${year}: the figures are not alike.`);
    part("limits").replaceChildren(...[...breaks, ...prices, ...measure.series.limits].map((words) => make("li", {}, words)));
    part("series").href = explorer.pages[measure.series.id];
    part("csv").textContent = `CSV of what is shown (${explorer.csv(shown).count} rows)`;
    showControls();
  }
  function change(changed, isStep = true) {
    choice = { ...choice, lost: [], ...changed };
    show();
    explorer.keep(choice, isStep);
  }

  const changes = {
    measure({ value }) { // what is chosen stays, as far as the other measure has it
      const other = explorer.readChoice(explorer.addressOf({ ...choice, m: value, view: choice.view, index: choice.index }));
      change({ ...other, lost: [] });
    },
    from({ value }) { change({ from: Number(value) || null }); },
    to({ value }) { change({ to: Number(value) || null }); },
    view({ value }) { change({ view: value, index: false }); },
    index({ checked }) { change({ index: checked }); },
    at({ value }) { change({ at: Number(value) }); },
    places({ value }) {
      change({ places: [...part("places").querySelectorAll(":checked")].map((box) => box.value) });
      part("places").querySelector(`[value="${CSS.escape(value)}"]`).focus(); // the list is made anew
    },
  };
  const clicks = {
    all() { change({ places: explorer.ranked(explorer.measures.get(choice.m)).map(({ name }) => name) }); },
    usual() { change({ places: [] }); },
    csv() { save(`${fileName()}.csv`, new Blob(["\ufeff", explorer.csv(shown).text], { type: "text/csv;charset=utf-8" })); },
    async png() { save(`${fileName()}.png`, await picture()); },
    link(button) { copy(button, location.href); },
    cite(button) { copy(button, citation()); },
  };

  const groups = [...new Set(explorer.series.map(({ group }) => group))];
  part("measure").append(...groups.map((label) => make("optgroup", { label }, ...[...explorer.measures].filter(([, { series }]) => series.group === label)
    .map(([id, measure]) => option(id, [measure.title, explorer.unitOf(measure)].filter(Boolean).join(", "))))));
  root.addEventListener("change", function ({ target }) {
    const { part: name } = target.closest("[data-part]").dataset;
    if (name in changes) changes[name](target);
  });
  root.addEventListener("click", function (event) {
    const button = event.target.closest("button[data-part]");
    const question = event.target.closest("[data-part=questions] a");
    if (button) clicks[button.dataset.part](button);
    if (!question || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault(); // a question is an address of this page
    change(explorer.readChoice(new URL(question.href).search));
    part("title").scrollIntoView({ block: "nearest" });
  });
  part("at").addEventListener("input", ({ target }) => { choice = { ...choice, at: Number(target.value) }; show(); });
  part("find").addEventListener("input", filter);
  window.addEventListener("popstate", () => { choice = explorer.readChoice(explorer.here()); show(); });
  let width = 0;
  new ResizeObserver(function ([{ contentRect }]) {
    if (Math.abs(contentRect.width - width) > 1 && shown) explorer.draw(part("plot"), shown);
    width = contentRect.width;
  }).observe(part("plot"));
  part("plain").remove();
  if (explorer.usual) part("lines").open = innerWidth > 700; // on a phone the chart stands on the first screen
  part("tool").hidden = false;
  show();
})();
