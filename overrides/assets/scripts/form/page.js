// The forms: their fields, what is told beside them, and the text that they come to. MIT licence.
(function () {
  "use strict";
  const forms = window.refdeskForms;
  /** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Input */

  /** @param {HTMLFormElement} form */
  function begin(form) {
    /** @param {string} name */
    const part = (name) => /** @type {HTMLElement} */ (form.querySelector(`[data-part="${name}"]`));
    const boxes = /** @type {HTMLElement[]} */ ([...form.querySelectorAll("[data-path]")]);
    /** @param {HTMLElement} box */
    const input = (box) => /** @type {Input} */ (box.querySelector("input, textarea, select"));
    const { entries = "" } = form.dataset;

    /** @returns {Typed[]} */
    const typed = () =>
      boxes.map((box) => ({
        path: box.dataset.path || "",
        kind: /** @type {Typed["kind"]} */ (box.dataset.kind),
        pattern: box.dataset.pattern || "",
        isRequired: "required" in box.dataset,
        value: input(box).value.trim(),
      }));
    const values = () => Object.fromEntries(typed().map(({ path, value }) => [path, value]));

    /**
     * Say beside a field what is wrong with it, or no longer.
     * @param {HTMLElement} box
     * @param {string} message
     */
    function tell(box, message) {
      const field = input(box);
      const told = /** @type {HTMLElement} */ (box.querySelector(".rd-form-wrong"));
      told.textContent = message;
      told.hidden = !message;
      field.setAttribute("aria-invalid", String(Boolean(message)));
      field.setAttribute(
        "aria-describedby",
        message ? `${told.id} ${field.id}-help` : `${field.id}-help`,
      );
    }

    for (const box of boxes) {
      input(box).setAttribute("aria-describedby", `${input(box).id}-help`);
      if ("required" in box.dataset) input(box).required = true;
    }

    // The id is proposed until somebody writes one.
    const ofId = boxes.find((box) => box.dataset.path === "id");
    let isOwn = false;
    form.addEventListener("input", ({ target }) => {
      if (ofId && target === input(ofId)) isOwn = Boolean(input(ofId).value);
      else if (ofId && !isOwn) input(ofId).value = forms.proposedId(values());
      part("text").hidden = true;
    });

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const today = new Date().toISOString().slice(0, 10);
      const wrong = new Map(
        forms.wrong(typed(), entries, today).map(({ path, message }) => [path, message]),
      );
      for (const box of boxes) tell(box, wrong.get(box.dataset.path || "") || "");
      const first = boxes.find((box) => wrong.has(box.dataset.path || ""));
      part("text").hidden = Boolean(first);
      if (first) input(first).focus();
      else show();
    });

    function show() {
      const text = entries ? forms.yaml(typed(), entries) : forms.letter(values());
      const { address, button, what } = forms.destination(
        form.dataset,
        values().id || "",
        text,
        values(),
      );
      const link = /** @type {HTMLAnchorElement} */ (part("send"));
      part("yaml").textContent = text;
      part("what").textContent = what;
      part("voice").textContent = "";
      link.hidden = !address;
      if (address) link.href = address;
      link.textContent = button;
      part("what").focus();
    }

    part("copy").addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(part("yaml").textContent || "");
        part("voice").textContent = "Copied.";
      } catch { // a browser may keep the clipboard from pages
        getSelection()?.selectAllChildren(part("yaml"));
        part("voice").textContent = "The text is selected: copy it.";
      }
    });

    part("plain").hidden = true;
    part("tool").hidden = false;
  }

  /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-form]")).forEach(
    begin,
  );

  // "Report a mistake" at the foot of a page names the page.
  const page = new URLSearchParams(location.search || location.hash.split("?")[1] || "").get(
    "page",
  );
  const field = /** @type {HTMLInputElement | null} */ (document.getElementById("mistake-page"));
  if (page && field) field.value = page;
})();
