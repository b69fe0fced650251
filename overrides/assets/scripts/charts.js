// Charts: what all series say at the mark nearest to the pointer, to a touch or to the arrow keys; a figure and its
// citation are copied. Without this script the numbers below each chart say the same, and the downloads are there.
(function () {
  "use strict";
  /** @typedef {{ element: SVGGraphicsElement, rect: DOMRect, x: number, y: number }} Mark */
  const NEAR = 30; // CSS pixels from a mark
  const PICTURE = 'a[href$=".png"]';
  const FRAME = 60; // CSS pixels that a frame is higher than its figure here, which may be wider
  const SAME = 1; // CSS pixels between the middles of marks of one year

  // The marks of a drawing from left to right. Their words leave it, lest the browser shows them as well; its name and
  // description stay.
  /** @param {SVGElement} svg */
  function marksOf(svg) {
    const titles = svg.querySelectorAll(":scope > * > title");
    titles.forEach(function (title) {
      const mark = /** @type {SVGElement} */ (title.parentNode);
      mark.dataset.said = title.textContent;
      title.remove();
    });
    const name = titles.length && svg.querySelector("title");
    if (name) {
      svg.setAttribute("aria-label", name.textContent);
      svg.setAttribute("aria-describedby", svg.querySelector("desc")?.id ?? "");
      svg.removeAttribute("aria-labelledby");
      name.remove();
    }
    /** @type {NodeListOf<SVGGraphicsElement>} */
    const elements = svg.querySelectorAll("[data-said]");
    const marks = Array.from(elements, function (element) {
      const rect = element.getBoundingClientRect();
      return { element, rect, x: rect.left + rect.width / 2, y: rect.top + rect.height / 2 };
    });
    return marks.sort((a, b) => (Math.abs(a.x - b.x) < SAME ? a.y - b.y : a.x - b.x));
  }

  // At one mark stands what all marks above and below it say: the series of one year.
  /** @type {(mark: Mark, marks: Mark[]) => void} */
  function tell(mark, marks) {
    const alike = marks.filter((other) => Math.abs(other.x - mark.x) < SAME);
    mark.element.dataset.tip = alike.map((other) => other.element.dataset.said).join("\n");
    rule(mark);
    mark.element.dispatchEvent(new CustomEvent("rd-mark", { bubbles: true, detail: true }));
  }

  // A line through the year that is told, in charts of years.
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("class", "event");
  /** @param {Mark} mark */
  function rule({ element }) {
    const svg = element.ownerSVGElement;
    if (!svg?.classList.contains("rd-years")) return line.remove();
    const box = element.getBBox();
    line.setAttribute(
      "d",
      `M${(box.x + box.width / 2).toFixed(1)} 20V${svg.viewBox.baseVal.height - 20}`,
    );
    svg.append(line);
  }
  function forget() {
    line.remove();
    document.dispatchEvent(new CustomEvent("rd-mark"));
  }

  /**
   * The drawing that an event is about: of a document and a window, none.
   * @param {Event} event
   * @returns {SVGElement | null}
   */
  function drawingOf({ target }) {
    return target instanceof Element ? target.closest(".rd-plot > svg") : null;
  }

  // In a chart of years the nearest year tells, however far above or below; elsewhere the mark at the pointer.
  /** @param {PointerEvent} event */
  function follow(event) {
    const svg = drawingOf(event);
    const isOfYears = svg?.classList.contains("rd-years");
    /** @type {Mark | null} */
    let found = null;
    let away = isOfYears ? Infinity : NEAR;
    const marks = svg ? marksOf(svg) : [];
    for (const mark of marks) {
      const { left, right, top, bottom } = mark.rect;
      const [x, y] = [event.clientX, event.clientY];
      const across = Math.max(left - x, 0, x - right);
      const down = Math.max(top - y, 0, y - bottom);
      const far = Math.hypot(across, isOfYears ? down / 100 : down);
      if (far < away) [found, away] = [mark, far];
    }
    if (found) tell(found, marks);
    else forget();
  }
  document.addEventListener("pointermove", follow);
  document.addEventListener("pointerdown", follow);

  // With the arrow keys one goes from year to year, or from bar to bar.
  const voice = document.createElement("p");
  voice.className = "rd-unseen";
  voice.setAttribute("role", "status");
  document.body.append(voice);
  /** @type {NodeListOf<SVGElement>} */
  const drawings = document.querySelectorAll(".rd-plot > svg");
  drawings.forEach(function (svg) {
    if (svg.querySelector(":scope > * > title")) svg.tabIndex = 0; // a drawing that explains has no marks
  });
  /** Drawing -> the number of its mark that the keys have reached. @type {WeakMap<Element, number>} */
  const reached = new WeakMap();
  document.addEventListener("keydown", function (event) {
    const svg = drawingOf(event);
    if (!svg) return;
    const at = reached.get(svg) ?? -1;
    const all = marksOf(svg);
    const marks = all.filter((mark, n) => n === 0 || mark.x - all[n - 1].x >= SAME);
    /** @type {Record<string, number>} */
    const next = {
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      Home: 0,
      End: marks.length - 1,
    };
    if (!marks.length || !(event.key in next)) return;
    event.preventDefault();
    const reachedNow = Math.max(0, Math.min(next[event.key], marks.length - 1));
    reached.set(svg, reachedNow);
    tell(marks[reachedNow], all);
    voice.textContent = marks[reachedNow].element.dataset.tip ?? "";
  });
  document.addEventListener("focusout", ({ target }) => {
    if (reached.has(/** @type {Element} */ (target))) forget();
  });

  // What is copied says where it is from.
  /** @param {Element} figure */
  function citation(figure) {
    const title = figure.querySelector(".rd-subject") ?? figure.querySelector(".rd-headline");
    /** @type {HTMLElement | null} */
    const sheet = document.querySelector("[data-sheet]");
    const origin = figure.querySelector(".rd-origin");
    const place = (sheet?.dataset.sheet ?? document.title) + "#" + figure.id;
    const told = _("“{title}”. {place}")
      .replace("{title}", () => title?.textContent ?? "")
      .replace("{place}", () => place);
    return told + (origin ? _(". ") + origin.textContent.trim() : "");
  }

  // What another site writes to show the chart in a frame: none of a copy that has no address of its own.
  /** @param {Element} figure */
  function frame(figure) {
    /** @type {HTMLAnchorElement | null} */
    const alone = figure.querySelector(".rd-alone");
    /** @type {HTMLLinkElement | null} */
    const here = document.querySelector('link[rel="canonical"]');
    if (!alone || !here) return "";
    const made = document.createElement("iframe");
    made.src = new URL(alone.getAttribute("href") ?? "", here.href).href;
    made.title = figure.querySelector(".rd-subject")?.textContent ?? "";
    made.width = "100%";
    made.height = String(Math.ceil(figure.clientHeight) + FRAME);
    made.loading = "lazy";
    return made.outerHTML;
  }

  /** @param {string} text */
  function copyText(text) {
    return navigator.clipboard.writeText(text);
  }

  /** @param {Element} figure */
  function copyPicture(figure) {
    const picture = /** @type {HTMLAnchorElement} */ (figure.querySelector(PICTURE));
    const image = fetch(picture.href).then((answer) => answer.blob());
    return navigator.clipboard.write([new ClipboardItem({ "image/png": image })]);
  }

  /**
   * A button that copies; where that is not possible, it says ``otherwise``.
   * @param {string} label
   * @param {() => Promise<void>} copy
   * @param {() => string} otherwise
   */
  function button(label, copy, otherwise) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "rd-copy";
    made.textContent = label;
    made.addEventListener("click", function () {
      Promise.resolve().then(copy).then(
        () => {
          voice.textContent = made.textContent = _("Copied");
        },
        () => {
          voice.textContent = made.textContent = otherwise();
        },
      );
    });
    return made;
  }
  document.querySelectorAll(".rd-chart[id]").forEach(function (figure) {
    const menu = figure.querySelector(".rd-menu");
    if (!menu || !figure.querySelector(PICTURE)) return;
    const cite = () => citation(figure);
    const picture = button(
      _("Copy figure"),
      () => copyPicture(figure),
      () => _("Not possible here: take the PNG"),
    );
    menu.append(picture, button(_("Cite figure"), () => copyText(cite()), cite));
    const code = () => frame(figure);
    if (code()) menu.append(button("Copy code for a frame", () => copyText(code()), code));
  });

  // A menu closes when something else is chosen, or with Escape.
  /** @param {Event} event */
  function closeMenus({ target }) {
    document.querySelectorAll("details.rd-take[open]").forEach(function (menu) {
      if (!(target instanceof Node && menu.contains(target))) menu.removeAttribute("open");
    });
  }
  document.addEventListener("click", closeMenus);
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    const menu = document.activeElement?.closest("details.rd-take[open]");
    menu?.removeAttribute("open");
    menu?.querySelector("summary")?.focus();
  });
})();
