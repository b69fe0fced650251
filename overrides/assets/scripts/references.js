// References: a box with what a term means, what a number is, which source a citation names. It opens on hover, on
// focus and on the first touch (the second follows the link), stays while the pointer is on it, and closes with Escape.
// Without this script the links lead to the same words. What a chart says at a mark (charts.js) stands in the same box.
(function () {
  "use strict";
  const DELAY = 120; // milliseconds, so that a pointer may cross from the link to the box
  const box = document.createElement("div");
  box.className = "rd-tip";
  box.id = "rd-tip";
  box.setAttribute("role", "tooltip");
  box.hidden = true;
  document.body.append(box);
  /** A link, or a mark of a chart. @typedef {HTMLAnchorElement | SVGElement} Owner */
  /** What the box belongs to. @type {Owner | null} */
  let owner = null;
  let timer = 0;
  let touched = false;

  /** @param {Owner} link */
  const isLink = (link) => link instanceof HTMLAnchorElement;

  /** @param {Owner} link */
  function fill(link) {
    const hash = isLink(link) && link.closest(".rd-cite") ? link.hash : "";
    const item = hash && document.getElementById(decodeURIComponent(hash.slice(1)));
    if (item) {
      const copy = /** @type {HTMLElement} */ (item.cloneNode(true));
      copy.querySelectorAll("a.rd-back, a.rd-cited, .rd-archive").forEach((part) => part.remove());
      copy.querySelectorAll(".rd-quote").forEach((part) => {
        if (part.textContent !== link.dataset.quote) part.remove();
      });
      copy.querySelectorAll("a").forEach((part) => {
        part.tabIndex = -1;
      }); // by keys the list is the way
      box.replaceChildren(...copy.childNodes);
      return;
    }
    const { tip = "" } = link.dataset;
    box.textContent = tip;
    if (!link.classList.contains("rd-term")) return;
    const [chinese, pinyin, ...meaning] = tip.split(" \u00b7 ");
    const name = document.createElement("strong");
    name.lang = "zh-Hans";
    name.textContent = chinese;
    const sound = document.createElement("em");
    sound.lang = "zh-Latn-pinyin";
    sound.textContent = pinyin;
    box.replaceChildren(name, " ", sound, " ", meaning.join(" \u00b7 "));
  }

  /** @param {Owner} link */
  function place(link) {
    const rect = link.getClientRects()[0];
    const width = document.documentElement.clientWidth;
    box.style.left = "0";
    const left = Math.max(8, Math.min(rect.left, width - box.offsetWidth - 8));
    const above = rect.bottom + box.offsetHeight + 8 > window.innerHeight &&
      rect.top > box.offsetHeight + 8;
    box.style.left = left + window.scrollX + "px";
    box.style.top = (above ? rect.top - box.offsetHeight - 6 : rect.bottom + 6) + window.scrollY +
      "px";
  }

  /** @param {Owner} link */
  function show(link) {
    clearTimeout(timer);
    if (owner === link) return;
    hide();
    if (isLink(link) && link.title) { // the browser's own box would come on top
      link.dataset.tip = link.title;
      link.removeAttribute("title");
    }
    owner = link;
    fill(link);
    // A box that hid its mark from the pointer would close at once; what a chart says has line breaks of its own.
    box.classList.toggle("rd-through", !isLink(link));
    box.classList.toggle("rd-lines", !isLink(link) || !link.hash);
    box.hidden = false;
    link.setAttribute("aria-describedby", box.id);
    place(link);
  }

  function hide() {
    clearTimeout(timer);
    if (owner) owner.removeAttribute("aria-describedby");
    owner = null;
    box.hidden = true;
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(hide, DELAY);
  }

  /**
   * @param {Event} event
   * @returns {HTMLAnchorElement | null}
   */
  const reference = ({ target }) =>
    target instanceof Element ? target.closest("a.rd-term, a.rd-value, .rd-cite a") : null;
  /** @param {Event} event  Whether it is in the box. */
  const isInBox = ({ target }) => box.contains(/** @type {Node} */ (target));
  /** @param {Event} event  Whether it is in a chart, which opens and closes the box itself. */
  const isInPlot = ({ target }) => target instanceof Element && target.closest(".rd-plot");

  document.addEventListener("pointerover", function (event) {
    if (event.pointerType !== "mouse") return;
    const link = reference(event);
    if (link) show(link);
    else if (isInBox(event)) clearTimeout(timer);
    else if (owner && owner !== document.activeElement && !isInPlot(event)) later();
  });
  document.addEventListener("focusin", function (event) {
    const link = reference(event);
    if (link?.matches(":focus-visible")) show(link);
    else if (!isInBox(event) && !isInPlot(event)) hide();
  });
  document.addEventListener("pointerdown", function (event) {
    touched = event.pointerType === "touch" && reference(event) !== owner;
  });
  document.addEventListener("click", function (event) {
    const link = reference(event);
    if (link && touched) {
      event.preventDefault();
      show(link);
    } else if (!isInBox(event) && !isInPlot(event)) hide();
    touched = false;
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") hide();
  });
  document.addEventListener("rd-mark", function (event) {
    if (/** @type {CustomEvent} */ (event).detail) show(/** @type {SVGElement} */ (event.target));
    else if (owner && !isLink(owner)) hide();
  });
})();
