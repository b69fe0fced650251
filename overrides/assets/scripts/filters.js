// Filters: buttons that show only the entries of one kind. Without this script everything is shown.
(function () {
  "use strict";
  document.querySelectorAll(".rd-filter:not(.rd-switch)").forEach(function (bar) {
    const figure = bar.closest(".rd-figure");
    const entries = Array.from(figure.querySelectorAll("[data-kind]"));
    const region = document.createElement("span");
    region.className = "rd-shown";
    region.setAttribute("role", "status");
    bar.append(region);
    bar.hidden = false;
    bar.addEventListener("click", function (event) {
      const button = event.target.closest("button");
      if (!button) return;
      bar.querySelectorAll("button").forEach(function (other) {
        other.setAttribute("aria-pressed", String(other === button));
      });
      entries.forEach(function (entry) {
        entry.hidden = button.dataset.value !== "" && entry.dataset.kind !== button.dataset.value;
      });
      const shown = entries.filter((entry) => !entry.hidden && !entry.classList.contains("rd-out")).length; // tables.js
      region.textContent = shown === entries.length ? "All " + shown + " shown" : shown + " of " + entries.length + " shown";
    });
  });
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
      views.forEach(function (view, index) { view.hidden = index !== number; });
    }
    bar.hidden = false;
    bar.addEventListener("click", function (event) {
      const button = event.target.closest("button");
      if (button) show(Number(button.dataset.view));
    });
    show(0);
  });
})();
