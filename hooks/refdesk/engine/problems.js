// A box with all problems of the site, on every page of a preview; those of the page itself come first. PROBLEMS and
// PAGE, that of the explanations, stand above. Pages only load this script: none has to be built again for it.
(() => {
  const own = /** @type {HTMLScriptElement} */ (document.currentScript);
  if (!PROBLEMS.length) return own.remove();
  /**
   * @template {keyof HTMLElementTagNameMap} Tag
   * @param {Tag} tag
   * @param {Partial<HTMLElementTagNameMap[Tag]>} properties
   */
  const made = (tag, properties = {}) => Object.assign(document.createElement(tag), properties);
  const box = made("div", { className: "rd-problems", role: "alert" });
  const head = made("p");
  const list = made("ul");
  box.append(head, list);
  const count = `${PROBLEMS.length} problem${PROBLEMS.length === 1 ? "" : "s"}`;
  head.append(made("strong", { textContent: `${count} in the files of the site` }));
  for (const { path, place, code, sentence } of PROBLEMS) {
    const item = made("li");
    const { href } = new URL(`${PAGE}#${code}`, own.src);
    const link = made("a", { textContent: code, href });
    item.append(made("code", { textContent: place }), " ", link, `: ${sentence}`);
    item.dataset.path = path;
    list.append(item);
  }
  const here = CSS.escape(own.dataset.path ?? "");
  list.prepend(...box.querySelectorAll(`[data-path="${here}"]`));
  own.replaceWith(box);
})();
