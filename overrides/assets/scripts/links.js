// Copied links: what an address names is opened, shown and scrolled to, wherever it stands. MIT licence.
(function () {
  "use strict";
  const GAP = 8; // pixels between the header of the window and what is shown

  function named() {
    try {
      const id = decodeURIComponent(location.hash.slice(1));
      return document.getElementById(id) ?? document.getElementById(id.split(".")[0]); // of a figure that is gone, its row
    } catch {
      return null; // no well-formed address
    }
  }

  // A row that a button or a filter has hidden shows again with its like.
  function unhide(place) {
    const filter = place.closest(".rd-out") &&
      place.closest(".rd-figure").querySelector(".rd-find input");
    if (filter) {
      filter.value = "";
      filter.dispatchEvent(new Event("input"));
    }
    const hidden = place.closest("[data-kind][hidden]");
    const all = hidden
      ? hidden.closest(".rd-figure").querySelectorAll('.rd-filter button[data-value=""]')
      : [];
    all.forEach((button) => button.click());
    const view = place.closest(".rd-view[hidden]");
    if (view) {
      const figure = view.closest(".rd-figure");
      figure.querySelectorAll(
        ".rd-switch button",
      )[[...figure.querySelectorAll(".rd-view")].indexOf(view)].click();
    }
  }

  // A row or a figure stands below the head of its columns, in the box that it scrolls in and in the window; where the way
  // from the head to the row is longer than the window, the head sticks and the row stands below it.
  function bring(place) {
    const row = place.closest("tbody > tr");
    const head = row && row.closest("table").tHead.rows[0].cells[0];
    if (!head || getComputedStyle(head.parentNode.parentNode).position === "absolute") { // a card on a narrow page has no head
      place.scrollIntoView();
      return;
    }
    const box = place.closest(".rd-scroll");
    const bar = document.querySelector(".md-header").offsetHeight + GAP;
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
    const moved = place.matches(".rd-moved") && place.querySelector("a");
    if (moved) {
      location.replace(moved.href);
      return;
    }
    unhide(place);
    for (
      let outer = place.closest("details");
      outer;
      outer = outer.parentElement.closest("details")
    ) outer.open = true;
    bring(place);
  }

  // The form for a mistake knows the section that the reader was led to, behind the file of the page.
  const answer = document.querySelector(".rd-answer");
  const form = answer && answer.href;
  function name() {
    if (answer) answer.href = form + encodeURIComponent(location.hash);
  }

  window.addEventListener("hashchange", name);
  name();
  window.addEventListener("hashchange", show);
  window.addEventListener("load", () => document.fonts.ready.then(show));
  // A link to where one is already changes no address.
  document.addEventListener("click", function (event) {
    const link = event.target.closest("a[href*='#']");
    if (link && link.href === location.href) setTimeout(show);
  });
})();

// Entries: a button that copies the key of a source or the record of a page, and a way to the line of an entry in its file, where the site names
// a code host. They are drawn beside the entry that is pointed at, touched or focused: a long list stays light.
(function () {
  "use strict";
  const ENTRY = ".rd-sources > li, .rd-timeline > li, .rd-entry, .rd-table tr";
  const page = document.querySelector("a.md-content__button[rel=edit]");
  const docs = page && page.href.replace("/edit/", "/blob/").replace(/\/docs\/.*/, "/docs/");

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

  function draw(event) {
    const entry = event.target.closest && event.target.closest(ENTRY);
    const anchor = entry && entry.querySelector("a[data-place]");
    if (!anchor || entry.querySelector(".rd-tools")) return;
    const tools = document.createElement("span");
    tools.className = "rd-tools";
    if (entry.id.startsWith("source-")) {
      tools.append(copier(_("Copy key"), "[@" + entry.id.slice("source-".length) + "]"));
    }
    if (docs) tools.append(pencil(anchor.dataset.place));
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
    record.previousElementSibling.append("\u2003", copier(_("Copy"), record.textContent.trim()));
  });
})();

// The switch to another language leads to what is shown here: the same part of the page, the same choice.
(function () {
  "use strict";
  const page = document.querySelector(".rd-language[data-same-page]");
  const address = page && page.href;
  function lead(event) {
    if (page && page.contains(event.target)) page.href = address + location.search + location.hash;
  }
  ["pointerdown", "click"].forEach((kind) => document.addEventListener(kind, lead, true)); // a press of any button, a key
})();
