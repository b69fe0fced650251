// Copied links: what an address names is opened, shown and scrolled to, wherever it stands. MIT licence.
(function () {
  "use strict";
  const GAP = 8; // pixels between the header of the window and what is shown

  function named() {
    try {
      const id = decodeURIComponent(location.hash.slice(1));
      const [row] = id.split("."); // of a figure that is gone, its row
      return document.getElementById(id) ?? document.getElementById(row);
    } catch {
      return null; // no well-formed address
    }
  }

  // A row that a button or a filter has hidden shows again with its like.
  /** @param {Element} place */
  function unhide(place) {
    const figure = place.closest(".rd-figure");
    if (!figure) return;
    /** @type {HTMLInputElement | null} */
    const filter = figure.querySelector(".rd-find input");
    if (filter && place.closest(".rd-out")) {
      filter.value = "";
      filter.dispatchEvent(new Event("input"));
    }
    if (place.closest("[data-kind][hidden]")) {
      /** @type {NodeListOf<HTMLElement>} */
      const all = figure.querySelectorAll('.rd-filter button[data-value=""]');
      all.forEach((button) => button.click());
    }
    const view = place.closest(".rd-view[hidden]");
    if (view) {
      /** @type {NodeListOf<HTMLElement>} */
      const buttons = figure.querySelectorAll(".rd-switch button");
      buttons[[...figure.querySelectorAll(".rd-view")].indexOf(view)].click();
    }
  }

  // A row or a figure stands below the head of its columns, in the box that it scrolls in and in the window; where the
  // way from the head to the row is longer than the window, the head sticks and the row stands below it.
  /** @param {Element} place */
  function bring(place) {
    /** @type {HTMLTableRowElement | null} */
    const row = place.closest("tbody > tr");
    const heads = row?.closest("table")?.tHead;
    const head = heads?.rows[0].cells[0];
    const box = place.closest(".rd-scroll");
    // A card on a narrow page has no head.
    if (!row || !head || !box || getComputedStyle(heads).position === "absolute") {
      place.scrollIntoView();
      return;
    }
    const header = /** @type {HTMLElement} */ (document.querySelector(".md-header"));
    const bar = header.offsetHeight + GAP;
    place.scrollIntoView({ inline: "nearest" });
    box.scrollTop = row.offsetTop - head.offsetHeight - row.offsetHeight;
    const { top } = box.getBoundingClientRect(); // a head that sticks says nothing of the way
    const at = row.getBoundingClientRect();
    window.scrollBy(
      0,
      at.bottom - top + bar < window.innerHeight ? top - bar : at.top - head.offsetHeight - bar,
    );
  }

  function show() {
    const place = location.hash ? named() : null;
    if (!place) return;
    const moved = place.matches(".rd-moved") ? place.querySelector("a") : null;
    if (moved) {
      location.replace(moved.href);
      return;
    }
    unhide(place);
    let outer = place.closest("details");
    while (outer) {
      outer.open = true;
      outer = outer.parentElement?.closest("details") ?? null;
    }
    bring(place);
  }

  // The form for a mistake knows the section that the reader was led to, behind the file of the page.
  /** @type {HTMLAnchorElement | null} */
  const answer = document.querySelector(".rd-answer");
  const form = answer?.href;
  function name() {
    if (answer) answer.href = form + encodeURIComponent(location.hash);
  }

  window.addEventListener("hashchange", name);
  name();
  window.addEventListener("hashchange", show);
  window.addEventListener("load", () => document.fonts.ready.then(show));
  // A link to where one is already changes no address.
  document.addEventListener("click", function (event) {
    const clicked = /** @type {Element} */ (event.target);
    /** @type {HTMLAnchorElement | null} */
    const link = clicked.closest("a[href*='#']");
    if (link?.href === location.href) setTimeout(show);
  });
})();

// Entries: a button that copies the key of a source or the record of a page, and a way to the line of an entry in its
// file, where the site names a code host. They are drawn beside the entry that is pointed at, touched or focused: a
// long list stays light.
(function () {
  "use strict";
  const ENTRY = ".rd-sources > li, .rd-timeline > li, .rd-entry, .rd-table tr";
  /** @type {HTMLAnchorElement | null} */
  const page = document.querySelector("a.md-content__button[rel=edit]");
  const docs = page?.href.replace("/edit/", "/blob/").replace(/\/docs\/.*/, "/docs/");

  /** @type {(label: string, text: string) => HTMLElement} */
  function copier(label, text) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "rd-copy";
    button.textContent = label;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", function () {
      const copied = navigator.clipboard ? navigator.clipboard.writeText(text) : Promise.reject();
      copied.then(() => {
        button.textContent = _("Copied");
      }, () => {
        button.textContent = text;
      });
    });
    return button;
  }

  /** @param {string} place  The file of an entry and its line. */
  function pencil(place) {
    const link = document.createElement("a");
    link.href = docs + place;
    link.rel = "edit";
    const [file, line] = place.replace(/.*\//, "").split("#L");
    link.textContent = _("Edit {file}, line {line}").replace("{file}", file).replace(
      "{line}",
      line,
    );
    return link;
  }

  /** @param {Event} event */
  function draw({ target }) {
    const entry = target instanceof Element ? target.closest(ENTRY) : null;
    /** @type {HTMLElement | null | undefined} */
    const anchor = entry?.querySelector("a[data-place]");
    if (!entry || !anchor || entry.querySelector(".rd-tools")) return;
    const tools = document.createElement("span");
    tools.className = "rd-tools";
    if (entry.id.startsWith("source-")) {
      tools.append(copier(_("Copy key"), "[@" + entry.id.slice("source-".length) + "]"));
    }
    if (docs) tools.append(pencil(anchor.dataset.place ?? ""));
    if (!tools.hasChildNodes()) return;
    anchor.after(tools);
    tools.classList.toggle(
      "rd-leftwards",
      tools.getBoundingClientRect().right > document.documentElement.clientWidth,
    );
  }
  ["pointerover", "pointerdown", "focusin"].forEach((kind) =>
    document.addEventListener(kind, draw)
  );
  document.querySelectorAll(".rd-foot pre").forEach(function (record) { // the page as BibTeX and as CSL
    record.previousElementSibling?.append("\u2003", copier(_("Copy"), record.textContent.trim()));
  });
})();

// The switch to another language leads to what is shown here: the same part of the page, the same choice.
(function () {
  "use strict";
  /** @type {HTMLAnchorElement | null} */
  const page = document.querySelector(".rd-language[data-same-page]");
  if (!page) return;
  const address = page.href;
  /** @param {Event} event */
  const lead = ({ target }) => {
    if (!page.contains(/** @type {Node} */ (target))) return;
    page.href = address + location.search + location.hash;
  };
  // A press of any button, a key.
  ["pointerdown", "click"].forEach((kind) => document.addEventListener(kind, lead, true));
})();
