// The search box: keys, results, shared links. What is found is decided in search-engine.js, which is loaded, with the
// index, when the search is first used. MIT licence.
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
  const HAN = /[\u3400-\u9fff]/;
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
      if (found.hits.length) {
        const marks = marker(found);
        const count = `${found.hits.length} result${found.hits.length === 1 ? "" : "s"}`;
        const reading = found.reading ? `${count}; first for “${found.reading}”` : count;
        show(found.hits.map((entry, at) => hit(entry, at, marks)), reading, typed);
      } else {
        const near = search.engine.near(typed);
        const hint = near.length ? "No results. Perhaps one of these?" : "No results. Try fewer or other words.";
        show(near.map(suggestion), hint, typed);
      }
    }
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

  function hit(entry, at, marks) {
    const [url, title, ...trail] = search.engine.pages[entry.page];
    const address = new URL(url || homePage(), base);
    address.hash = entry.anchor;
    const place = entry.anchor ? [...trail, title] : trail;
    if (KIND_NAMES[entry.kind]) place.push(KIND_NAMES[entry.kind]);
    const link = option(
      at,
      address.href,
      "md-search-result__link rd-hit",
      element("span", "rd-hit-title", ...marked(entry.heading || title, marks)),
      element("span", "rd-hit-place", place.join(" › ") || "Home"),
      element("span", "rd-hit-text", ...marked(context(entry, marks), marks))
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

  /** What to mark: folded words with their families, and runs of Chinese. */
  function marker(found) {
    const all = [...found.words.keys()];
    return {
      words: found.words,
      runs: all.filter((word) => HAN.test(word)).sort((a, b) => b.length - a.length),
    };
  }

  /** The stretches of a text that are to be marked: [from, to, weight]. */
  function stretches(text, marks) {
    const found = [];
    const signs = text.replace(/[\u3400-\u9fff]/g, (sign) => search.fold(sign));
    for (const run of marks.runs) {
      const weight = run.length * run.length;
      for (let at = signs.indexOf(run); at >= 0; at = signs.indexOf(run, at + run.length)) {
        if (!found.some(([from, to]) => at < to && from < at + run.length)) found.push([at, at + run.length, weight]);
      }
    }
    const pattern = /(?:从)?\b[01]\s*(?:→|->|到|to)\s*(?:100|10|1|N)\b|[\p{Script=Latin}\p{M}\p{N}]+(?:[-.,’'&](?=\S)[\p{Script=Latin}\p{M}\p{N}]+)*/giu;
    for (const match of text.matchAll(pattern)) {
      const parts = search.words(match[0]);
      const near = Math.max(0, ...parts.map((part) => marks.words.get(part) || marks.words.get(`${part}day`) || 0));
      if (near) found.push([match.index, match.index + match[0].length, near * (match[0].length < 3 ? 1 : 4)]);
    }
    return found.sort((a, b) => a[0] - b[0]);
  }

  function marked(text, marks) {
    const nodes = [];
    let at = 0;
    stretches(text, marks).forEach(([from, to]) => {
      if (from < at) return;
      nodes.push(text.slice(at, from), element("mark", "", text.slice(from, to)));
      at = to;
    });
    nodes.push(text.slice(at));
    return nodes;
  }

  /** The part of the text that has most of the words; the other names of an entry when only they have them. */
  function context(entry, marks) {
    const found = stretches(entry.text, marks);
    let start = 0;
    let most = 0;
    found.forEach(([from]) => {
      const inside = found.filter(([other, to]) => other >= from && to <= from + LENGTH);
      const different = new Map(inside.map(([other, to, weight]) => [entry.text.slice(other, to).toLowerCase(), weight]));
      const weight = [...different.values()].reduce((sum, one) => sum + one, 0);
      if (weight > most) [start, most] = [from, weight];
    });
    const shown = new Set([search.fold(entry.heading)]); // a name with and without its tones is shown once
    const isNew = (name) => !shown.has(search.fold(name)) && shown.add(search.fold(name));
    const near = (name) => stretches(name, marks).reduce((sum, [, , weight]) => sum + weight, 0);
    const nearest = (list) => list.filter((name) => isNew(name) && near(name)).sort((a, b) => near(b) - near(a));
    const own = nearest(entry.names);
    const names = own.length ? own : nearest(entry.others);
    const prefix = most === 0 && names.length ? `${names.slice(0, 3).join(", ")} · ` : "";
    if (start > LENGTH / 3) {
      const before = entry.text.slice(0, start);
      const sentence = Math.max(before.lastIndexOf(". "), before.lastIndexOf("。")) + 1;
      start = start - sentence < LENGTH / 2 ? sentence : before.lastIndexOf(" ", start - LENGTH / 4) + 1 || start;
    } else {
      start = 0;
    }
    let end = start + LENGTH + 40;
    const word = entry.text.slice(0, end).search(/[\p{Script=Latin}\p{N}-]+$/u); // no word is cut
    if (end < entry.text.length && /^[\p{Script=Latin}\p{N}-]/u.test(entry.text.slice(end)) && word > start + LENGTH / 2) end = word;
    const cut = entry.text.slice(start, end).trim();
    return `${prefix}${start > 0 ? "… " : ""}${cut}${end < entry.text.length ? " …" : ""}`;
  }

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
