// What the scripts of the site find on a page besides what browsers give.

/** The text of a label in the language of the page; a build puts it in place. */
declare function _(text: string): string;

interface Window {
  /** What was typed, as far as it is looked for (query.js). */
  refdeskQuery(typed: string): string;
}

// The head of problems.js in a preview.
declare const PROBLEMS: { path: string; place: string; code: string; sentence: string }[];
/** The page of the explanations. */
declare const PAGE: string;
