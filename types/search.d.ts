// The search index: refdesk/search/index.py writes it, search-engine.js and search-chinese.js read it. `make lint` holds
// the readers to this form, tests/publish/test_declared.py a built index. Columns of one table have the same length.

type Kind =
  | "page"
  | "section"
  | "term"
  | "institution"
  | "claim"
  | "event"
  | "source"
  | "row"
  | "note";

interface SearchIndex {
  pages: IndexedPage[];
  /** The pages, their sections and their entries, in columns. A page is its number in `pages`. */
  entries: {
    page: number[];
    /** The id within the page; "" for the page itself. */
    anchor: string[];
    kind: Kind[];
    title: string[];
    text: string[];
    /** Other names, shown in a result. */
    names: string[][];
    /** Words that lead to the entry and are not shown. */
    keywords: string[][];
  };
  /** Groups of names that mean the same. */
  synonyms: string[][];
  beside: IndexedMeasure[];
  tables: IndexedTable[];
  /** Syllable -> the characters that are read so; behind "|" those that are also read so. */
  pinyin: Record<string, string>;
  /** Pairs of a traditional character and its simplified form. */
  traditional: string;
}

interface IndexedPage {
  url: string;
  title: string;
  /** The titles of the sections above it. */
  trail: string[];
}

/** A measure of which a page sets several lines side by side. */
interface IndexedMeasure {
  page: number;
  /** The measure in the address of the page. */
  measure: string;
  title: string;
  /** `value` is the line in the address, "" where the page shows it in any case. */
  lines: { value: string; label: string; names: string[] }[];
}

/** A series, in columns. */
interface IndexedTable {
  page: number;
  /** What the whole series is about, a country or a city. */
  place: string[];
  /** The columns of the key; `labels` are those of cells that have one. */
  keys: { cells: string[]; labels: Record<string, string> }[];
  columns: { title: string; unit: string; cells: string[] }[];
  /** The keys of rows that a later figure replaces, their parts joined by "/". */
  replaced: string[];
}

/** What can be found: an entry or a row. */
interface SearchDocument {
  id: number;
  page: number;
  anchor: string;
  kind: Kind | "data";
  title: string;
  text: string;
  names: string[];
  keywords: string[];
  words: DocumentWords;
  /** The tokens of its lines, once they are asked for. */
  lines?: string[][];
  /** Of a row: what tells it from other rows, and whether a later figure replaces it. */
  labels?: string[];
  isReplaced?: boolean;
  /** The query of the address that it leads to. */
  search?: string;
}

/** The words of each line of a document, by field. */
interface DocumentWords {
  title: string[][];
  names: string[][];
  keywords: string[][];
  text: string[][];
}

/** A way to meet a word: the tokens of which a text must have all, and what meeting it so counts. */
type Way = [tokens: string[], weight: number];

/** A word of a query. */
interface WantedWord {
  /** The unbroken run of letters or characters that it was cut from. */
  run: string;
  word: string;
  ways: Way[];
  /** The tokens of all ways. */
  tokens: Set<string>;
  isKnown: boolean;
  /** What a word may begin with that is still being typed. */
  start?: string;
  /** What is looked for in place of a word that the site does not have. */
  instead?: string[];
}

interface SearchAnswer {
  hits: SearchDocument[];
  count: number;
  /** The tokens to mark in what was found. */
  marks: Set<string>;
  missing: WantedWord[];
}

interface SearchEngine {
  pages: IndexedPage[];
  search(typed: string): SearchAnswer;
}

/** Chinese cut into names and words, and pinyin read as Chinese (search-chinese.js). */
interface ChineseReader {
  /** A name without its blanks -> names that mean the same. */
  meanings: Map<string, Set<string>>;
  /** A syllable -> the characters that are read so. */
  signs: Map<string, Set<string>>;
  cut(run: string): string[];
  heard(letters: string): string[];
}

/** What the scripts of the search share. */
interface Search {
  engine: SearchEngine | null;
  /** Whether the index has been asked for. */
  isAsked: boolean;
  /** Called once the engine is there (search-box.js). */
  ready(): void;
  /** Called by the index script (search-engine.js). */
  load(index: SearchIndex): void;
  Chinese: new (
    index: SearchIndex,
    docs: SearchDocument[],
    isPair: (pair: string) => boolean,
  ) => ChineseReader;
  // The words of a text (search-text.js).
  HAN: RegExp;
  STOP: Set<string>;
  SUBJECT: RegExp;
  simplified: Map<string, string>;
  fold(text: string): string;
  words(text: string): string[];
  stem(word: string): string;
  ofWord(word: string, inText?: boolean): string[];
  isNumber(word: string): boolean;
  key(words: string[]): string;
  joined(name: string): string;
  collect<Name, Value>(map: Map<Name, Set<Value>>, name: Name, value: Value): void;
}

interface Window {
  refdeskSearch: Search;
  MiniSearch: MiniSearchClass;
}

declare const refdeskSearch: Search;

interface MiniSearchOptions<Doc, Text> {
  fields: string[];
  extractField?: (document: Doc, field: string) => Text | number;
  stringifyField?: (value: Text, field: string) => Text;
  tokenize: (text: Text) => string[];
  processTerm: (term: string) => string;
  searchOptions?: { tokenize: (term: string) => string[]; boost: Record<string, number> };
}

interface MiniSearchQuery {
  prefix?: boolean;
  fuzzy?: number;
  maxFuzzy?: number;
  boostDocument?: (id: string) => number;
}

/** The part of MiniSearch, in overrides/assets/vendor, that the search uses; `Id` is what tells its documents apart. */
interface MiniSearch<Doc, Id> {
  addAll(documents: Doc[]): void;
  search(
    query: string | { queries: string[]; prefix: boolean },
    options?: MiniSearchQuery,
  ): { id: Id; score: number; queryTerms: string[] }[];
}

interface MiniSearchClass {
  new <Doc extends { id: string | number }, Text = string>(
    options: MiniSearchOptions<Doc, Text>,
  ): MiniSearch<Doc, Doc["id"]>;
}
