// Copied links: what an address names is opened, shown and scrolled to, wherever it stands. MIT licence.
(function () {
  "use strict";

  function named() {
    try {
      return document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch {
      return null; // no well-formed address
    }
  }

  // A row that a button has hidden shows again with its like.
  function unhide(place) {
    const hidden = place.closest("[data-kind][hidden]");
    const all = hidden && hidden.closest(".rd-figure").querySelector('.rd-filter button[data-value=""]');
    if (all) all.click();
    const view = place.closest(".rd-view[hidden]");
    if (view) {
      const figure = view.closest(".rd-figure");
      figure.querySelectorAll(".rd-switch button")[[...figure.querySelectorAll(".rd-view")].indexOf(view)].click();
    }
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
    for (let outer = place.closest("details"); outer; outer = outer.parentElement.closest("details")) outer.open = true;
    place.scrollIntoView();
  }

  window.addEventListener("hashchange", show);
  window.addEventListener("load", show);
})();
