// Charts: what all series say at the mark nearest to the pointer, to a touch or to the arrow keys; a figure and its
// citation are copied. Without this script the numbers below each chart say the same, and the downloads are there.
(function () {
  "use strict";
  /** @typedef {{ element: SVGGraphicsElement, rect: DOMRect, x: number, y: number }} Mark */
  const NEAR = 30; // CSS pixels from a mark
  const PICTURE = 'a[href$=".png"]';
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

  /**
   * @param {Element} figure
   * @param {boolean} isCitation
   */
  async function copied(figure, isCitation) {
    if (isCitation) {
      await navigator.clipboard.writeText(citation(figure));
      return;
    }
    const picture = /** @type {HTMLAnchorElement} */ (figure.querySelector(PICTURE));
    const image = fetch(picture.href).then((answer) => answer.blob());
    await navigator.clipboard.write([new ClipboardItem({ "image/png": image })]);
  }

  /**
   * @param {Element} figure
   * @param {string} label
   * @param {boolean} isCitation
   */
  function button(figure, label, isCitation) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "rd-copy";
    made.textContent = label;
    made.addEventListener("click", function () {
      copied(figure, isCitation).then(
        () => {
          voice.textContent = made.textContent = _("Copied");
        },
        () => {
          voice.textContent = made.textContent = isCitation
            ? citation(figure)
            : _("Not possible here: take the PNG");
        },
      );
    });
    return made;
  }
  document.querySelectorAll(".rd-chart[id]").forEach(function (figure) {
    const place = figure.querySelector(".rd-downloads");
    if (!place || !figure.querySelector(PICTURE)) return;
    place.after(
      "\u2003",
      button(figure, _("Copy figure"), false),
      "\u2003",
      button(figure, _("Cite figure"), true),
    );
  });
})();
