// Copied links: what an address names is opened, shown and scrolled to, wherever it stands. MIT licence.
(function () {
  "use strict";
  const GAP = 8; // pixels between the header of the window and what is shown

  function named() {
    try {
      return document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch {
      return null; // no well-formed address
    }
  }

  // A row that a button or a filter has hidden shows again with its like.
  function unhide(place) {
    const filter = place.matches(".rd-out") && place.closest(".rd-figure").querySelector(".rd-find input");
    if (filter) {
      filter.value = "";
      filter.dispatchEvent(new Event("input"));
    }
    const hidden = place.closest("[data-kind][hidden]");
    const all = hidden && hidden.closest(".rd-figure").querySelector('.rd-filter button[data-value=""]');
    if (all) all.click();
    const view = place.closest(".rd-view[hidden]");
    if (view) {
      const figure = view.closest(".rd-figure");
      figure.querySelectorAll(".rd-switch button")[[...figure.querySelectorAll(".rd-view")].indexOf(view)].click();
    }
  }

  // A row stands below the head of its columns, in the box that it scrolls in and in the window; where the way from the
  // head to the row is longer than the window, the head sticks and the row stands below it.
  function bring(place) {
    const head = place.matches("tbody > tr") && place.closest("table").tHead.rows[0].cells[0];
    if (!head || getComputedStyle(head.parentNode.parentNode).position === "absolute") { // a card on a narrow page has no head
      place.scrollIntoView();
      return;
    }
    const box = place.closest(".rd-scroll");
    const bar = document.querySelector(".md-header").offsetHeight + GAP;
    box.scrollTop = place.offsetTop - head.offsetHeight - place.offsetHeight;
    const top = head.getBoundingClientRect().top;
    const row = place.getBoundingClientRect();
    window.scrollBy(0, row.bottom - top + bar < window.innerHeight ? top - bar : row.top - head.offsetHeight - bar);
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
    bring(place);
  }

  window.addEventListener("hashchange", show);
  window.addEventListener("load", () => document.fonts.ready.then(show));
  // A link to where one is already changes no address.
  document.addEventListener("click", function (event) {
    const link = event.target.closest("a[href*='#']");
    if (link && link.href === location.href) setTimeout(show);
  });
})();
