// The search box: keys, results, shared links. What is found is decided in search-engine.js, which is loaded, with
// MiniSearch and the index, when the search is first used. MIT licence.
(function () {
  "use strict";

  const root = document.querySelector("[data-rd-search]");
  if (!root) return;
  const search = (window.refdeskSearch = { engine: null, waiting: [] });
  const form = root.querySelector("form");
  const input = root.querySelector("input");
  const share = root.querySelector("[data-rd-share]");
  const clear = root.querySelector("[type=reset]");
  const result = root.querySelector(".md-search-result");
  const status = root.querySelector(".md-search-result__meta");
  const list = root.querySelector(".md-search-result__list");
  const toggle = document.getElementById("__search"); // the theme opens and closes the box by this
  const invitation = status.textContent;
  const base = new URL(`${root.dataset.base}/`, document.baseURI);
  const KIND_NAMES = { term: "Term", institution: "Institution", claim: "Claim", event: "Event", source: "Source" };
  const LENGTH = 150; // characters of context
  let active = -1;

  // ---- Opening and closing -----------------------------------------------------------------------------------

  function setOpen(open) {
    if (toggle && toggle.checked !== open) toggle.click();
    input.setAttribute("aria-expanded", String(open && list.childElementCount > 0));
    if (!open) input.blur();
  }

  function isOpen() {
    return toggle ? toggle.checked : document.activeElement === input;
  }

  // The index is a script, not data: so it can be read from the disk too. All is fetched when it is first wanted, in order.
  function fetchIndex() {
    if (fetchIndex.asked) return;
    fetchIndex.asked = true;
    const scripts = root.dataset.scripts.split(" ").map(function (address) {
      const script = document.createElement("script");
      script.src = address;
      script.async = false;
      script.onerror = function () {
        fetchIndex.asked = false;
        scripts.forEach((one) => one.remove());
        status.textContent = "The search index could not be loaded. Type again to retry.";
      };
      return script;
    });
    document.head.append(...scripts);
  }

  // ---- Results -----------------------------------------------------------------------------------------------

  function update() {
    const typed = input.value;
    const some = typed.trim() !== "";
    share.hidden = clear.hidden = !some;
    if (!some) {
      show([], invitation, typed);
    } else if (!search.engine) {
      if (search.waiting.length === 0) search.waiting.push(update);
      status.textContent = "Loading the search index…";
      fetchIndex();
    } else {
      const found = search.engine.search(typed);
      const { hits } = found;
      const count = `${hits.length || "No"} result${hits.length === 1 ? "" : "s"}`;
      const near = hits.length ? [] : search.engine.near(typed);
      const items = hits.length ? hits.map((doc, at) => hit(doc, at, found.marks)) : near.map(suggestion);
      show(items, `${missing(found, typed)}${count}${near.length ? ". Perhaps one of these?" : ""}`, typed);
    }
  }

  /** What the site does not have of a query, as it was typed, and what was looked for instead. */
  function missing(found, typed) {
    const written = (word) => (typed.match(new RegExp("(?<![\\p{L}\\p{N}])" + word + "(?![a-z])", "iu")) || [word])[0];
    const quoted = (list) => [...new Set(list)].map((word) => "“" + word + "”").join(", ");
    const instead = found.missing.flatMap((one) => one.instead || []);
    const shown = instead.length ? "; shown is " + quoted(instead) : "";
    return found.missing.length ? "Nothing here has " + quoted(found.missing.map(({ word }) => written(word))) + shown + ". " : "";
  }

  function show(items, message, typed) {
    list.replaceChildren(...items);
    status.textContent = message;
    result.dataset.query = typed;
    root.querySelector(".md-search__scrollwrap").scrollTop = 0;
    setActive(-1);
    input.setAttribute("aria-expanded", String(items.length > 0));
  }

  function element(name, className, ...children) {
    const made = document.createElement(name);
    made.className = className;
    made.append(...children);
    return made;
  }

  function option(at, href, className, ...children) {
    const link = element("a", className, ...children);
    link.href = href;
    link.id = `rd-search-${at}`;
    link.tabIndex = -1;
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", "false");
    return link;
  }

  function hit(doc, at, marks) {
    const [url, title, ...trail] = search.engine.pages[doc.page];
    const address = new URL(url || homePage(), base);
    address.hash = doc.anchor;
    const place = doc.anchor && doc.kind !== "data" ? [...trail, title] : [...trail]; // a row says its series itself
    if (KIND_NAMES[doc.kind]) place.push(KIND_NAMES[doc.kind]);
    const link = option(
      at,
      address.href,
      "md-search-result__link rd-hit",
      element("span", "rd-hit-title", ...marked(doc.title || title, marks)),
      element("span", "rd-hit-place", place.join(" › ") || "Home"),
      element("span", "rd-hit-text", ...marked(context(doc, marks), marks))
    );
    return presentation("md-search-result__item", link);
  }

  function homePage() {
    return base.protocol === "file:" ? "index.html" : "";
  }

  function suggestion(name, at) {
    const address = new URL(location.href);
    address.searchParams.set("q", name);
    const link = option(at, address.href, "rd-hit rd-hit-title", name);
    link.dataset.suggestion = name;
    return presentation("rd-suggestion", link);
  }

  function presentation(className, link) {
    const item = element("li", className, link);
    item.setAttribute("role", "presentation");
    return item;
  }

  // ---- The words in context ----------------------------------------------------------------------------------

  const PIECES = /(?:从)?\b[01]\s*(?:→|->|到|to)\s*(?:100|10|1|N)\b|[0-9]+(?:[.,][0-9]+)*(?:\s*(?:trillion|billion|million|万亿|亿|万))?|[\p{Script=Latin}\p{M}\p{N}]+(?:[-.’'&](?=\S)[\p{Script=Latin}\p{M}\p{N}]+)*|\p{Script=Han}/giu;

  /** The stretches of a text that have the tokens that were looked for: [from, to]. */
  function stretches(text, marks) {
    const found = [];
    const add = (from, to) => (found.length && found.at(-1)[1] >= from ? (found.at(-1)[1] = Math.max(to, found.at(-1)[1])) : found.push([from, to]));
    for (const { 0: piece, index: at } of text.matchAll(PIECES)) {
      const isPair = search.HAN.test(piece) && piece.length === 1;
      const tokens = isPair ? search.ofWord(search.fold(text.slice(at, at + 2))) : search.words(piece).flatMap((word) => search.ofWord(word, true));
      if (tokens.some((token) => marks.has(token) || marks.has(`${token}day`))) add(at, at + (isPair ? 2 : piece.length));
    }
    return found;
  }

  function marked(text, marks) {
    const nodes = [];
    let at = 0;
    stretches(text, marks).forEach(([from, to]) => {
      nodes.push(text.slice(at, from), element("mark", "", text.slice(from, to)));
      at = to;
    });
    nodes.push(text.slice(at));
    return nodes;
  }

  /** The part of the text that has most of the words; the other names of an entry when only they have them. */
  function context({ title, names, text }, marks) {
    const found = stretches(text, marks).map(([from, to]) => [from, text.slice(from, to).toLowerCase()]);
    let [start, most] = [0, 0];
    found.forEach(([from]) => {
      const inside = new Set(found.filter(([at]) => at >= from && at < from + LENGTH).map(([, word]) => word));
      if (inside.size > most) [start, most] = [from, inside.size];
    });
    const others = names.filter((name) => stretches(name, marks).length && !plain(title).includes(plain(name)));
    const prefix = most === 0 && others.length ? `${others.slice(0, 3).join(", ")} · ` : "";
    const before = text.slice(0, start);
    const sentence = Math.max(before.lastIndexOf(". "), before.lastIndexOf("。")) + 1;
    if (start < LENGTH / 3) start = 0;
    else start = start - sentence < LENGTH / 2 ? sentence : before.lastIndexOf(" ", start - LENGTH / 4) + 1 || start;
    const cut = text.slice(start).trim();
    const end = cut.length > LENGTH + 40 ? cut.slice(0, LENGTH + 40).replace(/[\p{Script=Latin}\p{N}-]+$/u, "") : cut; // no word is cut
    return `${prefix}${start > 0 ? "… " : ""}${end.trim()}${end.length < cut.length ? " …" : ""}`;
  }

  const plain = (name) => search.fold(name).replace(/\s/g, "");

  // ---- Keys --------------------------------------------------------------------------------------------------

  function options() {
    return [...list.querySelectorAll("[role=option]")];
  }

  function setActive(at) {
    const all = options();
    active = all.length ? Math.max(-1, Math.min(at, all.length - 1)) : -1;
    all.forEach((one, number) => one.setAttribute("aria-selected", String(number === active)));
    if (active >= 0) {
      input.setAttribute("aria-activedescendant", all[active].id);
      all[active].scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function take(link) {
    if (link.dataset.suggestion) {
      input.value = link.dataset.suggestion;
      input.focus();
      update();
    } else {
      setOpen(false);
      location.assign(link.href);
    }
  }

  input.addEventListener("input", update);
  input.addEventListener("focus", function () {
    fetchIndex();
    setOpen(true);
  });
  root.addEventListener("pointerenter", fetchIndex);

  input.addEventListener("keydown", function (event) {
    if (event.isComposing) return; // an input method is still at work
    const last = options().length - 1;
    const moves = { ArrowDown: active < last ? active + 1 : -1, ArrowUp: active < 0 ? last : active - 1 };
    if (event.key in moves) {
      setActive(moves[event.key]);
    } else if (event.key === "Enter") {
      const chosen = options()[Math.max(active, 0)];
      if (chosen) take(chosen);
    } else if (event.key === "Escape") {
      setOpen(false);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  });

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", function () {
    setTimeout(function () {
      input.focus();
      update();
    });
  });

  list.addEventListener("click", function (event) {
    const link = event.target.closest("a");
    if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    take(link);
  });

  document.addEventListener("keydown", function (event) {
    const place = document.activeElement;
    const writing = place && (place.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(place.tagName)) && place !== toggle;
    if (event.key === "/" && !writing && !event.metaKey && !event.ctrlKey && !event.altKey) {
      event.preventDefault();
      input.focus();
      input.select();
    } else if (event.key === "Escape" && isOpen()) {
      setOpen(false);
    }
  });

  document.addEventListener("focusin", function (event) {
    if (!root.contains(event.target) && event.target !== toggle && isOpen()) setOpen(false);
  });

  if (toggle) {
    toggle.addEventListener("change", function () {
      if (toggle.checked && document.activeElement !== input) input.focus();
    });
  }

  // ---- Shared links ------------------------------------------------------------------------------------------

  share.addEventListener("click", function () {
    const address = new URL(location.href);
    address.searchParams.set("q", input.value);
    address.hash = "";
    const copied = navigator.clipboard ? navigator.clipboard.writeText(address.href) : Promise.reject(new Error("no clipboard"));
    copied.then(
      () => (status.textContent = "Link copied"),
      () => (status.textContent = address.href)
    );
    input.focus();
  });

  const shared = new URLSearchParams(location.search).get("q");
  const early = document.activeElement === input; // whoever types was quicker than this script
  if (shared) input.value = shared;
  if (shared || early) {
    input.focus();
    setOpen(true);
    fetchIndex();
    if (input.value) update();
  }
})();
