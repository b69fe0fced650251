// The search box: keys, results, shared links. What is found is decided in search-engine.js, which is loaded, with
// MiniSearch and the index, when the search is first used. MIT licence.
(function () {
  "use strict";
  const root = /** @type {HTMLElement | null} */ (document.querySelector("[data-rd-search]"));
  if (!root) return;
  // The other scripts of the search add what they are for.
  const search = /** @type {Search} */ ({ engine: null, isAsked: false, ready: update });
  window.refdeskSearch = search;
  const form = /** @type {HTMLFormElement} */ (root.querySelector("form"));
  const input = /** @type {HTMLInputElement} */ (root.querySelector("input"));
  const output = /** @type {HTMLElement} */ (root.querySelector(".rd-search-output"));
  const status = /** @type {HTMLElement} */ (root.querySelector(".rd-search-status"));
  const list = /** @type {HTMLElement} */ (root.querySelector(".rd-hits"));
  // What the button of narrow screens is for.
  const toggle = /** @type {HTMLInputElement} */ (document.getElementById("__search"));
  const link = /** @type {HTMLAnchorElement} */ (root.querySelector(".rd-search-link"));
  const { base: top = "", scripts = "", above } = root.dataset;
  const invitation = status.textContent;
  const base = new URL(`${top.replace(/\/$/, "")}/`, document.baseURI);
  const index = base.protocol === "file:" ? "index.html" : "";
  /** What had the focus. @type {HTMLElement | null} */
  let before = null;
  /** @type {Record<string, string>} */
  const KIND_NAMES = {
    term: _("Term"),
    institution: _("Institution"),
    claim: _("Claim"),
    event: _("Event"),
    source: _("Source"),
  };
  const LENGTH = 200; // letters of context; a Chinese character is as wide as two
  const UNITS = /\p{Script=Han}\s*|[^\s\p{Script=Han}]+\s*/gu; // where a text may be cut

  // The index is a script, not data: so it can be read from the disk too. All is fetched when it is first wanted, in
  // order.
  function fetchIndex() {
    if (search.isAsked) return;
    search.isAsked = true;
    const onerror = function () {
      search.isAsked = false;
      status.textContent = _("The search index could not be loaded. Type again to retry.");
    };
    /** @param {string} src */
    const script = (src) =>
      Object.assign(document.createElement("script"), { src, async: false, onerror });
    document.head.append(...scripts.split(" ").map(script));
  }

  const asked = () => window.refdeskQuery(input.value);

  function update() {
    const typed = asked();
    link.href = `?${new URLSearchParams({ q: typed })}`;
    if (!typed.trim()) {
      list.replaceChildren();
      status.textContent = invitation;
    } else if (search.engine) {
      show(search.engine.search(typed), typed);
    } else {
      status.textContent = _("Loading the search index…");
      return fetchIndex();
    }
    output.dataset.query = typed;
    output.scrollTop = 0;
  }

  /** @type {(answer: SearchAnswer, typed: string) => void} */
  function show({ hits, count, marks, missing }, typed) {
    list.replaceChildren(...hits.map((doc) => hit(doc, marks)));
    if (above) {
      const whole = title(_("Search the whole site, in English"));
      list.append(result(above, { search: link.search }, whole));
    }
    const results = resultsOf(hits.length, count)
      .replace("{shown}", String(hits.length))
      .replace("{all}", String(count));
    status.textContent = notHere(missing, typed) + results;
  }

  /** @type {(shown: number, all: number) => string} */
  function resultsOf(shown, all) {
    if (all > shown) return _("The first {shown} of {all} results");
    if (all > 1) return _("{all} results");
    return all ? _("1 result") : _("No results");
  }

  /**
   * What the site does not have of a query, as it was typed, and what was looked for instead.
   * @param {WantedWord[]} missing
   * @param {string} typed
   */
  function notHere(missing, typed) {
    /** @param {string} word  As numbers are looked up. */
    const plain = (word) => word.replace(/(?<=[0-9])(?:e[0-9]+|day)$/, "");
    /** @param {WantedWord} word */
    const written = ({ word }) => {
      const asTyped = new RegExp(`(?<![\\p{L}\\p{N}])${plain(word)}(?![a-z])`, "iu");
      return (typed.match(asTyped) ?? [plain(word)])[0];
    };
    /** @param {string[]} some */
    const quoted = (some) => [...new Set(some)].map((word) => `“${word}”`).join(_(", "));
    const instead = missing.flatMap((one) => one.instead ?? []);
    if (!missing.length) return "";
    const told = instead.length
      ? _("Nothing here has {words}; shown is {instead}. ")
      : _("Nothing here has {words}. ");
    return told
      .replace("{words}", () => quoted(missing.map(written)))
      .replace("{instead}", () => quoted(instead));
  }

  /**
   * @param {string} name
   * @param {string} className
   * @param {(Node | string)[]} children
   */
  function element(name, className, ...children) {
    const made = document.createElement(name);
    made.className = className;
    made.append(...children);
    return made;
  }

  /**
   * A result that leads to a page of the site: of an address, what stands behind the path.
   * @param {string} path
   * @param {{ hash?: string, search?: string }} behind
   * @param {(Node | string)[]} children
   */
  function result(path, behind, ...children) {
    const { href } = Object.assign(new URL(path.replace(/(^|\/)$/, `$1${index}`), base), behind);
    return element("li", "", Object.assign(element("a", "rd-hit", ...children), { href }));
  }

  /** @param {(Node | string)[]} children */
  const title = (...children) => element("span", "rd-hit-title", ...children);

  /**
   * @param {SearchDocument} doc
   * @param {Set<string>} marks
   */
  function hit(doc, marks) {
    const { url, title: page, trail } = (search.engine?.pages ?? [])[doc.page];
    // A row says its series itself.
    const place = doc.anchor && doc.kind !== "data" ? [...trail, page] : trail;
    const trailOf = [...place, KIND_NAMES[doc.kind]].filter(Boolean).join(" › ");
    return result(
      url,
      { hash: doc.anchor, search: doc.search ?? "" },
      title(...marked(doc.title || page, marks)),
      element("span", "rd-hit-place", trailOf || _("Home")),
      element("span", "rd-hit-text", ...marked(context(doc, marks), marks)),
    );
  }

  const STEP = String.raw`(?:从)?\b[01]\s*(?:→|->|到|to)\s*(?:100|10|1|N)\b`;
  const AMOUNT = String
    .raw`[0-9]+(?:[.,][0-9]+)*(?:\s*(?:trillion|billion|million|万亿|亿|万))?`;
  const LETTERS = String.raw`[\p{Script=Latin}\p{M}\p{N}]+`;
  const WORD = String.raw`${LETTERS}(?:[-.’'&](?=\S)${LETTERS})*`;
  const PIECES = new RegExp([STEP, AMOUNT, WORD, String.raw`\p{Script=Han}`].join("|"), "giu");

  /**
   * The stretches of a text that have the tokens that were looked for.
   * @param {string} text
   * @param {Set<string>} marks
   */
  function stretches(text, marks) {
    /** @type {[from: number, to: number][]} */
    const found = [];
    for (const { 0: piece, index: from } of text.matchAll(PIECES)) {
      const isPair = search.HAN.test(piece) && piece.length === 1;
      const tokens = isPair
        ? search.ofWord(search.fold(text.slice(from, from + 2)))
        : search.words(piece).flatMap((word) => search.ofWord(word, true));
      if (!tokens.some((token) => marks.has(token) || marks.has(`${token}day`))) continue;
      const to = from + (isPair ? 2 : piece.length);
      const last = found.at(-1);
      if (last && last[1] >= from) last[1] = to;
      else found.push([from, to]);
    }
    return found;
  }

  /**
   * @param {string} text
   * @param {Set<string>} marks
   */
  function marked(text, marks) {
    /** @type {(Node | string)[]} */
    const nodes = [];
    let at = 0;
    for (const [from, to] of stretches(text, marks)) {
      nodes.push(text.slice(at, from), element("mark", "", text.slice(from, to)));
      at = to;
    }
    return [...nodes, text.slice(at)];
  }

  /**
   * The part of a text, with the names that the title lacks before it, that has most of the words; of tables, only if
   * it has no sentence.
   * @param {SearchDocument} doc
   * @param {Set<string>} marks
   */
  function context({ title, names, text }, marks) {
    /** @param {string} name */
    const plain = (name) => search.fold(name).replace(/\s/g, "");
    const others = names.filter((name) => !plain(title).includes(plain(name))).join(", ");
    const whole = [others, text.split("\n")[0]].filter(Boolean).join(" · ");
    const found = stretches(whole, marks)
      .map(([from, to]) => ({ from, word: whole.slice(from, to).toLowerCase() }));
    /** @param {number} start */
    const inside = (start) => {
      const near = found.filter(({ from }) => from >= start && from < start + LENGTH / 2);
      return new Set(near.map(({ word }) => word)).size;
    };
    const best = found.reduce(
      (first, { from }) => (inside(from) > inside(first) ? from : first),
      0,
    );
    const start = best < LENGTH / 4 ? 0 : best - LENGTH / 4;
    const units = [...whole.matchAll(UNITS)].filter(({ index }) => index >= start);
    let room = LENGTH;
    const shown = units.map(([unit]) => unit).filter((unit) => {
      room -= search.HAN.test(unit) ? 2 : unit.length;
      return room >= 0;
    });
    return `${units[0]?.index ? "… " : ""}${shown.join("").trim()}${room < 0 ? " …" : ""}`;
  }

  const open = () => {
    fetchIndex();
    root.classList.add("rd-open");
    if (!toggle.checked) toggle.click();
    input.focus();
    update();
  };

  /** @param {string} [typed]  What brings the results back to who comes back. */
  function close(typed) {
    history.replaceState(typed && { typed }, "");
    if (toggle.checked) toggle.click();
    /** @type {HTMLElement} */ (document.activeElement).blur();
    before?.focus({ preventScroll: true });
  }

  input.addEventListener("input", update);
  input.addEventListener("focus", ({ relatedTarget }) => {
    const focused = /** @type {HTMLElement | null} */ (relatedTarget);
    if (!root.contains(focused)) before = focused;
    open();
  });
  root.addEventListener("pointerenter", fetchIndex);
  toggle.addEventListener("change", () => {
    if (toggle.checked) open();
    else root.classList.remove("rd-open");
  });
  root.addEventListener("click", ({ target }) => {
    const clicked = /** @type {Element} */ (target);
    if (clicked === root || clicked.closest(".rd-search-back")) close();
  });

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  form.addEventListener("reset", () => setTimeout(open));
  list.addEventListener("click", (event) => {
    if (!(event.metaKey || event.ctrlKey || event.shiftKey)) close(asked());
  });

  document.addEventListener("keydown", function (event) {
    if (event.isComposing || event.metaKey || event.ctrlKey || event.altKey) return; // an input method may be at work
    const focused = /** @type {HTMLElement} */ (document.activeElement);
    const places = [input, ...list.querySelectorAll("a")];
    const at = places.findIndex((place) => place === focused);
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const isWriting = focused.matches("input:not(#__search), textarea, select");
    if (step && at >= 0) places.at((at + step) % places.length)?.focus();
    else if (event.key === "/" && !isWriting) open();
    else if (event.key === "Escape" && toggle.checked) close();
    else return;
    event.preventDefault();
  });

  document.addEventListener("focusin", ({ target }) => {
    const focused = /** @type {Node} */ (target);
    if (toggle.checked && focused !== toggle && !root.contains(focused)) toggle.click();
  });

  /** @param {string | null | undefined} typed */
  function resume(typed) {
    if (typed) input.value = typed;
    // Whoever types may have been quicker than this script.
    if (typed || document.activeElement === input) open();
  }
  resume(new URLSearchParams(location.search).get("q"));
  window.addEventListener("pageshow", () => resume(history.state?.typed));
})();
