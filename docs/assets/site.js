// Filters: buttons that show only the entries of one kind. Without this script everything is shown.
(function () {
  "use strict";
  document.querySelectorAll(".rd-filter").forEach(function (bar) {
    const figure = bar.closest(".rd-figure");
    const entries = figure.querySelectorAll("[data-kind]");
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
    });
  });
})();
