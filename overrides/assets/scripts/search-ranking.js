// The search: the order of what was found. What kind of place it is, how the query was asked, whether its words stand
// together, and which of a page and its parts answers. MIT licence.
(function () {
  "use strict";

  const { text } = window.refdeskSearch;
  const { HAN, stem, asLine, compact } = text;
  const KIND_WEIGHT = { page: 1.2, section: 1, term: 1.12, institution: 0.9, claim: 0.85, event: 0.75, row: 0.85, note: 0.8, data: 1 };
  const REPEATED_PAGE = { source: 0.95, term: 0.85, institution: 0.85 };
  const LIMIT = 30;
  const FEW = 8; // so many are shown however little they have of the query
  // Who asks what a word means is led to the glossary.
  const MEANING_WEIGHT = 1.3;
  // A question is no title of a source.
  const SOURCE_IN_QUESTION = 0.5;
  const NEARLY = 0.7; // unless it has most of the title of one
  // Who asks about this site is led to the pages about it.
  const ABOUT = "about/";
  const SITE_WEIGHT = 1.5;
  // Who names a place beside other words asks about the place.
  const PLACE_WEIGHT = 1.2;
  // How much more of a query the heading of a section has to have than the title of its page to come before it.
  const BY_HEADING = 0.2;
  // How much of what a page has of the query makes a section of it able to stand for it.
  const MOSTLY = 0.6;
  // What it may lack of that and still be taken for having all of it.
  const ALL_BUT = 0.1;
  // What a note gets from its page, at most: so many times its own value.
  const NOTE_AT_MOST = 2;
  // How much of a query in its title makes a page be about it.
  const OWN_SUBJECT = 0.7;
  // What a section has to be worth beside such a page to stand for it.
  const LITTLE = 0.65;
  // Words that belong together stand in one sentence: so many words, the little ones not counted.
  const SENTENCE = 14;
  // What an entry loses whose words are scattered, and how many of the best are looked at.
  const SCATTERED = 0.8;
  const LOOKED_AT = 40;

  const isPart = ({ kind }) => kind === "section" || kind === "note";

  class Ranking {
    /** `pages` and `sections` (by page) are those of the engine, `sources` weighs what is one. */
    constructor(pages, sections, sources) {
      this.pages = pages;
      this.sections = sections;
      this.sources = sources;
    }

    /** The entries in order; a page that has already answered steps back a little, so that others are seen. */
    order(best, ways) {
      const candidates = [...best].map(([entry, found]) => {
        let value = found.value * (entry.kind === "source" ? this.sources.weight(found) : KIND_WEIGHT[entry.kind]);
        if (ways.meaning && entry.kind === "term") value *= MEANING_WEIGHT;
        if (ways.question && entry.kind === "source" && found.literal < NEARLY) value *= SOURCE_IN_QUESTION;
        if (ways.places.has(entry.page)) value *= PLACE_WEIGHT;
        if (ways.site && this.pages[entry.page][0].startsWith(ABOUT)) value *= SITE_WEIGHT;
        return { entry, value };
      });
      this._standTogether(candidates, best);
      this._giveWay(candidates, best);
      candidates.sort((a, b) => b.value - a.value);
      const least = 0.2 * Math.min(2, candidates.length ? candidates[0].value : 0);
      const pool = candidates.slice(0, 200).filter((one, at) => at < FEW || one.value > least);
      const seen = new Map(); // pages, and texts that stand on several pages
      const ranked = [];
      while (pool.length && ranked.length < LIMIT) {
        let top = 0;
        let topValue = -1;
        pool.forEach(({ entry, value: own }, at) => {
          const value = own * (REPEATED_PAGE[entry.kind] || 0.75) ** (seen.get(entry.page) || 0) * (seen.has(entry.line) ? 0.5 : 1);
          if (value > topValue) [top, topValue] = [at, value];
        });
        const [{ entry }] = pool.splice(top, 1);
        seen.set(entry.page, (seen.get(entry.page) || 0) + 1);
        seen.set(entry.line, 1);
        ranked.push(entry);
      }
      return ranked;
    }

    /** The best candidates lose a part of their value where their words are scattered. */
    _standTogether(candidates, best) {
      candidates.sort((a, b) => b.value - a.value);
      candidates.slice(0, LOOKED_AT).forEach((one) => {
        const { rarities, list } = best.get(one.entry);
        if (!rarities || rarities.size < 3 || HAN.test(compact(list))) return;
        const { kind, page } = one.entry;
        const parts = kind === "page" ? this.sections.get(page) || [] : [];
        const together = Math.max(...[one.entry, ...parts].map((part) => this._together(part, rarities)));
        one.value *= 1 - SCATTERED * (1 - together);
      });
    }

    /** How much of the weight of the words stands in one sentence of an entry, or in its title. */
    _together(entry, rarities) {
      entry.titled ??= new Set([...entry.title].map(stem));
      entry.stems ??= [entry.line, ...entry.told.map(asLine)].flatMap((line) => line.trim().split(" "));
      let total = 0;
      let always = 0;
      const wanted = new Map(); // stem -> the words it stands for
      rarities.forEach(([rarity, stems], root) => {
        total += rarity;
        if ([...stems].some((one) => entry.titled.has(one))) always += rarity;
        else stems.forEach((one) => wanted.set(one, [...(wanted.get(one) || []), [root, rarity]]));
      });
      const last = new Map(); // word -> where it stood last
      let best = 0;
      entry.stems.forEach((one, at) => {
        if (!wanted.has(one)) return;
        wanted.get(one).forEach(([root, rarity]) => last.set(root, [at, rarity]));
        let sum = 0;
        last.forEach(([where, rarity]) => (sum += at - where < SENTENCE ? rarity : 0));
        best = Math.max(best, sum);
      });
      return total ? (always + best) / total : 1;
    }

    /** A page that is not found by its title gives its place to its section or row that has the words, or else most of them. */
    _giveWay(candidates, best) {
      const sections = new Map();
      candidates.forEach((one) => {
        const { page } = one.entry;
        if (isPart(one.entry) || one.entry.kind === "row") sections.set(page, [...(sections.get(page) || []), one]);
      });
      candidates.forEach((one) => {
        const { kind, page } = one.entry;
        const { titled, inTitle, share } = best.get(one.entry);
        if (kind !== "page" || titled) return;
        const able = (least) =>
          (sections.get(page) || []).filter(({ entry }) => {
            const other = best.get(entry);
            return other.share > least || (other.inTitle > inTitle + BY_HEADING && other.share > MOSTLY * share);
          });
        const whole = able(share - ALL_BUT);
        const some = whole.length ? whole : able(MOSTLY * share);
        const other = some.reduce((top, next) => (!top || next.value > top.value ? next : top), null);
        // A page that is about what was asked is not given up for a section that says little of it.
        const little = inTitle > OWN_SUBJECT && other && other.value < LITTLE * one.value;
        if (!other || other.value >= one.value || little) return;
        // What was not found, or how the site is made, is not what most people who find a page are after.
        const most = other.entry.kind === "note" ? NOTE_AT_MOST * other.value : one.value;
        [one.value, other.value] = [other.value, Math.min(one.value, most)];
      });
    }
  }

  window.refdeskSearch.Ranking = Ranking;
})();
