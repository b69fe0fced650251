// The explorer: refdesk/publish/explorer.py writes the data, the scripts in explore/ add what they do with them. `make
// lint` holds the scripts to these types, tests/publish/test_declared.py the data of a build.

/** A series of the data, with its measures. */
interface ExplorerSeries {
  id: string;
  group: string;
  view: ExplorerView;
  /** The lines that are shown at first. */
  first: string[];
  /** The column that sets rows apart which are not ranked together. */
  kinds: string | null;
  /** Whether one year may be compared with the next. */
  joined: boolean;
  /** What its lines are. */
  by: string;
  definition: string;
  limits: string[];
  years: number[];
  measures: ExplorerMeasure[];
}

type ExplorerView = "lines" | "bars" | "map";

interface ExplorerMeasure {
  id: string;
  title: string;
  unit: string;
  isShare: boolean;
  /** Years that cannot be compared with the year before. */
  breaks: number[];
  current_prices: boolean;
  lines: ExplorerLine[];
}

/** A line of a measure: its figures in columns, one for each year. */
interface ExplorerLine {
  name: string;
  label: string;
  /** Series and row; "{year}" stands for the year. */
  address: string;
  years: number[];
  /** The years that are estimates -> the series that holds them. */
  early: Record<string, string>;
  values: number[];
  /** Numbers of texts: the ids of the sources, and the note. */
  source: number[];
  note: number[];
}

/** The column and row of a province on the map, its code, the words that it is found by. */
type ExplorerTile = [column: number, row: number, code: string, words: string];

/** A measure as the scripts know it: with its series. */
type Measure = ExplorerMeasure & { series: ExplorerSeries };

/** What a reader has chosen. */
interface Choice {
  /** The id of the measure. */
  m: string;
  places: string[];
  from: number | null;
  to: number | null;
  view: ExplorerView;
  /** The year that bars and the map show. */
  at: number | null;
  /** Whether the first year is 100. */
  index: boolean;
  /** What an address names and is not shown. */
  lost: string[];
}

interface Point {
  year: number;
  /** The figure of the data, and the figure that is shown. */
  raw: number;
  value: number;
  /** The series that holds it, of an estimate. */
  early: string | undefined;
  /** Whether it may be compared with the point before. */
  joined: boolean;
  source: [address: string, name: string];
  note: string;
  address: string;
}

interface ShownLine extends ExplorerLine {
  points: Point[];
  /** The last point that is no estimate. */
  end: Point;
  /** Of four; 0 is grey. */
  colour: number;
  dashed: boolean;
  mark: number;
}

/** What a choice comes to. */
interface Found {
  choice: Choice;
  measure: Measure;
  lines: ShownLine[];
  years: number[];
  /** The year in which lines are ranked. */
  last: number;
  unit: string;
  isOneYear: boolean;
  /** A value as a figure; with what stands behind it; with its whole unit; with its line, year and source. */
  figure(value: number): string;
  bare(value: number): string;
  told(value: number): string;
  said(line: ShownLine, point: Point): string;
}

interface Shown extends Found {
  title: string;
  headline: string;
}

/** The data. */
interface ExplorerData {
  series: ExplorerSeries[];
  /** Ids of sources, and notes. */
  texts: string[];
  /** The ids of sources -> their names. */
  sources: Record<string, string>;
  tiles: Record<string, ExplorerTile>;
}

/** The data with what the scripts make of them. */
interface Explorer extends ExplorerData {
  // choice.js
  measures: Map<string, Measure>;
  /** The places that are shown at first where places stand side by side. */
  usual: string[] | null;
  most: number;
  fill(label: string, values: Record<string, string | number>): string;
  fold(words: string): string;
  isPlace(name: string): boolean;
  measureOf(id: string): Measure;
  views(measure: Measure): ExplorerView[];
  ranked(measure: Measure): ExplorerLine[];
  offered(measure: Measure): ExplorerLine[];
  canIndex(measure: Measure): boolean;
  span(from: number | null, to: number | null): { from: number | null; to: number | null };
  readChoice(text: string): Choice;
  addressOf(choice: Choice): string;
  here(): string;
  keep(choice: Choice): void;
  // shown.js
  brokenAt(year: number): string;
  chosen(choice: Choice): string[];
  shown(choice: Choice): Shown;
  csv(shown: Shown): { count: number; text: string };
  // chart.js
  draw(host: Element, shown: Shown): void;
  // page.js
  /** The address of each series, and of the sources. */
  pages: Record<string, string>;
}

interface Window {
  refdeskExplorer: Explorer;
}
