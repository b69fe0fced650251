// Filters: buttons that show only the entries of one kind (of several groups at one list, those that all of them
// leave), and a field that leaves those with certain words. The address keeps both. Folded groups open where a filter
// leaves some of their entries, and go where it leaves none. Without this script everything is there, behind the lines
// of its groups.
(function () {
  "use strict";
  /** @param {HTMLElement} entry */
  const isShown = (entry) => !entry.hidden && !entry.matches(".rd-away, .rd-out"); // .rd-out is of tables.js
  /** @param {HTMLElement[]} entries */
  const said = (entries) =>
    _("{shown} of {all} shown")
      .replace("{shown}", String(entries.filter(isShown).length))
      .replace("{all}", String(entries.length));
  /** @param {HTMLElement} entry */
  const groupOf = (entry) => /** @type {HTMLDetailsElement | null} */ (entry.closest(".rd-fold"));

  const openAtFirst = new Set(document.querySelectorAll(".rd-fold[open]"));
  /** @param {HTMLElement[]} entries */
  function fold(entries) {
    const left = new Set(entries.filter(isShown).map(groupOf));
    const isFiltered = !entries.every(isShown);
    new Set(entries.map(groupOf)).forEach(function (group) {
      if (!group) return;
      group.open = isFiltered ? left.has(group) : openAtFirst.has(group);
      group.hidden = !left.has(group);
      const heading = /** @type {HTMLElement | null} */ (group.previousElementSibling);
      if (heading?.matches("h2")) heading.hidden = group.hidden;
    });
  }

  /** @type {(name: string, value: string) => void} */
  function keep(name, value) {
    const address = new URL(location.href);
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
    history.replaceState(history.state, "", address);
  }

  /** What a group of buttons is about. @param {HTMLElement} bar */
  const topicOf = (bar) => bar.dataset.by ?? "";
  /** @param {HTMLElement} bar */
  function chosen(bar) {
    /** @type {HTMLElement | null} */
    const pressed = bar.querySelector('[aria-pressed="true"]');
    return pressed?.dataset.value ?? "";
  }
  /** @type {(entry: HTMLElement, bar: HTMLElement) => boolean} */
  const isLeft = (entry, bar) => ["", entry.dataset[topicOf(bar)]].includes(chosen(bar));

  /** @type {(bar: HTMLElement, value: string | undefined) => void} */
  function choose(bar, value) {
    const buttons = Array.from(bar.querySelectorAll("button"));
    if (!buttons.some((button) => button.dataset.value === value)) return;
    buttons.forEach((button) =>
      button.setAttribute("aria-pressed", String(button.dataset.value === value))
    );
  }

  /** @param {Element} figure */
  function setUp(figure) {
    /** @type {HTMLElement[]} */
    const bars = Array.from(figure.querySelectorAll(".rd-filter"));
    /** @type {HTMLElement[]} */
    const entries = Array.from(figure.querySelectorAll("[data-kind]"));
    const region = document.createElement("span");
    region.className = "rd-shown";
    region.setAttribute("role", "status");
    bars.at(-1)?.append(region);

    function update() {
      entries.forEach(function (entry) {
        entry.hidden = !bars.every((bar) => isLeft(entry, bar));
      });
      region.textContent = entries.every(isShown)
        ? _("All {} shown").replace("{}", String(entries.length))
        : said(entries);
      fold(entries);
    }

    bars.forEach(function (bar) {
      bar.hidden = false;
      bar.addEventListener("click", function (event) {
        const button = /** @type {Element} */ (event.target).closest("button");
        if (!button) return;
        choose(bar, button.dataset.value);
        keep(topicOf(bar), chosen(bar));
        update();
      });
      choose(bar, new URLSearchParams(location.search).get(topicOf(bar)) ?? "");
    });
    if (bars.some(chosen)) update();
  }

  const bars = Array.from(document.querySelectorAll(".rd-filter:not(.rd-switch)"));
  new Set(bars.map((bar) => bar.closest(".rd-figure"))).forEach((figure) => {
    if (figure) setUp(figure);
  });

  /** @type {HTMLInputElement | null} */
  const field = document.querySelector("[data-find]");
  const region = field?.closest(".rd-find")?.nextElementSibling;
  if (!field || !region) return;
  /** @type {HTMLElement[]} */
  const entries = Array.from(document.querySelectorAll(field.dataset.find ?? ""));
  /** @param {string} value */
  const plain = (value) => value.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const asked = () => window.refdeskQuery(field.value).trim();
  /** What the entries say: a thousand of them are read when somebody asks. @type {string[] | undefined} */
  let contents;
  function read() {
    document.querySelectorAll(".rd-tools").forEach((tools) => tools.remove()); // links.js draws them anew
    return entries.map((entry) => plain(entry.textContent));
  }
  const update = () => {
    const words = plain(asked()).split(/\s+/).filter(Boolean);
    const texts = contents ??= read();
    entries.forEach(function (entry, index) {
      entry.classList.toggle("rd-away", !words.every((word) => texts[index].includes(word)));
    });
    fold(entries);
    region.classList.toggle("rd-filtered", words.length > 0);
    region.textContent = words.length ? said(entries) : "";
  };
  field.addEventListener("input", function () {
    update();
    keep("find", asked());
  });
  // A link to an entry that the field hides shows every entry again.
  const unhide = () => {
    /** @type {HTMLElement | null} */
    let entry = null;
    try {
      entry = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch {
      return; // no well-formed address
    }
    const away = entries.find((one) => one.contains(entry) && one.classList.contains("rd-away"));
    if (!away) return;
    field.value = "";
    update();
    keep("find", "");
    const group = groupOf(away);
    if (group) group.open = true;
  };
  window.addEventListener("hashchange", unhide);
  field.value = new URLSearchParams(location.search).get("find") || "";
  if (field.value) update();
  if (location.hash) unhide();
})();

// A board: the address names the card that was opened last.
document.addEventListener("click", function (event) {
  const { target } = event;
  /** @type {HTMLDetailsElement | null} */
  const tile = target instanceof Element ? target.closest(".rd-board details") : null;
  if (!tile || !(/** @type {Element} */ (target).closest("summary"))) return;
  const card = "#" + tile.querySelector(".rd-card")?.id;
  if (tile.open && location.hash !== card) return; // it closes, and another one is named
  history.replaceState(
    history.state,
    "",
    location.pathname + location.search + (tile.open ? "" : card),
  );
});

// Maps: one view at a time. Without this script all views are shown.
(function () {
  "use strict";
  /** @type {NodeListOf<HTMLElement>} */
  const bars = document.querySelectorAll(".rd-switch");
  bars.forEach(function (bar) {
    /** @type {NodeListOf<HTMLElement> | undefined} */
    const views = bar.closest(".rd-figure")?.querySelectorAll(".rd-view");
    /** @param {string | undefined} number */
    function show(number) {
      bar.querySelectorAll("button").forEach(function (button) {
        button.setAttribute("aria-pressed", String(button.dataset.view === number));
      });
      views?.forEach(function (view, index) {
        view.hidden = String(index) !== number;
      });
    }
    bar.hidden = false;
    bar.addEventListener("click", function (event) {
      const button = /** @type {Element} */ (event.target).closest("button");
      if (button) show(button.dataset.view);
    });
    /** @type {HTMLElement | null} */
    const pressed = bar.querySelector('[aria-pressed="true"]');
    show(pressed?.dataset.view);
  });
})();
