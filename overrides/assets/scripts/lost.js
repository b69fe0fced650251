// The page for addresses that lead nowhere: which pages the address may have meant, and its words ready for a search.
// Asks no server. MIT licence.
(function () {
  "use strict";
  /** @type {HTMLElement | null} */
  const list = document.querySelector("[data-rd-pages]");
  const likely = document.querySelector("[data-rd-likely]");
  if (!list || !likely) return;

  /** @param {string} text */
  function words(text) {
    let plain = text;
    try {
      plain = decodeURIComponent(text);
    } catch {
      // as it is written
    }
    const parts = plain.toLowerCase().replace(/\.(html?|md)\b/g, "").split(/[^\p{L}\p{N}]+/u);
    return parts.filter((word) => word.length > 1 && word !== "index");
  }

  /** @param {string} word */
  const pairs = (word) => new Set([...word].slice(1).map((sign, at) => word[at] + sign));

  /**
   * How many pairs of neighbouring signs two words share: 1 for the same word.
   * @param {string} one
   * @param {string} other
   */
  function likeness(one, other) {
    const [a, b] = [pairs(one), pairs(other)];
    const shared = [...a].filter((pair) => b.has(pair)).length;
    return (2 * shared) / (a.size + b.size || 1);
  }

  const { base: top = "", editions = "" } = list.dataset;
  const base = new URL(`${top.replace(/\/$/, "")}/`, document.baseURI).pathname;
  const path = new URLSearchParams(location.search).get("lost") || location.pathname;
  // A host has one such page: what is lost in an edition in another language is looked for on the page of that.
  const edition = editions.split(" ").find((one) => one && path.startsWith(`${base}${one}/`));
  if (edition) {
    return location.replace(
      `${base}${edition}/404.html?${new URLSearchParams({ lost: path })}${location.hash}`,
    );
  }
  const all = words(path.startsWith(base) ? path.slice(base.length) : path);
  const asked = window.refdeskQuery(all.join(" ")).split(" ").filter(Boolean);
  const field = /** @type {HTMLInputElement} */ (document.querySelector("[data-rd-asked]"));
  field.value = asked.join(" ");
  const pages = [...list.querySelectorAll("a")].map(function (link) {
    const own = [...words(link.pathname.slice(base.length)), ...words(link.textContent)];
    const common = asked.reduce(function (sum, word, at) {
      const near = Math.max(0, ...own.map((other) => likeness(word, other)));
      return sum + (near > 0.5 ? near * (at + 1) : 0); // the end of an address says most
    }, 0);
    return { link, score: common && common - own.length / 100 }; // of two that fit alike, the shorter name
  });
  const ranked = pages.filter((page) => page.score > 0).sort((a, b) => b.score - a.score);
  const found = ranked.slice(0, 5);
  if (!found.length) return;
  const guess = /** @type {HTMLElement} */ (document.querySelector("[data-rd-guess]"));
  guess.hidden = false;
  likely.append(...found.map(function ({ link }) {
    const item = document.createElement("li");
    const copy = /** @type {HTMLAnchorElement} */ (link.cloneNode(true));
    copy.hash = location.hash;
    item.append(copy, ` (${decodeURIComponent(link.pathname.slice(base.length)) || _("home")})`);
    return item;
  }));
})();
