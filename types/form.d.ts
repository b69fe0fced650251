// The forms by which readers send something: refdesk/publish/known.py writes what is known, blocks/form.py the fields,
// the scripts in form/ check what is typed and write it as text.

/** What the data have. */
interface KnownEntries {
  /** Ids of entries, by the name of their data file. */
  ids: Record<string, string[]>;
  /** The digests of the addresses of sources, without their scheme -> the place of the source among the ids. */
  addresses: Record<string, number>;
}

/** What was typed into a field. */
interface Typed {
  /** As it is written: "custom.kind". */
  path: string;
  kind: "text" | "long" | "list" | "names" | "date" | "url" | "choice" | "id";
  pattern: string;
  isRequired: boolean;
  value: string;
}

/** A field, and what is wrong with it. */
interface Wrong {
  path: string;
  message: string;
}

/** Where a text is sent, and how that is said. */
interface Destination {
  /** '' where the settings of the copy name none. */
  address: string;
  button: string;
  what: string;
}

/** What the data have, and what the scripts add. */
interface Forms extends KnownEntries {
  wrong(fields: Typed[], entries: string, today: string): Wrong[];
  proposedId(values: Record<string, string>): string;
  yaml(fields: Typed[], entries: string): string;
  letter(values: Record<string, string>): string;
  destination(
    form: DOMStringMap,
    id: string,
    text: string,
    values: Record<string, string>,
  ): Destination;
}

interface Window {
  refdeskForms: Forms;
}
