// The forms: what was typed as the YAML of the data, and where it is sent. MIT licence.
(function () {
  "use strict";
  const forms = window.refdeskForms;
  const LONGEST = 7000; // signs of an address that a code host takes
  const FIRST = ["id", "type"]; // of an entry

  /**
   * A text as YAML writes it between quotation marks, which is how JSON does.
   * @param {string} text
   */
  const quoted = (text) => JSON.stringify(text.replace(/\s+/g, " ").trim());

  /**
   * A text in the letters of an id.
   * @param {string} text
   */
  const slug = (text) =>
    text.normalize("NFD").replace(/[^\w\s-]/g, "").toLowerCase().split(/[\s_-]+/).filter(Boolean);

  /** @param {string} text */
  const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

  forms.proposedId = (values) => {
    const { author = "", publisher = "", issued = "", date = "", name, en, title = "" } = values;
    const by = author ? slug(lines(author)[0]).slice(-1) : slug(publisher).slice(0, 1);
    const words = slug(name || en || values["custom.gloss"] || title)
      .filter((word) => word.length > 3 || name || en);
    const day = issued || date;
    return (en || name ? words : [...by, ...(day ? [day] : []), ...words.slice(0, 2)]).join("-");
  };

  /**
   * A field as lines of YAML.
   * @param {Typed} field
   */
  function written({ path, kind, value }) {
    const name = path.split(".").pop();
    if (kind === "id" || kind === "choice") return [`${name}: ${value}`];
    if (kind === "list") return [`${name}:`, ...lines(value).map((line) => `- ${quoted(line)}`)];
    if (kind === "names") {
      return [`${name}:`, ...lines(value).map((line) => `- literal: ${quoted(line)}`)];
    }
    return [`${name}: ${quoted(value)}`];
  }

  forms.yaml = (fields, entries) => {
    const filled = fields.filter(({ value }) => value);
    /** @param {Typed} field */
    const rank = ({ path }) => (FIRST.indexOf(path) + 1 || FIRST.length + 1);
    const own = filled.filter(({ path }) => !path.includes(".")).sort((a, b) => rank(a) - rank(b));
    const inner = filled.filter(({ path }) => path.includes("."));
    const all = own.flatMap(written);
    if (inner.length) {
      const [record] = inner[0].path.split(".");
      all.push(`${record}:`, ...inner.flatMap(written).map((line) => `  ${line}`));
    }
    const entry = all.map((line, at) => (at ? "  " : "- ") + line).join("\n") + "\n";
    return entries === "sources" ? `references:\n${entry}` : entry;
  };

  forms.letter = ({ page, says, right, source }) =>
    `Page: ${page}\n\nIt says: ${says}\n\nRight is: ${right}\n\nSource: ${source}\n`;

  /**
   * The address of the code host on which what was typed is proposed.
   * @param {DOMStringMap} form
   * @param {string} id
   * @param {string} text
   * @param {Record<string, string>} values
   */
  function onHost({ form: kind, entries, repository, branch }, id, text, values) {
    if (kind === "source") {
      const asked = new URLSearchParams({ filename: `${id}.yml`, value: text });
      return `${repository}/new/${branch}/docs/data/sources?${asked}`;
    }
    if (kind === "mistake") {
      const { page, says, right, source } = values;
      const asked = {
        template: "wrong-fact.yml",
        title: `Mistake on: ${page}`,
        page,
        says,
        right,
        source,
      };
      return `${repository}/issues/new?${new URLSearchParams(asked)}`;
    }
    const asked = {
      template: "new-entry.yml",
      title: `New: ${id}`,
      file: `docs/data/${entries}.yml`,
      entry: text,
    };
    return `${repository}/issues/new?${new URLSearchParams(asked)}`;
  }

  forms.destination = (form, id, text, values) => {
    const { form: kind, entries, repository, contact = "" } = form;
    const file = kind === "source" ? `docs/data/sources/${id}.yml` : `docs/data/${entries}.yml`;
    const place = kind === "mistake" ? "" : ` It belongs into ${file}.`;
    if (repository) {
      const address = onHost(form, id, text, values);
      const isShort = address.length <= LONGEST;
      const what = kind === "source"
        ? "The code host opens with this file filled in. Choose to propose it: the host makes fork and pull request."
        : "The code host opens with this text filled in, for you to send.";
      if (isShort) return { address, button: "Open the code host", what: what + place };
      return {
        address: repository,
        button: "Open the code host",
        what: `The text is too long for an address: copy it, and paste it there.${place}`,
      };
    }
    if (contact.startsWith("mailto:")) {
      const asked = `subject=${encodeURIComponent(id || "Mistake")}&body=${
        encodeURIComponent(text)
      }`;
      return {
        address: `${contact}?${asked}`,
        button: "Write the letter",
        what: `This is the text to send.${place}`,
      };
    }
    if (contact) {
      return {
        address: contact,
        button: "Open the page for it",
        what: `Copy this text, and paste it there.${place}`,
      };
    }
    return {
      address: "",
      button: "",
      what:
        "This copy of the site does not say where its texts are kept. Copy this one, and send it to whoever " +
        `published the site or gave it to you.${place} (Who runs the copy sets REPO_URL or CONTACT_URL.)`,
    };
  };
})();
