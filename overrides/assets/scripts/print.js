// Paper: the foot of every sheet names the edition and the address of the page. Without this script, the name of the site.
(function () {
  "use strict";
  const foot = document.querySelector("[data-sheet]");
  if (foot) document.documentElement.style.setProperty("--rd-sheet", JSON.stringify(foot.dataset.sheet));
})();
