// Paper: the foot of every sheet names the edition and the address of the page. Without this script, the name of the
// site.
(function () {
  "use strict";
  /** @type {HTMLElement | null} */
  const foot = document.querySelector("[data-sheet]");
  if (foot) {
    document.documentElement.style.setProperty("--rd-sheet", JSON.stringify(foot.dataset.sheet));
  }
  // The theme opens every box for paper: the numbers of a chart are printed where the reader opened them.
  document.addEventListener("click", function (event) {
    const clicked = /** @type {Element} */ (event.target);
    const numbers = clicked.closest(".rd-numbers > summary")?.closest("details");
    numbers?.toggleAttribute("data-asked", !numbers.open);
  });
})();
