// The search: an index of entries in, the best entries for a query out. It touches no page and asks no server.
//
// Every reading of the query (search-readings.js) is scored against every entry: how rare its words are, where they
// stand (heading, names, text), whether they stand together. The best reading of each entry counts; what was found is put
// in order by search-ranking.js. MIT licence.
(function () {
  "use strict";

  const { words, fold, text, understand, SOFT } = window.refdeskSearch;
  const { HAN, STOP, spelling, singular, stem, tokens, asLine, compact } = text;
  const KINDS = ["page", "section", "term", "institution", "claim", "event", "source", "row", "note"];
  // How much the title of its page says about an entry: little where a page is a long list.
  const TITLE_WEIGHT = { section: 1, term: 0, institution: 0, claim: 0.2, event: 0.2, source: 0, row: 0.5, page: 0, note: 1 };
  // An entry that is found by its name is the answer; one whose text has the words is one place among others.
  const TEXT_WEIGHT = { page: 0.7, term: 0.8, institution: 0.8, note: 0.7 };
  // A page is found by the Chinese given for it, but not taken to be about each pair of its characters.
  const CHINESE_FOR_PAGE = 1.2;
  const FEW = 8; // so many are taken however little they have of the query
  // A word that means much the same as one that was typed.
  const ALIKE = 0.7;
  // A word that the site does not have must not bury what the other words lead to.
  const UNKNOWN = 0.3;
  // A question leads to the heading that asks it ("Why 2023 has two columns").
  const ASKING = new Set(["how", "when", "where", "which", "who", "why"]);
  const ASKED = 0.4;
  const HUBS = "hubs/";

  const DECIMAL = /^[0-9]+\.[0-9]+$/;
  const DATE = /^(?:([0-9]{1,2}day) )?([a-z]+) ((?:19|20)[0-9]{2})(?: |$)/;
  // Beside two words or more, a year tells one text of a series from the others.
  const YEAR = /^(?:19|20)[0-9]{2}$/;
  const BY_YEAR = 1.5;
  const BY_MONTH = 2;
  const BY_DAY = 2.6;

  // How much of the weight of its words an entry has to have.
  const ENOUGH = 0.3;
  // Where no text has so much of a query, or has so much of it in its title, a place that it names is the answer.
  const MOST_OF_QUERY = 0.65;
  const MOSTLY_NAMED = 0.5;
  // How much of the weight of its words is all of a query; the same with its words in other forms.
  const WHOLE = 0.98;
  const NAMELY = 0.8;
  // What it adds that a part of the query is the name of an entry.
  const PART_OF_QUERY = 0.2;
  const DATE_IN_QUERY = 0.9;

  const isPart = ({ kind }) => kind === "section" || kind === "note";
  const isTold = (entry) => entry.kind !== "page";

  class Engine {
    constructor(index) {
      text.learn(index.traditional);
      this.pages = index.pages;
      this.entries = index.entries.map(([page, anchor, kind, heading, body, names, others]) => ({
        page, anchor, heading, kind: KINDS[kind], names: names || [], others: others || [],
        text: typeof body === "number" ? index.entries[body][4] : body, // a text that stands on several pages
      })); // prettier-ignore
      this.postings = new Map(); // token -> [entry, weight, entry, weight, …]
      this.families = new Map(); // stem -> words
      this.named = new Map(); // a whole name without spaces -> [[entry, weight], …]
      this.sources = new window.refdeskSearch.Sources((word) => this._reach(word));
      this.places = new Map(); // name of a hub -> its page
      this._fill();
      this.ranking = new window.refdeskSearch.Ranking(this.pages, this.sections, this.sources);
      this.readings = new window.refdeskSearch.Readings(this, index.synonyms, index.pinyin, index.everyday);
      this.rows = new window.refdeskSearch.Rows(
        index.tables, index.pages, (word) => this.readings.alike.get(stem(word)) || [], (list) => this.named.has(compact(list))
      ); // prettier-ignore
    }

    // ---- Index -----------------------------------------------------------------------------------------------

    _fill() {
      const ofPage = new Map();
      const alike = new Map();
      this.entries.forEach((entry) => {
        const list = words(entry.text);
        entry.body = tokens(list, true);
        entry.line = asLine(list);
        const heading = words(entry.heading);
        entry.headingLine = asLine(heading);
        entry.asks = ASKING.has(heading[0]) ? heading[0] : "";
        if (!ofPage.has(entry.page)) ofPage.set(entry.page, new Map());
        const all = ofPage.get(entry.page);
        if (entry.kind === "source") this.sources.learn(entry);
        if (entry.kind === "section") entry.body.forEach((token) => all.set(token, (all.get(token) || 0) + 1));
        // Other words for what is no page, and the publishers of a source, count as if they stood in its text.
        entry.told = isTold(entry) ? entry.others.map(words) : [];
        const told = entry.told.flatMap((name) => tokens(name, true));
        // Chinese words for it make the text of an entry no longer for those who read it.
        entry.length = entry.body.length + told.filter((token) => !HAN.test(token)).length;
        entry.body.push(...told);
        alike.set(entry.headingLine, (alike.get(entry.headingLine) || 0) + (TITLE_WEIGHT[entry.kind] === 1 ? 1 : 0));
      });
      this.sections = new Map(); // page -> its sections
      this.entries.forEach((entry) => {
        if (isPart(entry)) this.sections.set(entry.page, [...(this.sections.get(entry.page) || []), entry]);
      });
      const mean = this.entries.reduce((sum, entry) => sum + entry.length, 0) / this.entries.length;
      this.entries.forEach((entry, number) => {
        // A heading that many pages have ("Numbers") names none of its sections.
        entry.own = 1 / (TITLE_WEIGHT[entry.kind] === 1 ? alike.get(entry.headingLine) : 1);
        this._add(entry, number, mean, ofPage.get(entry.page));
      });
      this.decimals = [...this.postings.keys()].filter((word) => DECIMAL.test(word));
      for (const word of this.postings.keys()) {
        if (HAN.test(word)) continue;
        const root = stem(word);
        if (!this.families.has(root)) this.families.set(root, []);
        this.families.get(root).push(word);
      }
    }

    _add(entry, number, mean, ofPage) {
      const weights = new Map();
      const raise = (list, weight) => {
        const long = 1 + 0.1 * (list.length - 1);
        tokens(list, true).forEach((token) => weights.set(token, Math.max(weights.get(token) || 0, weight / long)));
      };
      const heading = words(entry.heading);
      if (entry.kind === "event") this._nameByDate(entry, number);
      entry.nameLines = [];
      if (entry.kind === "page" && this._isHub(entry)) this.places.set(compact(heading), entry.page);
      raise(heading, 2.2 * entry.own ** 0.3);
      this._name(heading, number, 2.5 * entry.own);
      [[entry.names, 2, 2.5], [isTold(entry) ? [] : entry.others, 1.6, 1.9]].forEach(([names, weight, whole]) =>
        names.forEach((name) => {
          const list = words(name);
          raise(list, names === entry.others && HAN.test(compact(list)) ? CHINESE_FOR_PAGE : weight);
          entry.nameLines.push(asLine(list));
          this._name(list, number, whole);
          if (entry.kind === "page" && this._isHub(entry)) this.places.set(compact(list), entry.page);
        })
      ); // prettier-ignore
      if (entry.kind !== "source") entry.told.forEach((list) => this._name(list, number, isPart(entry) ? 1.2 : 1.9));
      const add = (token, weight) => weights.set(token, (weights.get(token) || 0) + weight);
      const title = TITLE_WEIGHT[entry.kind];
      if (title) tokens(words(this.pages[entry.page][1]), true).forEach((token) => add(token, 0.8 * title));
      entry.title = new Set(weights.keys());
      const counts = new Map();
      entry.body.forEach((token) => counts.set(token, (counts.get(token) || 0) + 1));
      const body = TEXT_WEIGHT[entry.kind] || 1;
      const long = 0.9 + 0.4 * (entry.length / mean);
      counts.forEach((count, token) => add(token, (1.3 * body * count) / (count + long)));
      if (entry.kind === "page") ofPage.forEach((count, token) => add(token, (0.9 * count) / (count + 3)));
      weights.forEach((weight, token) => {
        if (!this.postings.has(token)) this.postings.set(token, []);
        this.postings.get(token).push(number, weight);
      });
      delete entry.body;
    }

    /** Whether the site has a word, in whatever form. */
    knows(word) {
      return this.postings.has(word) || this.families.has(stem(word));
    }

    /** How many entries that are no sources have a word. */
    _reach(word) {
      return (this.postings.get(word) || []).filter((number, at) => at % 2 === 0 && this.entries[number].kind !== "source").length;
    }

    _isHub({ page, names }) {
      return names.length > 0 && this.pages[page][0].startsWith(HUBS);
    }

    /** The pages of the hubs that a query names beside other words. */
    _placesIn(list) {
      const found = new Set();
      list.forEach((word, at) => {
        const names = [word, word + (list[at + 1] || "")];
        if (HAN.test(word)) names.push(word.slice(0, 2), word.slice(0, 3));
        names.filter((name) => this.places.has(name)).forEach((name) => found.add(this.places.get(name)));
      });
      const alone = this.places.has(compact(list));
      return alone ? new Set() : found;
    }

    /** Where no text has most of what was asked, the page of a place that the query names comes first. */
    _offerPlaces(best, places) {
      const found = [...best];
      if (!places.size || !found.length || found.some(([, { share }]) => share >= MOST_OF_QUERY)) return;
      const [top, { value, inTitle }] = found.reduce((first, next) => (next[1].value > first[1].value ? next : first));
      if (places.has(top.page) || inTitle > MOSTLY_NAMED) return;
      this.entries.forEach((entry) => {
        if (entry.kind !== "page" || !places.has(entry.page)) return;
        const own = best.get(entry) || { share: 0, inTitle: 0, literal: 0, list: [], shown: new Map(), weight: 1 };
        best.set(entry, { ...own, value, titled: true, rarities: null });
      });
    }

    /** An event is found by its date, with which its text begins, and by the month of it. */
    _nameByDate({ text: line }, number) {
      const [, day, month, year] = words(line).slice(0, 3).join(" ").match(DATE) || [];
      if (!year) return;
      this._name([month, year], number, BY_MONTH);
      if (day) this._name([day, month, year], number, BY_DAY);
    }

    /** Remember a whole name: as it is spelt, by its stems, and without its little words. */
    _name(list, number, weight) {
      const kept = list.filter((word) => !STOP.has(word));
      const { kind } = this.entries[number];
      // The names of terms and institutions are learned from the data as they stand.
      const short = kept.length > 1 && kind !== "term" && kind !== "institution" ? [kept.map(stem)] : [];
      const forms = [list, list.map(stem), ...short];
      new Set(forms.map(compact)).forEach((name) => {
        if (!this.named.has(name)) this.named.set(name, []);
        this.named.get(name).push([number, weight]);
      });
    }

    // ---- Query -----------------------------------------------------------------------------------------------

    /** The best entries for what was typed, the words that led to them, the reading that won. */
    search(typed) {
      const { asked, ways } = understand(typed);
      const best = new Map();
      ways.places = this._placesIn(words(asked));
      this.readings.of(words(asked)).forEach(([list, weight, corrected, name]) => {
        const shown = new Map();
        const keep = (entry, found) => {
          // Who lacks a word of the name by which a query is read is somebody else.
          if (name && found.share < NAMELY) return;
          const value = found.score * weight;
          if (weight < 1 && !corrected) found.literal = 0; // a title is typed as it stands
          if (value > (best.get(entry)?.value || 0)) best.set(entry, { ...found, value, list, shown, corrected, weight, typed: weight > 0.9 && !name });
        };
        this._score(list, shown).forEach((found, number) => keep(this.entries[number], found));
        if (!ways.reason) this.rows.find(list, SOFT).forEach(([row, score]) => keep(row, { score, share: 1, inTitle: 1, titled: true, literal: 0 }));
      });
      this._offerPlaces(best, ways.places);
      const hits = this.ranking.order(best, ways);
      const shown = new Map(); // word -> how near it is to what was typed
      const show = (weight, word) => shown.set(word, Math.max(weight, shown.get(word) || 0));
      const first = hits.length ? best.get(hits[0]) : null;
      // What a far-fetched reading found is not marked in the results of a near one.
      const found = hits.slice(0, 10).map((entry) => best.get(entry));
      found.filter(({ weight }) => weight > first.weight / 2).forEach((one) => one.shown.forEach(show));
      words(asked).forEach((word) => STOP.has(word) || show(1, word)); // what was typed is marked wherever it stands
      return { hits, words: shown, reading: first && first.corrected ? first.list.join(" ").replace(/\b([0-9]+)day\b/g, "$1") : "" };
    }

    /** The words that a word of the query stands for, with weights. */
    _expand(word, last, typed) {
      const found = new Map();
      if (this.postings.has(word)) found.set(word, 1);
      if (HAN.test(word)) return found;
      const alone = typed.size === 1;
      (this.families.get(stem(word)) || []).forEach((other) => {
        if (!found.has(other)) found.set(other, kinship(word, other, alone));
      });
      this._rounded(word).forEach((other) => found.has(other) || found.set(other, 0.85));
      // In "machine tools" no machine stands for a tool.
      const others = (this.readings.alike.get(stem(word)) || []).filter((alike) => !typed.has(stem(alike)));
      others.forEach((alike) =>
        (this.families.get(stem(alike)) || []).forEach((other) => {
          // A supplier is much like a maker, but not like what is made.
          if (!found.has(other) && (!alone || singular(other) === singular(alike))) found.set(other, ALIKE);
        })
      );
      if (word.length > 1 && (last || (!found.size && word.length > 4))) {
        const known = found.size > 0;
        let left = 40;
        for (const other of this.readings.words) {
          if (!found.has(other) && other.startsWith(word) && left-- > 0) {
            found.set(other, (known ? 0.35 : 0.6) + 0.3 * (word.length / other.length));
          }
        }
      }
      return found;
    }

    /** Numbers of the site from which a shorter one was rounded: 116.938 for 116.9. */
    _rounded(word) {
      if (!DECIMAL.test(word)) return [];
      const places = word.split(".")[1].length;
      return this.decimals.filter((other) => other.length > word.length && Number(other).toFixed(places) === word);
    }

    _score(list, shown) {
      const terms = tokens(list, false);
      const kept = terms.filter((term) => !STOP.has(term));
      const wanted = [...new Set(kept.length ? kept : terms)];
      const typed = new Set(wanted.map(stem));
      const size = this.entries.length;
      const sums = new Map(); // entry -> [value, weight of the words it has, those of them in its title]
      let total = 0;
      const rarities = new Map(); // stem of a word -> how rare it is, and the stems that stand for it
      wanted.forEach((term, at) => {
        const forms = this._expand(term, at === wanted.length - 1 && term === list[list.length - 1], typed);
        const least = Math.min(0.8, Math.max(0, ...forms.values()) - 0.01);
        const reach = Math.max(0, ...[...forms].map(([form, weight]) => (weight > least ? this.postings.get(form).length / 2 : 0)));
        const soft = !forms.size ? UNKNOWN : wanted.length > 1 && SOFT.has(term) ? 0.3 : 1;
        const dated = wanted.length > 2 && YEAR.test(term) ? BY_YEAR : 1;
        const rarity = dated * soft * Math.log(1 + (size - reach + 0.5) / (reach + 0.5));
        total += rarity;
        rarities.set(stem(term), [rarity, new Set([...forms.keys()].map(stem))]);
        const here = new Map();
        forms.forEach((weight, form) => {
          if (weight > 0.6) shown.set(form, weight);
          const posting = this.postings.get(form);
          for (let n = 0; n < posting.length; n += 2) {
            const value = weight * posting[n + 1];
            const old = here.get(posting[n]);
            if (!old) here.set(posting[n], [value, weight, form]);
            // What the word itself covers is not lost where another that means the same stands more in view.
            else if (value > old[0]) here.set(posting[n], [value, weight === ALIKE ? Math.max(weight, old[1]) : weight, form]);
          }
        });
        here.forEach(([value, weight, form], number) => {
          const sum = sums.get(number) || [0, 0, 0];
          const titled = this.entries[number].title.has(form) ? rarity : 0;
          sums.set(number, [sum[0] + rarity * value, sum[1] + rarity * weight, sum[2] + titled]);
        });
      });
      list.forEach((word) => HAN.test(word) && shown.set(word, 1));
      const phrase = this._phrase(list);
      const published = this.sources.publishedBy(list);
      const scores = new Map();
      const shares = [...sums.values()].map(([, covered]) => covered / total);
      // Where few have so much, a little is better than nothing.
      const enough = Math.min(ENOUGH, shares.sort((a, b) => b - a)[Math.min(FEW, shares.length) - 1] || 0);
      sums.forEach(([value, covered, titled], number) => {
        const share = covered / total;
        if (share < enough) return;
        const entry = this.entries[number];
        const score = (value / total) * share ** 1.5 + (share > 0.6 ? this._closeness(entry, phrase) : 0);
        const asked = share > 0.9 && entry.asks && entry.asks === phrase.first ? ASKED : 0;
        const names = [entry.headingLine, ...entry.nameLines].filter((line) => phrase.long && line.includes(phrase.line));
        const literal = Math.max(0, ...names.map((line) => phrase.line.length / line.length)); // how much of the name it is
        scores.set(number, { score: score + asked, share, inTitle: titled / total, titled: titled / total > WHOLE, literal, rarities, byPublisher: published.get(entry) || 0 });
      });
      this._within(list).forEach((value, number) => {
        if (scores.has(number)) scores.get(number).score += value;
      });
      this._byName(list).forEach((value, number) => {
        const found = scores.get(number) || { score: 0.5, share: 1, literal: 1 };
        scores.set(number, { ...found, inTitle: 1, titled: true, score: found.score + value });
      });
      return scores;
    }

    /** What it adds that the whole query is the name of an entry. */
    _byName(list) {
      const bonus = new Map();
      [[compact(list), 1], [compact(list.map(stem)), 0.9]].forEach(([name, share]) =>
        (this.named.get(name) || []).forEach(([number, weight]) =>
          bonus.set(number, Math.max(bonus.get(number) || 0, weight * share))
        )
      ); // prettier-ignore
      return bonus;
    }

    /** What it adds that a part of the query is the whole name of an entry: the more, the larger the part. */
    _within(list) {
      const bonus = new Map();
      const kept = list.filter((word) => !STOP.has(word));
      const add = (name, share) =>
        (this.named.get(name) || []).forEach(([number, weight]) =>
          bonus.set(number, Math.max(bonus.get(number) || 0, (weight === BY_MONTH || weight === BY_DAY ? DATE_IN_QUERY : PART_OF_QUERY) * share * weight))
        );
      for (let from = 0; from < kept.length; from++) {
        for (let to = from + 2; to <= Math.min(kept.length, from + 6); to++) {
          if (to - from < kept.length) add(compact(kept.slice(from, to).map(stem)), (to - from) / kept.length);
        }
      }
      return bonus;
    }

    _phrase(list) {
      let line = asLine(list);
      if (HAN.test(line[1])) line = line.slice(1);
      if (HAN.test(line[line.length - 2])) line = line.slice(0, -1);
      const roots = list.filter((word) => !STOP.has(word)).map(stem);
      const pairs = roots.length > 2 ? roots.slice(1).map((root, at) => ` ${roots[at]} ${root} `) : [];
      const long = roots.length > 1 || (HAN.test(line) && line.length > 2);
      return { line, roots, pairs, start: asLine(list).trimEnd(), long, first: list[0] };
    }

    /** What it adds that the words stand together and in order: in the heading, in a name, in the text. */
    _closeness(entry, { line, start, long, roots, pairs }) {
      let value = 0;
      if (entry.headingLine.startsWith(start)) value = 0.8 * entry.own;
      else if (entry.headingLine.includes(line)) value = 0.6 * entry.own;
      if (value < 0.6) {
        for (const name of entry.nameLines) {
          if (name.startsWith(start)) value = Math.max(value, 0.6);
          else if (name.includes(line)) value = Math.max(value, 0.45);
        }
      }
      // A heading that has every word, in whatever order.
      if (roots.length > 2 && roots.every((root) => entry.headingLine.includes(` ${root} `))) value = Math.max(value, 1);
      if (pairs.length && entry.kind !== "source") {
        const together = (one) => pairs.filter((pair) => one.includes(pair)).length / pairs.length;
        value += 0.5 * entry.own * together(entry.headingLine) + 0.1 * together(entry.line);
      }
      // That something was not found says less than what was.
      return value + (long && entry.line.includes(line) ? (entry.kind === "note" ? 0.3 : 0.6) : 0);
    }

    // ---- Help when nothing is found --------------------------------------------------------------------------

    /** Names that look like what was typed. */
    near(typed) {
      const grams = (one) => new Set(Array.from({ length: Math.max(1, one.length - 1) }, (_, at) => one.slice(at, at + 2)));
      const wanted = grams(compact(words(typed)));
      const found = [];
      this.entries.forEach((entry) => {
        if (!["page", "term", "institution"].includes(entry.kind)) return;
        [entry.heading, ...entry.names].forEach((name) => {
          const own = grams(compact(words(name)));
          const shared = [...wanted].filter((gram) => own.has(gram)).length;
          const likeness = (2 * shared) / (wanted.size + own.size);
          if (likeness > 0.35) found.push([likeness, entry.names[0] || entry.heading]);
        });
      });
      found.sort((a, b) => b[0] - a[0]);
      const names = new Map(found.map(([, name]) => [fold(name), name]));
      return [...names.values()].slice(0, 4);
    }
  }

  /** How much a word of a family stands for another of it: less where nothing else tells what is meant. */
  function kinship(word, other, alone) {
    if (spelling(word) === spelling(other)) return 1;
    return alone ? (singular(word) === singular(other) ? 0.95 : 0.6) : 0.85;
  }

  /** Called by the index script. */
  window.refdeskSearch.load = function (index) {
    this.engine = new Engine(index);
    this.waiting.splice(0).forEach((tell) => tell(this.engine));
  };
})();
