// The search box: keys, results, shared links. What is found is decided in search-engine.js, which is loaded, with
// MiniSearch and the index, when the search is first used. MIT licence.
(function () {
  "use strict";
  const root = document.querySelector("[data-rd-search]");
  if (!root) return;
  const search = (window.refdeskSearch = { engine: null, ready: update });
  const form = root.querySelector("form");
  const input = root.querySelector("input");
  const output = root.querySelector(".rd-search-output");
  const status = root.querySelector(".rd-search-status");
  const list = root.querySelector(".rd-hits");
  const toggle = document.getElementById("__search"); // what the button of narrow screens is for
  const link = root.querySelector(".rd-search-link");
  const invitation = status.textContent;
  const base = new URL(`${root.dataset.base.replace(/\/$/, "")}/`, document.baseURI);
  const index = base.protocol === "file:" ? "index.html" : "";
  let before = null; // what had the focus
  const KIND_NAMES = {
    term: _("Term"),
    institution: _("Institution"),
    claim: _("Claim"),
    event: _("Event"),
    source: _("Source"),
  };
  const LENGTH = 200; // letters of context; a Chinese character is as wide as two
  const UNITS = /\p{Script=Han}\s*|[^\s\p{Script=Han}]+\s*/gu; // where a text may be cut

  // The index is a script, not data: so it can be read from the disk too. All is fetched when it is first wanted, in order.
  function fetchIndex() {
    if (search.isAsked) return;
    search.isAsked = true;
    const onerror = function () {
      search.isAsked = false;
      status.textContent = _("The search index could not be loaded. Type again to retry.");
    };
    const script = (src) =>
      Object.assign(document.createElement("script"), { src, async: false, onerror });
    document.head.append(...root.dataset.scripts.split(" ").map(script));
  }

  const asked = () => window.refdeskQuery(input.value);

  function update() {
    const typed = asked();
    link.href = `?${new URLSearchParams({ q: typed })}`;
    if (typed.trim() && !search.engine) {
      status.textContent = _("Loading the search index…");
      return fetchIndex();
    }
    const { hits, count, marks, missing } = typed.trim()
      ? search.engine.search(typed)
      : { hits: [] };
    const results = count > hits.length
      ? _("The first {shown} of {all} results")
      : count > 1
      ? _("{all} results")
      : count
      ? _("1 result")
      : _("No results");
    list.replaceChildren(...hits.map((doc) => hit(doc, marks)));
    if (missing && root.dataset.above) {
      list.append(
        result(
          root.dataset.above,
          { search: link.search },
          title(_("Search the whole site, in English")),
        ),
      );
    }
    status.textContent = missing
      ? notHere(missing, typed) + results.replace("{shown}", hits.length).replace("{all}", count)
      : invitation;
    output.dataset.query = typed;
    output.scrollTop = 0;
  }

  /** What the site does not have of a query, as it was typed, and what was looked for instead. */
  function notHere(missing, typed) {
    const plain = (word) => word.replace(/(?<=[0-9])(?:e[0-9]+|day)$/, ""); // as numbers are looked up
    const written = (word) =>
      (typed.match(new RegExp(`(?<![\\p{L}\\p{N}])${plain(word)}(?![a-z])`, "iu")) ||
        [plain(word)])[0];
    const quoted = (some) => [...new Set(some)].map((word) => `“${word}”`).join(_(", "));
    const instead = missing.flatMap((one) => one.instead || []);
    const told = instead.length
      ? _("Nothing here has {words}; shown is {instead}. ")
      : missing.length
      ? _("Nothing here has {words}. ")
      : "";
    return told.replace("{words}", () => quoted(missing.map(({ word }) => written(word)))).replace(
      "{instead}",
      () => quoted(instead),
    );
  }

  function element(name, className, ...children) {
    const made = Object.assign(document.createElement(name), { className });
    made.append(...children);
    return made;
  }

  /** A result that leads to a page of the site: of an address, what stands behind the path. */
  function result(path, behind, ...children) {
    const { href } = Object.assign(new URL(path.replace(/(^|\/)$/, `$1${index}`), base), behind);
    return element("li", "", Object.assign(element("a", "rd-hit", ...children), { href }));
  }

  const title = (...children) => element("span", "rd-hit-title", ...children);

  function hit(doc, marks) {
    const [url, page, ...trail] = search.engine.pages[doc.page];
    const place = doc.anchor && doc.kind !== "data" ? [...trail, page] : trail; // a row says its series itself
    return result(
      url,
      { hash: doc.anchor, search: doc.search ?? "" },
      title(...marked(doc.title || page, marks)),
      element(
        "span",
        "rd-hit-place",
        [...place, KIND_NAMES[doc.kind]].filter(Boolean).join(" › ") || _("Home"),
      ),
      element("span", "rd-hit-text", ...marked(context(doc, marks), marks)),
    );
  }

  const PIECES =
    /(?:从)?\b[01]\s*(?:→|->|到|to)\s*(?:100|10|1|N)\b|[0-9]+(?:[.,][0-9]+)*(?:\s*(?:trillion|billion|million|万亿|亿|万))?|[\p{Script=Latin}\p{M}\p{N}]+(?:[-.’'&](?=\S)[\p{Script=Latin}\p{M}\p{N}]+)*|\p{Script=Han}/giu;

  /** The stretches of a text that have the tokens that were looked for: [from, to]. */
  function stretches(text, marks) {
    const found = [];
    for (const { 0: piece, index: from } of text.matchAll(PIECES)) {
      const isPair = search.HAN.test(piece) && piece.length === 1;
      const tokens = isPair
        ? search.ofWord(search.fold(text.slice(from, from + 2)))
        : search.words(piece).flatMap((word) => search.ofWord(word, true));
      if (!tokens.some((token) => marks.has(token) || marks.has(`${token}day`))) continue;
      const to = from + (isPair ? 2 : piece.length);
      if (found.length && found.at(-1)[1] >= from) found.at(-1)[1] = to;
      else found.push([from, to]);
    }
    return found;
  }

  function marked(text, marks) {
    let at = 0;
    const nodes = stretches(text, marks).flatMap((
      [from, to],
    ) => [text.slice(at, from), element("mark", "", text.slice(from, at = to))]);
    return [...nodes, text.slice(at)];
  }

  /** The part of a text, with the names that the title lacks before it, that has most of the words; of tables, only if it has no sentence. */
  function context({ title, names, text }, marks) {
    const plain = (name) => search.fold(name).replace(/\s/g, "");
    const whole = [
      names.filter((name) => !plain(title).includes(plain(name))).join(", "),
      text.split("\n")[0],
    ].filter(Boolean).join(" · ");
    const found = stretches(whole, marks).map((
      [from, to],
    ) => [from, whole.slice(from, to).toLowerCase()]);
    const inside = (start) =>
      new Set(
        found.filter(([at]) => at >= start && at < start + LENGTH / 2).map(([, word]) => word),
      ).size;
    const best = found.reduce((first, [from]) => (inside(from) > inside(first) ? from : first), 0);
    const units = [...whole.matchAll(UNITS)].filter(({ index }) =>
      best < LENGTH / 4 || index >= best - LENGTH / 4
    );
    let room = LENGTH;
    const shown = units.map(([unit]) => unit).filter((unit) =>
      (room -= search.HAN.test(unit) ? 2 : unit.length) >= 0
    );
    return `${units[0]?.index ? "… " : ""}${shown.join("").trim()}${room < 0 ? " …" : ""}`;
  }

  function open() {
    fetchIndex();
    root.classList.add("rd-open");
    if (!toggle.checked) toggle.click();
    input.focus();
    update();
  }

  function close(typed) {
    history.replaceState(typed && { typed }, "");
    if (toggle.checked) toggle.click();
    document.activeElement.blur();
    before?.focus({ preventScroll: true });
  }

  input.addEventListener("input", update);
  input.addEventListener("focus", ({ relatedTarget }) => {
    if (!root.contains(relatedTarget)) before = relatedTarget;
    open();
  });
  root.addEventListener("pointerenter", fetchIndex);
  toggle.addEventListener(
    "change",
    () => (toggle.checked ? open() : root.classList.remove("rd-open")),
  );
  root.addEventListener(
    "click",
    (event) => (event.target === root || event.target.closest(".rd-search-back")) && close(),
  );

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  form.addEventListener("reset", () => setTimeout(open));
  list.addEventListener(
    "click",
    (event) => event.metaKey || event.ctrlKey || event.shiftKey || close(asked()),
  ); // who comes back finds the results

  document.addEventListener("keydown", function (event) {
    const focused = document.activeElement;
    const places = [input, ...list.querySelectorAll("a")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing || event.metaKey || event.ctrlKey || event.altKey) return; // an input method may be at work
    if (step && places.includes(focused)) {
      places.at((places.indexOf(focused) + step) % places.length).focus();
    } else if (event.key === "/" && !focused.matches("input:not(#__search), textarea, select")) {
      open();
    } else if (event.key === "Escape" && toggle.checked) close();
    else return;
    event.preventDefault();
  });

  document.addEventListener(
    "focusin",
    ({ target }) => toggle.checked && target !== toggle && !root.contains(target) && toggle.click(),
  );

  function resume(typed) {
    if (typed) input.value = typed;
    // Whoever types may have been quicker than this script.
    if (typed || document.activeElement === input) open();
  }
  resume(new URLSearchParams(location.search).get("q"));
  window.addEventListener("pageshow", () => resume(history.state?.typed));
})();
