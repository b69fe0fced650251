// Filters: buttons that show only the entries of one kind (of several groups at one list, those that all of them leave),
// and a field that leaves those with certain words. The address keeps both. Folded groups open where a filter leaves some
// of their entries, and go where it leaves none. Without this script everything is there, behind the lines of its groups.
(function () {
  "use strict";
  const isShown = (entry) => !entry.hidden && !entry.matches(".rd-away, .rd-out"); // .rd-out is of tables.js
  const said = (entries) =>
    _("{shown} of {all} shown").replace("{shown}", entries.filter(isShown).length).replace(
      "{all}",
      entries.length,
    );

  function fold(entries) {
    const left = new Set(entries.filter(isShown).map((entry) => entry.closest(".rd-fold")));
    const isFiltered = !entries.every(isShown);
    new Set(entries.map((entry) => entry.closest(".rd-fold"))).forEach(function (group) {
      if (!group) return;
      group.open = isFiltered && left.has(group);
      group.hidden = !left.has(group);
      const heading = group.previousElementSibling;
      if (heading && heading.matches("h2")) heading.hidden = group.hidden;
    });
  }

  function keep(name, value) {
    const address = new URL(location.href);
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
    history.replaceState(history.state, "", address);
  }

  const chosen = (bar) => bar.querySelector('[aria-pressed="true"]').dataset.value;
  const isLeft = (entry, bar) => ["", entry.dataset[bar.dataset.by]].includes(chosen(bar));

  function choose(bar, value) {
    const buttons = Array.from(bar.querySelectorAll("button"));
    if (!buttons.some((button) => button.dataset.value === value)) return;
    buttons.forEach((button) =>
      button.setAttribute("aria-pressed", String(button.dataset.value === value))
    );
  }

  function setUp(figure) {
    const bars = Array.from(figure.querySelectorAll(".rd-filter"));
    const entries = Array.from(figure.querySelectorAll("[data-kind]"));
    const region = document.createElement("span");
    region.className = "rd-shown";
    region.setAttribute("role", "status");
    bars.at(-1).append(region);

    function update() {
      entries.forEach(function (entry) {
        entry.hidden = !bars.every((bar) => isLeft(entry, bar));
      });
      region.textContent = entries.every(isShown)
        ? _("All {} shown").replace("{}", entries.length)
        : said(entries);
      fold(entries);
    }

    bars.forEach(function (bar) {
      bar.hidden = false;
      bar.addEventListener("click", function (event) {
        const button = event.target.closest("button");
        if (!button) return;
        choose(bar, button.dataset.value);
        keep(bar.dataset.by, button.dataset.value);
        update();
      });
      choose(bar, new URLSearchParams(location.search).get(bar.dataset.by) || "");
    });
    if (bars.some(chosen)) update();
  }

  const bars = Array.from(document.querySelectorAll(".rd-filter:not(.rd-switch)"));
  new Set(bars.map((bar) => bar.closest(".rd-figure"))).forEach(setUp);

  const field = document.querySelector("[data-find]");
  if (!field) return;
  const entries = Array.from(document.querySelectorAll(field.dataset.find));
  const region = field.closest(".rd-find").nextElementSibling;
  const plain = (value) => value.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const asked = () => window.refdeskQuery(field.value).trim();
  let contents; // a thousand entries are read when somebody asks
  function update() {
    const words = plain(asked()).split(/\s+/).filter(Boolean);
    if (!contents) document.querySelectorAll(".rd-tools").forEach((tools) => tools.remove()); // links.js draws them anew
    contents ??= entries.map((entry) => plain(entry.textContent));
    entries.forEach(function (entry, index) {
      entry.classList.toggle("rd-away", !words.every((word) => contents[index].includes(word)));
    });
    fold(entries);
    region.classList.toggle("rd-filtered", words.length > 0);
    region.textContent = words.length ? said(entries) : "";
  }
  field.addEventListener("input", function () {
    update();
    keep("find", asked());
  });
  // A link to an entry that the field hides shows every entry again.
  function unhide() {
    let entry = null;
    try {
      entry = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch {
      return; // no well-formed address
    }
    if (!entries.some((one) => one.contains(entry) && one.classList.contains("rd-away"))) return;
    field.value = "";
    update();
    keep("find", "");
    entry.closest(".rd-fold").open = true;
  }
  window.addEventListener("hashchange", unhide);
  field.value = new URLSearchParams(location.search).get("find") || "";
  if (field.value) update();
  if (location.hash) unhide();
})();

// Maps: one view at a time. Without this script all views are shown.
(function () {
  "use strict";
  document.querySelectorAll(".rd-switch").forEach(function (bar) {
    const views = bar.closest(".rd-figure").querySelectorAll(".rd-view");
    function show(number) {
      bar.querySelectorAll("button").forEach(function (button) {
        button.setAttribute("aria-pressed", String(Number(button.dataset.view) === number));
      });
      views.forEach(function (view, index) {
        view.hidden = index !== number;
      });
    }
    bar.hidden = false;
    bar.addEventListener("click", function (event) {
      const button = event.target.closest("button");
      if (button) show(Number(button.dataset.view));
    });
    show(Number(bar.querySelector('[aria-pressed="true"]').dataset.view));
  });
})();
