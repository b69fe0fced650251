// The explorer: what is chosen, and its address, which holds only what differs from the usual. MIT licence.
(function () {
  "use strict";
  const explorer = window.refdeskExplorer;
  const SEPARATOR = "~";
  // What an address may name: parts of a choice, a search, where a reader came from.
  const NAMES = /^(?:[mpyvtiq]|utm_.*|.*clid)$/;
  /** A label with values in the places that it names. */
  explorer.fill = (label, values) =>
    label.replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));
  explorer.fold = (words) => words.normalize("NFD").replace(/\p{M}|[\s'’]/gu, "").toLowerCase();
  const ON_DISK = location.protocol === "file:"; // there, browsers keep a changed query from scripts, not a fragment

  const root = /** @type {HTMLElement} */ (document.querySelector(".rd-explorer"));
  const { usual } = root.dataset; // where places stand side by side: those at first
  explorer.isPlace = (name) => name in explorer.tiles;
  /** @param {ExplorerSeries} series */
  const ofPlaces = ({ measures: [{ lines }] }) => lines.some(({ name }) => explorer.isPlace(name));
  explorer.usual = usual ? usual.split(SEPARATOR) : null;
  if (usual) explorer.series = explorer.series.filter(ofPlaces);
  explorer.most = usual ? 4 : Infinity;

  /** Measures by id (series.column), each with its series. */
  explorer.measures = new Map(
    explorer.series.flatMap((series) =>
      series.measures.map((measure) => [measure.id, { ...measure, series }])
    ),
  );
  const [USUAL] = explorer.measures.keys();
  explorer.measureOf = (id) => /** @type {Measure} */ (explorer.measures.get(id));

  /** Whether a view can show a measure: only provinces have a map, and only many places are ranked. */
  explorer.views = ({ series, lines }) => {
    /** @type {ExplorerView[]} */
    const views = ["lines"];
    if (!usual && lines.length > 3 && !series.kinds) views.push("bars");
    if (!usual && ofPlaces(series)) views.push("map");
    return views;
  };
  /** The lines of a measure, that with the largest latest figure first. */
  explorer.ranked = ({ lines }) =>
    lines.filter(({ values }) => values.length).sort((a, b) => latest(b) - latest(a));
  /** @param {ExplorerLine} line */
  const latest = ({ values }) => values[values.length - 1];
  /** The lines that readers choose from: beside places that are compared, the nation stands in any case. */
  explorer.offered = (measure) =>
    explorer.ranked(measure).filter(({ name }) => !usual || explorer.isPlace(name));
  /** A measure of amounts or counts can be shown from its first year on as 100; a share or a ratio cannot. */
  explorer.canIndex = ({ isShare }) => !isShare;
  /** A span of years, in whichever order its ends are named. */
  explorer.span = (from, to) => (from && to && from > to ? { from: to, to: from } : { from, to });

  /**
   * The choice that an address holds; `lost` is what is not shown: what has no meaning here, places that are too many.
   */
  explorer.readChoice = function (text) {
    const asked = new URLSearchParams(text);
    const lost = [...asked].filter(([name, value]) => value && !NAMES.test(name)).map((one) =>
      one.join("=")
    );
    /** @type {<Value extends string>(name: string, values: Value[], usual: Value) => Value} */
    const known = (name, values, usual) => {
      const value = asked.get(name);
      const found = values.find((one) => explorer.fold(one) === explorer.fold(value ?? ""));
      if (value && !found) lost.push(value);
      return found ?? usual;
    };
    const m = known("m", [...explorer.measures.keys()], USUAL);
    const measure = explorer.measureOf(m);
    const here = new Map(
      explorer.ranked(measure).flatMap(({ name, label }) =>
        [label, name].map((one) => [explorer.fold(one), name])
      ),
    );
    const named = (asked.get("p") || "").split(SEPARATOR).filter(Boolean);
    const places = new Set(named.map((name) => here.get(explorer.fold(name)) ?? ""));
    const found = [...places].filter((name) => name && (!usual || explorer.isPlace(name)));
    lost.push(
      ...named.filter((name) => !here.has(explorer.fold(name))),
      ...found.slice(explorer.most),
    );
    /** @param {string | null} value */
    const year = (value) => {
      if (value && !measure.series.years.includes(Number(value))) lost.push(value);
      return measure.series.years.includes(Number(value)) ? Number(value) : null;
    };
    const [from, to = null] = (asked.get("y") || "..").split("..").map(year);
    const view = known("v", explorer.views(measure), measure.series.view);
    const index = asked.get("i") === "1" && view === "lines" && explorer.canIndex(measure);
    return {
      m,
      places: found.slice(0, explorer.most),
      ...explorer.span(from, to),
      view,
      at: year(asked.get("t")),
      index,
      lost,
    };
  };

  /** The address of a choice, without what is usual. */
  explorer.addressOf = function ({ m, places, from, to, view, at, index }) {
    const made = new URLSearchParams();
    if (m !== USUAL || ON_DISK) made.set("m", m);
    if (places.length) made.set("p", places.join(SEPARATOR));
    if (from || to) made.set("y", `${from || ""}..${to || ""}`);
    if (view !== explorer.measureOf(m).series.view) made.set("v", view);
    if (at && view !== "lines") made.set("t", String(at));
    if (index) made.set("i", "1");
    return made.toString().replaceAll("%7E", SEPARATOR).replaceAll("+", "%20");
  };

  explorer.here = () => ((ON_DISK && location.hash) || location.search).slice(1);
  /** Make a choice the address of the page, a step that the reader can take back. */
  explorer.keep = function (choice) {
    const text = explorer.addressOf(choice);
    if (text !== explorer.here()) history.pushState(null, "", (ON_DISK ? "#" : "?") + text);
  };
})();
