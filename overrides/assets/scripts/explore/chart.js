// The explorer: its chart as SVG, in the classes of the charts of pages, so that what holds for them holds for it.
// MIT licence.
(function () {
  "use strict";
  const explorer = window.refdeskExplorer;
  const SIZE = 13; // of text, in units that are CSS pixels here
  const ROW = 19;
  const NARROW = 480;
  const canvas = document.createElement("canvas");
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));

  /** @typedef {[x: number, y: number]} Place */

  /** @param {string} text */
  function widthOf(text, size = SIZE) {
    pen.font = `${size}px ${getComputedStyle(document.body).fontFamily}`;
    return pen.measureText(text).width;
  }
  /**
   * @param {string} name
   * @param {Record<string, string | number>} attributes
   * @param {(Node | string)[]} children
   */
  function element(name, attributes, ...children) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, String(value)));
    made.append(...children);
    return made;
  }
  /**
   * @param {number} x
   * @param {number} y
   * @param {string | number} words
   */
  const text = (x, y, words, kind = "", size = SIZE) =>
    element(
      "text",
      { x: x.toFixed(1), y: y.toFixed(1), class: kind, "font-size": size },
      String(words),
    );
  /** @type {(points: Place[], kind: string) => Element} */
  const path = (points, kind) =>
    element("path", {
      class: kind,
      d: `M${points.map((at) => at.map((n) => n.toFixed(1)).join(" ")).join("L")}`,
    });
  /** @type {(unit: string, year: number) => string} */
  const dated = (unit, year) =>
    unit ? unit + explorer.fill(_(", {when}"), { when: year }) : String(year);
  /** @param {number} value */
  const plain = (value) =>
    value.toLocaleString("en", {
      maximumFractionDigits: 2,
      useGrouping: document.documentElement.lang !== "zh",
    });

  /**
   * Even steps from zero to a round number at or above the greatest value.
   * @param {number} most
   * @param {number} count
   */
  function ticks(most, count) {
    const least = most / count;
    const power = 10 ** Math.floor(Math.log10(least));
    const step = power * ([1, 2, 2.5, 5].find((one) => one * power >= least) ?? 10);
    return Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, n) => n * step);
  }
  /**
   * Places for labels, each as near to where it belongs as the others let it.
   * @template {{ y: number, at: number }} Label
   * @param {Label[]} labels
   * @param {number} gap
   * @param {number} low
   * @param {number} high
   */
  function spread(labels, gap, low, high) {
    labels.sort((a, b) => a.y - b.y).forEach((label, n) => {
      label.at = Math.max(label.y, n ? labels[n - 1].at + gap : low);
    });
    labels.toReversed().forEach((label, n, all) => {
      label.at = Math.min(label.at, n ? all[n - 1].at - gap : high);
    });
    return labels;
  }
  /** @type {((x: number, y: number, r: number) => string)[]} */
  const MARKS = [
    (x, y, r) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`,
    (x, y, r) => `M${x - r} ${y - r}h${2 * r}v${2 * r}h${-2 * r}z`,
    (x, y, r) => `M${x} ${y - r * 1.3}l${r * 1.2} ${r * 2.2}h${-r * 2.4}z`,
    (x, y, r) =>
      `M${x} ${y - r * 1.4}l${r * 1.4} ${r * 1.4}l${-r * 1.4} ${r * 1.4}l${-r * 1.4} ${-r * 1.4}z`,
  ];

  /** @type {(svg: Element, shown: Shown, width: number) => number} */
  function drawLines(svg, { lines, years, unit, figure, said }, width) {
    const height = width < NARROW ? 260 : 340;
    const [first, last] = [years[0], years[years.length - 1]];
    const values = lines.flatMap(({ points }) => points.map(({ value }) => value));
    const steps = ticks(Math.max(...values, 1e-9), 5);
    /** @param {Point} end */
    const ending = ({ value, year }) =>
      year < last
        ? explorer.fill(_("{value} ({at})"), { value: figure(value), at: year })
        : figure(value);
    /** @param {ShownLine} line */
    const label = ({ label: name, end }) => (width < NARROW ? name : `${name} ${ending(end)}`);
    const named = lines.filter(({ colour }) => colour);
    const left = Math.max(...steps.map((step) => widthOf(plain(step), SIZE - 1))) + 10;
    const right = Math.min(
      width * 0.42,
      Math.max(...named.map((line) => widthOf(label(line)))) + 30,
    );
    const [top, bottom] = [26, height - 22];
    /** @param {number} year */
    const x = (year) =>
      left + ((width - left - right) * (year - first)) / Math.max(1, last - first);
    /** @param {number} value */
    const y = (value) => bottom - ((bottom - top) * value) / steps[steps.length - 1];
    svg.append(text(0, SIZE, unit, "m", SIZE - 1));
    steps.forEach((step) =>
      svg.append(
        path([[left, y(step)], [width - right, y(step)]], step ? "grid" : "axis"),
        text(left - 8, y(step) + 4, plain(step), "m ae", SIZE - 1),
      )
    );
    const every =
      [1, 2, 5, 10, 20].find((one) =>
        (widthOf("2000") + 12) * ((last - first) / one) <= width - left - right
      ) || 50;
    for (let year = Math.ceil(first / every) * every; year <= last; year += every) {
      svg.append(text(x(year), height - 4, year, "m am", SIZE - 1));
    }
    lines.toReversed().forEach(function (line) {
      const kind = line.colour
        ? (line.dashed ? `s${line.colour} w dash` : `s${line.colour} w`)
        : "lead";
      /** @type {Place[][]} */
      const runs = [];
      for (const { year, value, joined } of line.points) {
        if (!joined) runs.push([]);
        runs.at(-1)?.push([x(year), y(value)]);
      }
      runs.filter((run) => run.length > 1).forEach((run) => svg.append(path(run, kind)));
      line.points.forEach(function (point) {
        const radius = line.colour ? (years.length > 12 && !point.early ? 2.4 : 3.4) : 1.5;
        const shape = MARKS[line.mark](x(point.year), y(point.value), radius);
        svg.append(
          element("path", {
            class: line.colour ? (point.early ? "h" : "f") + line.colour : "rd-other",
            d: shape,
          }, element("title", {}, said(line, point))),
        );
      });
    });
    const labels = named.map((line) => ({
      line,
      x: x(line.end.year),
      y: y(line.end.value),
      at: 0,
    }));
    spread(labels, SIZE + 3, top, bottom).forEach(({ line, x: end, y: from, at }) => {
      if (Math.abs(at - from) > 8 || width - right - end > 12) {
        svg.append(path([[end + 5, from], [width - right + 7, at]], "lead"));
      }
      svg.append(
        element("path", {
          class: `f${line.colour}`,
          d: MARKS[line.mark](width - right + 14, at, 3.4),
        }),
        text(width - right + 22, at + 4, label(line), `b f${line.colour}`),
      );
    });
    return height;
  }

  /** @type {(svg: Element, shown: Shown, width: number) => number} */
  function drawBars(svg, { lines, unit, last, figure, said, measure }, width) {
    /** @param {Point} end */
    const late = ({ year }) => (measure.series.joined ? "" : ` (${year})`);
    const left = Math.min(width * 0.4, Math.max(...lines.map(({ label }) => widthOf(label))) + 8);
    const room = Math.max(...lines.map(({ end }) => widthOf(figure(end.value) + late(end)))) + 12;
    const most = Math.max(...lines.map(({ end }) => end.value), 1e-9);
    svg.append(text(0, SIZE, measure.series.joined ? dated(unit, last) : unit, "m", SIZE - 1));
    lines.forEach(function (line, n) {
      const { name, label, end } = line;
      const [y, length] = [
        ROW + 5 + n * ROW,
        (Math.max(0, end.value) / most) * (width - left - room),
      ];
      const nation = name === "China";
      const bar = element("rect", {
        x: left,
        y,
        width: Math.max(1, length),
        height: ROW - 5,
        class: nation ? "f1" : "f2",
      }, element("title", {}, said(line, end)));
      svg.append(
        text(left - 8, y + 11, label, nation ? "ae b" : "ae"),
        bar,
        text(left + length + 6, y + 11, figure(end.value) + late(end), nation ? "b" : ""),
      );
    });
    return ROW + 5 + lines.length * ROW + 6;
  }

  /**
   * A tile for each province; five shades, each for a fifth of the provinces.
   * @type {(svg: Element, shown: Shown, width: number) => number}
   */
  function drawMap(svg, { lines, unit, last, figure, said }, width) {
    const tiles = Object.values(explorer.tiles);
    const side = width / (Math.max(...tiles.map(([column]) => column)) + 1);
    const high = width < NARROW ? side : side * 0.62;
    const placed = lines.filter(({ name }) => name in explorer.tiles);
    const order = placed.map(({ end }) => end.value).sort((a, b) => a - b);
    svg.append(
      text(0, SIZE, dated(unit, last), "m", SIZE - 1),
      text(0, ROW + SIZE, _("Each shade is a fifth of the provinces"), "m", SIZE - 1),
    );
    for (const line of placed) {
      const { name, label, end } = line;
      const [column, row, code] = explorer.tiles[name];
      const [x, y] = [column * side, 2 * ROW + 6 + row * high];
      const shade = 1 + Math.min(4, Math.floor((5 * order.indexOf(end.value)) / order.length));
      const words = width < NARROW || widthOf(label) > side - 8 ? code : label;
      const tile = element(
        "rect",
        { x, y, width: side - 3, height: high - 3, class: `q${shade}` },
        element("title", {}, said(line, end)),
      );
      const middle = x + (side - 3) / 2;
      svg.append(
        tile,
        text(middle, y + high / 2 - 5, words, `t${shade} am`, SIZE - 1),
        text(middle, y + high / 2 + 10, figure(end.value), `t${shade} b am`, SIZE - 1),
      );
    }
    return 2 * ROW + 6 + (Math.max(...tiles.map(([, row]) => row)) + 1) * high + 2;
  }

  /** Draw what is shown in place of what was drawn before. */
  explorer.draw = function (host, shown) {
    if (!shown.lines.length) return host.replaceChildren();
    const width = Math.max(280, Math.round(host.clientWidth));
    const about = explorer.fill(
      _("Lines or places: {count}; unit: {unit}. The table below says the same.") +
        _(" Arrow keys go from year to year or from place to place."),
      { count: shown.lines.length, unit: shown.unit || _("count") },
    );
    const svg = element(
      "svg",
      {
        class: shown.isOneYear ? "rd-svg" : "rd-svg rd-years",
        role: "img",
        "aria-labelledby": "rd-explorer-t rd-explorer-d",
        tabindex: 0,
        "font-size": SIZE,
      },
      element("title", { id: "rd-explorer-t" }, shown.title),
      element("desc", { id: "rd-explorer-d" }, about),
    );
    const height = { lines: drawLines, bars: drawBars, map: drawMap }[shown.choice.view](
      svg,
      shown,
      width,
    );
    svg.setAttribute("viewBox", `0 0 ${width} ${height.toFixed(0)}`);
    host.replaceChildren(svg);
  };
})();
