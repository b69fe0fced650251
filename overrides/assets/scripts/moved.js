// A page that has moved: on to the new one, and there to the part that was asked for. MIT licence.
(function () {
  "use strict";
  let part = location.hash.slice(1);
  try {
    part = decodeURIComponent(part);
  } catch {
    // "#100%" is no encoded text and names itself
  }
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const parts = document.querySelectorAll("[data-from]");
  const page = /** @type {HTMLAnchorElement} */ (document.getElementById("moved"));
  const moved = [...parts].find((link) => link.dataset.from === part);
  const target = new URL((moved ?? page).href);
  if (!target.hash) target.hash = location.hash;
  if (!target.search) target.search = location.search;
  location.replace(target.href);
})();
