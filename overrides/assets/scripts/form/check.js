// The forms: what is wrong with what was typed, as far as a browser can tell. MIT licence.
(function () {
  "use strict";
  const forms = window.refdeskForms;
  const HAN = /[\u3400-\u9fff]/;
  /** Hosts that only one network knows, and numbers of machines. */
  const INSIDE = /^(?:localhost|[^.]+|.*\.(?:local|internal|lan|home|corp)|[\d.]+|\[.*\])$/;

  /**
   * Whether the calendar has a year, a month or a day such as 2026, 2026-04 or 2026-04-30.
   * @param {string} text
   */
  function isDate(text) {
    if (!/^\d{4}(?:-\d\d(?:-\d\d)?)?$/.test(text)) return false;
    const day = `${text}-01-01`.slice(0, 10);
    const date = new Date(`${day}T00:00:00Z`);
    return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
  }

  /**
   * What is wrong with an address, or "".
   * @param {string} text
   */
  function wrongAddress(text) {
    if (!URL.canParse(text)) return "Write the whole address, as the browser shows it: https://…";
    const { protocol, hostname, username, password } = new URL(text);
    if (!/^https?:$/.test(protocol)) return "An address begins with https:// or http://.";
    if (username || password) return "This address carries a name or a password.";
    if (INSIDE.test(hostname)) return `Only one network knows '${hostname}'.`;
    const place = forms.addresses[digest(bare(text))];
    if (place === undefined) return "";
    return `This text is there already: its id is ${forms.ids.sources[place]}.`;
  }

  /**
   * An address without its scheme, by which known ones are found.
   * @param {string} text
   */
  const bare = (text) => text.replace(/^https?:\/\/(?:www\.)?/, "").replace(/\/$/, "");

  /**
   * A text as a hash of 32 bits (FNV-1a), as publish/known.py makes it.
   * @param {string} text
   */
  function digest(text) {
    let found = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(text)) {
      found = Math.imul(found ^ byte, 0x01000193);
    }
    return (found >>> 0).toString(16);
  }

  /**
   * What is wrong with what was typed into a field, or "".
   * @param {Typed} field
   * @param {string} entries
   * @param {string} today
   */
  function wrongField({ kind, pattern, isRequired, value }, entries, today) {
    if (!value) return isRequired ? "This is needed." : "";
    switch (kind) {
      case "url":
        return wrongAddress(value);
      case "date":
        if (!isDate(value)) return "Write a year, a month or a day: 2026, 2026-04 or 2026-04-30.";
        return value > today ? `${value} is still to come.` : "";
      case "id":
        if (!/^[a-z0-9][a-z0-9.-]*$/.test(value)) return "Write small letters, digits and hyphens.";
        return forms.ids[entries]?.includes(value) ? `There is an entry '${value}' already.` : "";
    }
    return pattern && !new RegExp(pattern).test(value) ? `'${value}' has another form.` : "";
  }

  /**
   * What is wrong with several fields together.
   * @param {Record<string, string>} values
   * @returns {Wrong[]}
   */
  function wrongTogether(values) {
    /** @type {Wrong[]} */
    const found = [];
    const { issued = "", accessed = "", title = "", language } = values;
    const digits = Math.min(issued.length, accessed.length);
    if (digits && accessed.slice(0, digits) < issued.slice(0, digits)) {
      found.push({
        path: "accessed",
        message: `It was read before it was published, in ${issued}.`,
      });
    }
    if (values["custom.read"] === "copy" && !values["custom.copy-at"]) {
      found.push({
        path: "custom.copy-at",
        message: "A copy is kept by someone: say whose it is.",
      });
    }
    if (language && language !== "en" && HAN.test(title) && !values["custom.gloss"]) {
      found.push({ path: "custom.gloss", message: "Say in English what the title means." });
    }
    return found;
  }

  forms.wrong = (fields, entries, today) => {
    const values = Object.fromEntries(fields.map(({ path, value }) => [path, value]));
    const alone = fields.map((field) => ({
      path: field.path,
      message: wrongField(field, entries, today),
    }));
    const found = alone.filter(({ message }) => message);
    const told = new Set(found.map(({ path }) => path));
    return [...found, ...wrongTogether(values).filter(({ path }) => !told.has(path))];
  };
})();
