// Tables: sort by column, filter by text. Without this script every row is shown, in the order of the data.
(function () {
  "use strict";
  const SORTABLE = 6; // rows from which sorting is of use
  const FILTERED = 12; // rows from which filtering is of use

  // What a cell says, without the marks of its sources and notes; a date in the form that sorts.
  /** @param {Element} cell */
  function text(cell) {
    const { firstChild } = cell;
    if (firstChild instanceof HTMLTimeElement) return firstChild.dateTime;
    const said = cell.querySelector(".rd-fn") ? firstChild : cell;
    return said?.textContent?.trim() ?? "";
  }

  /** @param {string} value */
  function number(value) {
    const digits = value.replace(/[,\s\u00a0\u2009\u202f%]/g, "").replace("\u2212", "-");
    return /^-?\d+(\.\d+)?$/.test(digits) ? Number(digits) : null;
  }

  // Letters, digits and Chinese without marks, so that "Xi'an" finds Xi'an and "yuan" finds yuán.
  /** @param {string} value */
  function plain(value) {
    return value.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  }

  /** @param {string} value */
  const empty = (value) => value === "" || value === "\u2013";

  /** @type {(a: string, b: string, numeric: boolean, direction: string) => number} */
  function compare(a, b, numeric, direction) {
    if (empty(a) || empty(b)) return Number(empty(a)) - Number(empty(b)); // empty cells stay last
    const order = numeric
      ? (number(a) ?? 0) - (number(b) ?? 0)
      : a.localeCompare(b, document.documentElement.lang, { numeric: true });
    return direction === "descending" ? -order : order;
  }

  /** @type {(region: HTMLElement, message: string) => void} */
  function say(region, message) {
    region.textContent = message;
    region.dataset.said = "yes";
  }

  /**
   * @param {HTMLTableCellElement[]} heads
   * @param {HTMLTableRowElement[]} rows
   * @param {HTMLElement} region
   */
  function makeSortable(heads, rows, region) {
    const body = rows[0].parentElement;
    heads.forEach(function (head, column) {
      const { firstChild } = head;
      const name = firstChild instanceof Text ? firstChild : null;
      const label = (name ?? head).textContent.trim();
      const values = rows.map((row) => text(row.cells[column])).filter((value) => !empty(value));
      const numeric = values.length > 0 && values.every((value) => number(value) !== null);
      const button = document.createElement("button");
      button.type = "button";
      button.className = "rd-sort";
      button.textContent = label;
      if (name) name.remove();
      else head.textContent = "";
      head.prepend(button);
      button.addEventListener("click", function () {
        const now = head.getAttribute("aria-sort");
        const first = numeric && head.classList.contains("rd-number") ? "descending" : "ascending";
        const second = first === "ascending" ? "descending" : "ascending";
        const next = now === null ? first : now === first ? second : null;
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        let ordered = rows;
        if (next !== null) {
          head.setAttribute("aria-sort", next);
          ordered = rows.slice().sort((a, b) =>
            compare(text(a.cells[column]), text(b.cells[column]), numeric, next)
          );
        }
        body?.append(...ordered);
        const told = next === "ascending"
          ? _("Sorted by {}, ascending")
          : next
          ? _("Sorted by {}, descending")
          : _("Rows in their first order");
        say(region, told.replace("{}", () => label));
      });
    });
  }

  /**
   * @param {HTMLTableElement} table
   * @param {HTMLTableRowElement[]} rows
   * @param {HTMLElement} region
   * @param {HTMLElement} place
   */
  function makeFilter(table, rows, region, place) {
    const label = document.createElement("label");
    label.className = "rd-find";
    const caption = document.createElement("span");
    caption.textContent = _("Filter rows");
    const input = document.createElement("input");
    input.type = "search";
    input.autocomplete = "off";
    label.append(caption, input);
    place.before(label);
    const contents = rows.map((row) => plain(row.textContent));
    // Buttons that hide rows of other kinds.
    const kinds = table.closest(".rd-figure")?.querySelector(".rd-filter:not(.rd-switch)");
    function update() {
      const typed = window.refdeskQuery(input.value).trim();
      const words = plain(typed).split(/\s+/).filter(Boolean);
      const left = rows.filter((row) => !row.hidden);
      const counts = contents.map((content) =>
        words.filter((word) => content.includes(word)).length
      );
      // Where no row holds all the words, those that hold any.
      const hasAll = left.some((row) => counts[rows.indexOf(row)] === words.length);
      const isAny = words.length > 1 && !hasAll;
      const least = isAny ? 1 : words.length;
      rows.forEach((row, index) => row.classList.toggle("rd-out", counts[index] < least));
      const shown = left.filter((row) => !row.classList.contains("rd-out")).length;
      region.classList.toggle("rd-filtered", words.length > 0);
      const which = words.length ? _("{shown} of {all} rows, with “{words}”") : _("{all} rows");
      const told = shown ? which : _("No row holds these words; the table has {all} rows");
      const asked = isAny ? words.join(_("” or “")) : typed;
      say(
        region,
        told.replace("{shown}", String(shown))
          .replace("{all}", String(left.length))
          .replace("{words}", () => asked),
      );
    }
    input.addEventListener("input", function () {
      update();
      /** @type {HTMLElement | null | undefined} */
      const other = kinds?.querySelector(".rd-shown");
      if (other) say(other, ""); // what it said counted other rows
    });
    if (kinds) kinds.addEventListener("click", update);
  }

  // A box that holds more than it shows says so: shades at its edges, words and a button above it.
  /**
   * @param {HTMLElement} box
   * @param {HTMLTableElement} table
   * @param {HTMLElement} region
   */
  function unabridged(box, table, region) {
    const [body] = table.tBodies;
    const rows = body.rows.length;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "rd-whole";
    region.after(button);
    function update() {
      const scrolls = getComputedStyle(box).overflowX !== "visible";
      const right = scrolls && box.scrollWidth - box.clientWidth - box.scrollLeft > 1;
      const below = box.scrollHeight - box.clientHeight - box.scrollTop > 1;
      box.classList.toggle("rd-more-right", right);
      box.classList.toggle("rd-more-below", below);
      const isWhole = box.classList.contains("rd-unfolded");
      button.hidden = !isWhole && box.scrollHeight - box.clientHeight <= 1;
      button.textContent = isWhole ? _("Show fewer") : _("Show all");
      if (region.dataset.said) return; // what a filter or a sort said stays
      const heads = [table.tHead, table.caption].map((head) => head?.offsetHeight ?? 0);
      const room = box.clientHeight - heads[0] - heads[1];
      const inView = Math.min(rows, Math.round(room / (body.offsetHeight / rows)));
      const words = [];
      if (inView < rows) words.push(_("{shown} of {all} rows in view"));
      else if (rows >= FILTERED) words.push(_("{all} rows"));
      if (scrolls && box.scrollWidth - box.clientWidth > 1) {
        words.push(_("more columns to the right"));
      }
      region.textContent = words.join(_("; "))
        .replace("{shown}", String(inView))
        .replace("{all}", String(rows));
    }
    button.addEventListener("click", function () {
      box.classList.toggle("rd-unfolded");
      update();
    });
    box.addEventListener("scroll", update, { passive: true });
    new ResizeObserver(update).observe(box);
  }

  // A box that has to be scrolled can be reached with the keyboard and says what it holds; others are no stop.
  /**
   * @param {HTMLElement} box
   * @param {number} index
   */
  function reachable(box, index) {
    const caption = box.querySelector("table")?.caption?.textContent.trim();
    const name = _("Table {}").replace("{}", String(index + 1)) +
      (caption ? _(": ") + caption : "");
    function update() {
      const overflows = box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight;
      if (!overflows || getComputedStyle(box).overflowX === "visible") {
        ["tabindex", "role", "aria-label"].forEach((name) => box.removeAttribute(name));
        return;
      }
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", name);
    }
    // Also once the page is laid out: asked earlier, it would be laid out twice.
    new ResizeObserver(update).observe(box);
  }

  // Each source and note of a table has a way back: to the mark that was followed, at first to the first one.
  /** @param {Element} note */
  function leadBack(note) {
    const marks = document.querySelectorAll('.rd-fn a[href="#' + note.id + '"]');
    const back = document.createElement("a");
    back.className = "rd-back";
    back.href = "#" + note.id + "-at";
    back.textContent = "\u21a9";
    back.setAttribute(
      "aria-label",
      _("Back to the figure with the mark {}").replace("{}", marks[0].textContent),
    );
    note.append(" ", back);
    /** @param {Element} mark */
    function from(mark) {
      marks.forEach((other) => other.removeAttribute("id"));
      mark.id = note.id + "-at";
    }
    marks.forEach((mark) => mark.addEventListener("click", () => from(mark)));
    from(marks[0]);
  }

  document.querySelectorAll(".rd-cell-notes > li").forEach(leadBack);

  /** @type {NodeListOf<HTMLElement>} */
  const boxes = document.querySelectorAll(".rd-scroll");
  boxes.forEach(reachable);

  /** @type {NodeListOf<HTMLTableElement>} */
  const tables = document.querySelectorAll("table.rd-table:not(.rd-typed)");
  tables.forEach(function (table) {
    const [body] = table.tBodies;
    if (!table.tHead || !body || table.closest(".rd-explorer")) return;
    const rows = Array.from(body.rows);
    const heads = Array.from(table.tHead.rows[0].cells);
    const isEven = rows.every((row) => row.cells.length === heads.length);
    if (rows.length < SORTABLE || !isEven) return;
    /** @type {HTMLElement} */
    const place = table.closest(".rd-scroll") ?? table;
    const region = document.createElement("p");
    region.className = "rd-status";
    region.setAttribute("role", "status");
    const bar = document.createElement("div");
    bar.className = "rd-bar";
    bar.append(region);
    place.before(bar);
    if (place !== table) unabridged(place, table, region);
    makeSortable(heads, rows, region);
    if (rows.length >= FILTERED) makeFilter(table, rows, region, bar);
  });
})();
