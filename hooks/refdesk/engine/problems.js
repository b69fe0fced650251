// A box with all problems of the site, on every page of a preview; those of the page itself come first. PROBLEMS and
// PAGE, that of the explanations, stand above. Pages only load this script: none has to be built again for it.
(() => {
  const own = document.currentScript;
  if (!PROBLEMS.length) return own.remove();
  const made = (tag, text = "") =>
    Object.assign(document.createElement(tag), { textContent: text });
  const box = Object.assign(made("div"), { className: "rd-problems", role: "alert" });
  box.append(made("p"), made("ul"));
  box.firstChild.append(
    made(
      "strong",
      `${PROBLEMS.length} problem${PROBLEMS.length === 1 ? "" : "s"} in the files of the site`,
    ),
  );
  for (const { path, place, code, sentence } of PROBLEMS) {
    const item = made("li");
    const link = Object.assign(made("a", code), { href: new URL(`${PAGE}#${code}`, own.src) });
    item.append(made("code", place), " ", link, `: ${sentence}`);
    item.dataset.path = path;
    box.lastChild.append(item);
  }
  box.lastChild.prepend(...box.querySelectorAll(`[data-path="${CSS.escape(own.dataset.path)}"]`));
  own.replaceWith(box);
})();
