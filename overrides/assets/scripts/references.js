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
  let owner = null;
  let timer = 0;
  let touched = false;

  function fill(link) {
    const item = link.closest(".rd-cite") &&
      document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (item) {
      const copy = item.cloneNode(true);
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
    box.textContent = link.dataset.tip;
    if (!link.classList.contains("rd-term")) return;
    const [chinese, pinyin, ...meaning] = link.dataset.tip.split(" \u00b7 ");
    const name = document.createElement("strong");
    name.lang = "zh-Hans";
    name.textContent = chinese;
    const sound = document.createElement("em");
    sound.lang = "zh-Latn-pinyin";
    sound.textContent = pinyin;
    box.replaceChildren(name, " ", sound, " ", meaning.join(" \u00b7 "));
  }

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

  function show(link) {
    clearTimeout(timer);
    if (owner === link) return;
    hide();
    if (link.title) { // the browser's own box would come on top
      link.dataset.tip = link.title;
      link.removeAttribute("title");
    }
    owner = link;
    fill(link);
    box.classList.toggle("rd-through", !link.href); // a box that hid its mark from the pointer would close at once
    box.classList.toggle("rd-lines", !link.hash); // what a chart says has line breaks of its own
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

  const reference = (
    event,
  ) => (event.target.closest ? event.target.closest("a.rd-term, a.rd-value, .rd-cite a") : null);
  document.addEventListener("pointerover", function (event) {
    if (event.pointerType !== "mouse") return;
    const link = reference(event);
    if (link) show(link);
    else if (box.contains(event.target)) clearTimeout(timer);
    else if (owner && owner !== document.activeElement && !event.target.closest(".rd-plot")) {
      later();
    }
  });
  document.addEventListener("focusin", function (event) {
    const link = reference(event);
    if (link && link.matches(":focus-visible")) show(link);
    else if (!box.contains(event.target) && !event.target.closest(".rd-plot")) hide();
  });
  document.addEventListener("pointerdown", function (event) {
    touched = event.pointerType === "touch" && reference(event) !== owner;
  });
  document.addEventListener("click", function (event) {
    const link = reference(event);
    if (link && touched) {
      event.preventDefault();
      show(link);
    } else if (!box.contains(event.target) && !event.target.closest(".rd-plot")) hide();
    touched = false;
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") hide();
  });
  document.addEventListener("rd-mark", function (event) {
    if (event.detail) show(event.target);
    else if (owner && !owner.href) hide();
  });
})();
