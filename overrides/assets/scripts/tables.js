// Tables: sort by column, filter by text. Without this script every row is shown, in the order of the data.
(function () {
  "use strict";
  const SORTABLE = 6; // rows from which sorting is of use
  const FILTERED = 12; // rows from which filtering is of use

  // What a cell says, without the marks of its sources and notes; a date in the form that sorts.
  function text(cell) {
    if (cell.firstChild instanceof HTMLTimeElement) return cell.firstChild.dateTime;
    return (cell.querySelector(".rd-fn") ? cell.firstChild : cell).textContent.trim();
  }

  function number(value) {
    const digits = value.replace(/[,\s\u00a0\u2009\u202f%]/g, "").replace("\u2212", "-");
    return /^-?\d+(\.\d+)?$/.test(digits) ? Number(digits) : null;
  }

  // Letters, digits and Chinese without marks, so that "Xi'an" finds Xi'an and "yuan" finds yuán.
  function plain(value) {
    return value.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  }

  function compare(a, b, numeric, direction) {
    const empty = (value) => value === "" || value === "\u2013";
    if (empty(a) || empty(b)) return Number(empty(a)) - Number(empty(b)); // empty cells stay last
    const order = numeric
      ? (number(a) ?? 0) - (number(b) ?? 0)
      : a.localeCompare(b, document.documentElement.lang, { numeric: true });
    return direction === "descending" ? -order : order;
  }

  function say(region, message) {
    region.textContent = message;
    region.dataset.said = "yes";
  }

  function makeSortable(table, body, rows, region) {
    const heads = Array.from(table.tHead.rows[0].cells);
    heads.forEach(function (head, column) {
      const name = head.firstChild && head.firstChild.nodeType === Node.TEXT_NODE
        ? head.firstChild
        : null;
      const label = name ? name.textContent.trim() : head.textContent.trim();
      const values = rows.map((row) => text(row.cells[column])).filter((value) =>
        value !== "" && value !== "\u2013"
      );
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
        body.append(...ordered);
        say(
          region,
          next === null
            ? _("Rows in their first order")
            : (next === "ascending" ? _("Sorted by {}, ascending") : _("Sorted by {}, descending"))
              .replace("{}", label),
        );
      });
    });
  }

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
    const kinds = table.closest(".rd-figure")?.querySelector(".rd-filter:not(.rd-switch)"); // buttons that hide rows of other kinds
    function update() {
      const typed = window.refdeskQuery(input.value).trim();
      const words = plain(typed).split(/\s+/).filter(Boolean);
      const left = rows.filter((row) => !row.hidden);
      const holding = (kind) =>
        contents.map((content) => words[kind]((word) => content.includes(word)));
      let found = holding("every");
      const isAny = words.length > 1 && !left.some((row) => found[rows.indexOf(row)]);
      if (isAny) found = holding("some"); // no row holds all the words: those that hold any
      rows.forEach((row, index) => row.classList.toggle("rd-out", !found[index]));
      const shown = left.filter((row) => !row.classList.contains("rd-out")).length;
      region.classList.toggle("rd-filtered", words.length > 0);
      const which = words.length ? _("{shown} of {all} rows, with “{words}”") : _("{all} rows");
      const told = shown ? which : _("No row holds these words; the table has {all} rows");
      const asked = isAny ? words.join(_("” or “")) : typed;
      say(
        region,
        told.replace("{shown}", shown).replace("{all}", left.length).replace(
          "{words}",
          () => asked,
        ),
      );
    }
    input.addEventListener("input", function () {
      update();
      if (kinds) say(kinds.querySelector(".rd-shown"), ""); // what it said counted other rows
    });
    if (kinds) kinds.addEventListener("click", update);
  }

  // A box that holds more than it shows says so: shades at its edges, words and a button above it.
  function unabridged(box, table, region) {
    const rows = Array.from(table.tBodies[0].rows);
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
      const room = box.clientHeight - table.tHead.offsetHeight -
        (table.caption ? table.caption.offsetHeight : 0);
      const inView = Math.min(
        rows.length,
        Math.round(room / (table.tBodies[0].offsetHeight / rows.length)),
      );
      const words = inView < rows.length
        ? [_("{shown} of {all} rows in view")]
        : rows.length < FILTERED
        ? []
        : [_("{all} rows")];
      if (scrolls && box.scrollWidth - box.clientWidth > 1) {
        words.push(_("more columns to the right"));
      }
      region.textContent = words.join(_("; ")).replace("{shown}", inView).replace(
        "{all}",
        rows.length,
      );
    }
    button.addEventListener("click", function () {
      box.classList.toggle("rd-unfolded");
      update();
    });
    box.addEventListener("scroll", update, { passive: true });
    new ResizeObserver(update).observe(box);
  }

  // A box that has to be scrolled can be reached with the keyboard and says what it holds; others are no stop.
  function reachable(box) {
    const table = box.querySelector("table");
    const caption = table && table.caption ? table.caption.textContent.trim() : "";
    function update() {
      const overflows = box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight;
      if (!overflows || getComputedStyle(box).overflowX === "visible") {
        ["tabindex", "role", "aria-label"].forEach((name) => box.removeAttribute(name));
        return;
      }
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute(
        "aria-label",
        _("Table {}").replace("{}", boxes.indexOf(box) + 1) + (caption && _(": ") + caption),
      );
    }
    new ResizeObserver(update).observe(box); // also once the page is laid out: asked earlier, it would be laid out twice
  }

  // Each source and note of a table has a way back: to the mark that was followed, at first to the first one.
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
    function from(mark) {
      marks.forEach((other) => other.removeAttribute("id"));
      mark.id = note.id + "-at";
    }
    marks.forEach((mark) => mark.addEventListener("click", () => from(mark)));
    from(marks[0]);
  }

  document.querySelectorAll(".rd-cell-notes > li").forEach(leadBack);

  const boxes = Array.from(document.querySelectorAll(".rd-scroll"));
  boxes.forEach(reachable);

  document.querySelectorAll("table.rd-table:not(.rd-typed)").forEach(function (table) {
    const body = table.tBodies[0];
    if (!table.tHead || !body || table.closest(".rd-explorer")) return;
    const rows = Array.from(body.rows);
    if (
      rows.length < SORTABLE ||
      rows.some((row) => row.cells.length !== table.tHead.rows[0].cells.length)
    ) return;
    const place = table.closest(".rd-scroll") || table;
    const region = document.createElement("p");
    region.className = "rd-status";
    region.setAttribute("role", "status");
    const bar = document.createElement("div");
    bar.className = "rd-bar";
    bar.append(region);
    place.before(bar);
    if (place !== table) unabridged(place, table, region);
    makeSortable(table, body, rows, region);
    if (rows.length >= FILTERED) makeFilter(table, rows, region, bar);
  });
})();
