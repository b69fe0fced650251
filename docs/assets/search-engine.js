// The search: an index of entries in, the best entries for a query out. It touches no page and asks no server.
//
// Text and queries go through the same folding (case, accents, full-width and traditional forms, British and American
// spelling, light stemming; Chinese by pairs of characters). A query is tried as typed and in a few other readings:
// synonyms, corrected spelling, words joined or split, pinyin as Chinese and Chinese as pinyin. The best reading of
// each entry counts. MIT licence, like the rest of this site's code.
(function () {
  "use strict";

  const KINDS = ["page", "section", "term", "institution", "claim", "event", "source", "row"];
  const KIND_WEIGHT = { page: 1.2, section: 1, term: 1.12, institution: 1, claim: 0.85, event: 0.8, source: 0.12, row: 0.85 };
  // A source is what those want who type a part of its title: it gains with every word that was typed.
  const SOURCE_PER_WORD = 0.13;
  // How much the title of its page says about an entry: little where a page is a long list.
  const TITLE_WEIGHT = { section: 1, term: 0, institution: 0, claim: 0.2, event: 0.2, source: 0, row: 0.5, page: 0 };
  // An entry that is found by its name is the answer; one whose text has the words is one place among others.
  const TEXT_WEIGHT = { page: 0.8, term: 0.8, institution: 0.8 };
  const REPEATED_PAGE = { source: 0.95, term: 0.85, institution: 0.85 };
  const LIMIT = 30;
  const STOP = new Set(
    ("a about an and are as at be been between by can could did do does for from had has have how in into is it its of " +
      "on or should that the their there these this those to was were what when where which who why will with would").split(" ")
  );
  // Words of a question that its answer seldom has: in a long query they count for little.
  const SOFT = new Set("bad best better big china chinese enough good great less low lower more really very".split(" "));
  const HAN = /[\u3400-\u9fff]/;
  const PLACE = /^([\u3400-\u9fff]{2,3})(?:省|市|自治区)$/;
  const WORDS = /[a-z0-9]+(?:,[0-9]{3}(?![0-9]))*(?:\.[0-9]+)?|[\u3400-\u9fff]+/g;

  // ---- Words -------------------------------------------------------------------------------------------------

  const simplified = new Map();

  /** Lower case, half width, without accents, in simplified characters. */
  function fold(text) {
    const plain = text.normalize("NFKC").toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").normalize("NFC");
    return plain.replace(/[\u3400-\u9fff\uf900-\ufaff]/g, (sign) => simplified.get(sign) || sign);
  }

  /** The words of a text: Latin words and numbers, and unbroken runs of Chinese. "0 to 1" is one word. */
  function words(text) {
    const line = fold(text)
      .replace(/[’‘']s\b/g, "")
      .replace(/[’‘'\u02bc]/g, "")
      .replace(/\b([a-z])\s*&\s*([a-z])\b/g, "$1$2")
      .replace(/零到一/g, "0到1")
      .replace(/一到一?百/g, "1到100")
      .replace(/一到n/g, "1到n")
      .replace(/\bzero[\s-]+(?:to|2)[\s-]+one\b/g, "0 to 1")
      .replace(/\bone[\s-]+to[\s-]+(?:one[\s-]+|a[\s-]+)?hundred\b/g, "1 to 100")
      .replace(/\bone[\s-]+to[\s-]+n\b/g, "1 to n")
      .replace(/(?:从\s*)?(?<![0-9.])([01])\s*(?:→|[-–—=]+>?|>|到|至|\bto\b)\s*(1|10|100|n)(?![0-9a-z.]|\s*%)/g, " $1to$2 ")
      .replace(/\b([a-z]+)-([0-9][a-z0-9]*)\b/g, "$1$2");
    return (line.match(WORDS) || []).map((word) => word.replace(/,/g, ""));
  }

  /** One spelling for British and American words; it need not be a real one. */
  function spelling(word) {
    return word
      .replace(/(i|y)s(e|ed|es|ing|er|ers|ation|ations)$/, "$1z$2")
      .replace(/([a-z]{3})our(s|ed|ing|able|al|ite)?$/, "$1or$2")
      .replace(/([tb])re(s|d)?$/, "$1er$2")
      .replace(/ogramm(e|es)$/, "ogram$1")
      .replace(/ograme(s?)$/, "ogram$1")
      .replace(/ogue(s?)$/, "og$1")
      .replace(/^(lic|def|off|pret)ence/, "$1ense")
      .replace(/ll(ed|ing|er|ers)$/, "l$1")
      .replace(/^tyre/, "tire")
      .replace(/^grey/, "gray")
      .replace(/dgement/, "dgment")
      .replace(/sulph/, "sulf")
      .replace(/aluminium/, "aluminum");
  }

  const ENDINGS = ["ization", "ational", "iveness", "ations", "ation", "ators", "ative", "ator", "ical", "ment", "ness",
    "ance", "ing", "ize", "ion", "ive", "ate", "ity", "ed", "er", "al", "ly", "e", "y"]; // prettier-ignore

  const stems = new Map();

  /** A word without its ending, in one spelling: words of one family get the same stem. */
  function stem(word) {
    if (!stems.has(word)) stems.set(word, withoutEnding(word));
    return stems.get(word);
  }

  const IRREGULAR = new Map(Object.entries({ spent: "spend", paid: "pay", built: "build", grew: "grow", grown: "grow" }));

  function withoutEnding(word) {
    if (IRREGULAR.has(word)) return IRREGULAR.get(word);
    if (word.length < 4 || /[^a-z]/.test(word)) return word;
    let root = spelling(word);
    if (/ies$/.test(root) && root.length > 4) root = root.slice(0, -3) + "y";
    else if (/(ss|x|ch|sh)es$/.test(root)) root = root.slice(0, -2);
    else if (/[^sui]s$/.test(root)) root = root.slice(0, -1);
    const ending = ENDINGS.find((one) => root.endsWith(one) && root.length - one.length >= (one.length < 4 ? 3 : 4));
    if (ending) root = root.slice(0, -ending.length);
    if (/(ing|ed)$/.test(ending || "")) root = root.replace(/([^aeiouls])\1$/, "$1").replace(/(.{4})(at|iz)$/, "$1");
    return root;
  }

  /** The signs by which a run of Chinese is found: its pairs of characters; for an entry also single characters. */
  function pairs(run, single) {
    if (run.length === 1) return [run];
    const found = single ? [...run] : [];
    for (let at = 0; at + 1 < run.length; at++) found.push(run.slice(at, at + 2));
    return found;
  }

  function tokens(list, single) {
    return list.flatMap((word) => (HAN.test(word) ? pairs(word, single) : [word]));
  }

  /** A line in which phrases are looked for: stems between blanks, without the little words. */
  function asLine(list) {
    const kept = list.filter((word) => !STOP.has(word));
    return ` ${(kept.length ? kept : list).map(stem).join(" ")} `;
  }
  const compact = (list) => list.join("");

  /** Edits from one word to the other (a swap of neighbours is one), or limit + 1 when there are more. */
  function distance(one, other, limit) {
    if (Math.abs(one.length - other.length) > limit) return limit + 1;
    let before = [];
    let row = Array.from({ length: other.length + 1 }, (_, n) => n);
    for (let i = 1; i <= one.length; i++) {
      const next = [i];
      let least = i;
      for (let j = 1; j <= other.length; j++) {
        const same = one[i - 1] === other[j - 1];
        let cost = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
          cost = Math.min(cost, before[j - 2] + 1);
        }
        next.push(cost);
        least = Math.min(least, cost);
      }
      if (least > limit) return limit + 1;
      before = row;
      row = next;
    }
    return row[other.length];
  }

  // ---- Index -------------------------------------------------------------------------------------------------

  class Engine {
    constructor(index) {
      for (let at = 0; at < index.traditional.length; at += 2) {
        simplified.set(index.traditional[at], index.traditional[at + 1]);
      }
      this.pages = index.pages;
      this.entries = index.entries.map(([page, anchor, kind, heading, text, names, others]) => ({
        page, anchor, heading, text, kind: KINDS[kind], names: names || [], others: others || [],
      })); // prettier-ignore
      this.postings = new Map(); // token -> [entry, weight, entry, weight, …]
      this.families = new Map(); // stem -> words
      this.named = new Map(); // a whole name without spaces -> [[entry, weight], …]
      this._readSounds(index.pinyin);
      this._fill();
      this._readSynonyms(index.synonyms);
    }

    _fill() {
      const ofPage = new Map();
      this.entries.forEach((entry) => {
        const words_ = words(entry.text);
        entry.body = tokens(words_, true);
        entry.line = asLine(words_);
        if (!ofPage.has(entry.page)) ofPage.set(entry.page, new Map());
        const all = ofPage.get(entry.page);
        if (entry.kind === "section") entry.body.forEach((token) => all.set(token, (all.get(token) || 0) + 1));
      });
      const mean = this.entries.reduce((sum, entry) => sum + entry.body.length, 0) / this.entries.length;
      this.entries.forEach((entry, number) => this._add(entry, number, mean, ofPage.get(entry.page)));
      for (const word of this.postings.keys()) {
        if (HAN.test(word)) continue;
        const root = stem(word);
        if (!this.families.has(root)) this.families.set(root, []);
        this.families.get(root).push(word);
      }
      this.words = [...this.postings.keys()].filter((word) => /^[a-z]/.test(word) && word.length > 2);
    }

    _add(entry, number, mean, ofPage) {
      const weights = new Map();
      const raise = (list, weight) => {
        const long = 1 + 0.1 * (list.length - 1);
        tokens(list, true).forEach((token) => weights.set(token, Math.max(weights.get(token) || 0, weight / long)));
      };
      const heading = words(entry.heading);
      entry.headingLine = asLine(heading);
      entry.nameLines = [];
      raise(heading, 2.2);
      this._name(heading, number, 2.5);
      [[entry.names, 2, 2.5], [entry.others, 1.6, 1.9]].forEach(([names, weight, whole]) =>
        names.forEach((name) => {
          const list = words(name);
          raise(list, weight);
          entry.nameLines.push(asLine(list));
          this._name(list, number, whole);
        })
      ); // prettier-ignore
      const add = (token, weight) => weights.set(token, (weights.get(token) || 0) + weight);
      const title = TITLE_WEIGHT[entry.kind];
      if (title) tokens(words(this.pages[entry.page][1]), true).forEach((token) => add(token, 0.8 * title));
      const counts = new Map();
      entry.body.forEach((token) => counts.set(token, (counts.get(token) || 0) + 1));
      const text = TEXT_WEIGHT[entry.kind] || 1;
      const long = 0.9 + 0.4 * (entry.body.length / mean);
      counts.forEach((count, token) => add(token, (1.3 * text * count) / (count + long)));
      if (entry.kind === "page") ofPage.forEach((count, token) => add(token, (0.9 * count) / (count + 3)));
      weights.forEach((weight, token) => {
        if (!this.postings.has(token)) this.postings.set(token, []);
        this.postings.get(token).push(number, weight);
      });
      delete entry.body;
    }

    /** Remember a whole name: as it is spelt, and by its stems. */
    _name(list, number, weight) {
      new Set([compact(list), compact(list.map(stem))]).forEach((name) => {
        if (!this.named.has(name)) this.named.set(name, []);
        this.named.get(name).push([number, weight]);
      });
    }

    _readSynonyms(groups) {
      this.synonyms = groups.map((group) => group.map((word) => words(word)));
    }

    _readSounds(table) {
      this.signs = new Map(); // syllable -> characters
      this.sounds = new Map(); // character -> syllables, the first reading first
      for (const [written, groups] of Object.entries(table)) {
        const syllable = written.replace("v", "u");
        const [first, later] = [...groups.split("|"), ""];
        this.signs.set(syllable, (this.signs.get(syllable) || "") + first + later);
        for (const sign of first) this.sounds.set(sign, [syllable, ...(this.sounds.get(sign) || [])]);
        for (const sign of later) this.sounds.set(sign, [...(this.sounds.get(sign) || []), syllable]);
      }
    }

    // ---- Query -----------------------------------------------------------------------------------------------

    /** The best entries for what was typed: their numbers, the words that led to them, the reading that won. */
    search(typed) {
      const query = words(typed);
      const best = new Map();
      const found = new Set();
      this._readings(query).forEach(([list, weight, corrected]) => {
        const shown = new Set();
        this._score(list, shown).forEach((score, number) => {
          const value = score * weight;
          if (value > (best.get(number)?.value || 0)) best.set(number, { value, list, shown, corrected });
        });
      });
      const ranked = this._spread(best);
      ranked.slice(0, 10).forEach((number) => best.get(number).shown.forEach((word) => found.add(word)));
      const first = ranked.length ? best.get(ranked[0]) : null;
      return { hits: ranked, words: found, reading: first && first.corrected ? first.list.join(" ") : "" };
    }

    /** The entries in order; a page that has already answered steps back a little, so that others are seen. */
    _spread(best) {
      const candidates = [...best].map(([number, { value, list }]) => {
        const { kind } = this.entries[number];
        const title = kind === "source" ? SOURCE_PER_WORD * Math.min(5, tokens(list, false).length - 1) : 0;
        return { number, value: value * (KIND_WEIGHT[kind] + title) };
      });
      candidates.sort((a, b) => b.value - a.value || a.number - b.number);
      const least = 0.2 * Math.min(2, candidates.length ? candidates[0].value : 0);
      const pool = candidates.slice(0, 200).filter((one) => one.value > least);
      const seen = new Map();
      const ranked = [];
      while (pool.length && ranked.length < LIMIT) {
        let top = 0;
        let topValue = -1;
        pool.forEach((one, at) => {
          const entry = this.entries[one.number];
          const value = one.value * (REPEATED_PAGE[entry.kind] || 0.75) ** (seen.get(entry.page) || 0);
          if (value > topValue) [top, topValue] = [at, value];
        });
        const [chosen] = pool.splice(top, 1);
        const page = this.entries[chosen.number].page;
        seen.set(page, (seen.get(page) || 0) + 1);
        ranked.push(chosen.number);
      }
      return ranked;
    }

    /** The words that a word of the query stands for, with weights. */
    _expand(word, last) {
      const found = new Map();
      if (this.postings.has(word)) found.set(word, 1);
      if (HAN.test(word)) return found;
      (this.families.get(stem(word)) || []).forEach((other) => {
        if (!found.has(other)) found.set(other, spelling(other) === spelling(word) ? 1 : 0.85);
      });
      if (last && word.length > 1) {
        const known = found.size > 0;
        let left = 40;
        for (const other of this.words) {
          if (!found.has(other) && other.startsWith(word) && left-- > 0) {
            found.set(other, (known ? 0.35 : 0.6) + 0.3 * (word.length / other.length));
          }
        }
      }
      return found;
    }

    _score(list, shown) {
      const terms = tokens(list, false);
      const kept = terms.filter((term) => !STOP.has(term));
      const wanted = [...new Set(kept.length ? kept : terms)];
      const size = this.entries.length;
      const sums = new Map();
      let total = 0;
      wanted.forEach((term, at) => {
        const forms = this._expand(term, at === wanted.length - 1 && term === list[list.length - 1]);
        const reach = Math.max(0, ...[...forms].map(([form, weight]) => (weight > 0.8 ? this.postings.get(form).length / 2 : 0)));
        const soft = wanted.length > 3 && SOFT.has(term) ? 0.3 : 1;
        const rarity = soft * Math.log(1 + (size - reach + 0.5) / (reach + 0.5));
        total += rarity;
        const here = new Map();
        forms.forEach((weight, form) => {
          if (weight > 0.6) shown.add(form);
          const posting = this.postings.get(form);
          for (let n = 0; n < posting.length; n += 2) {
            const value = weight * posting[n + 1];
            const old = here.get(posting[n]);
            if (!old || value > old[0]) here.set(posting[n], [value, weight]);
          }
        });
        here.forEach(([value, weight], number) => {
          const sum = sums.get(number) || [0, 0];
          sums.set(number, [sum[0] + rarity * value, sum[1] + rarity * weight]);
        });
      });
      list.forEach((word) => HAN.test(word) && shown.add(word));
      const phrase = this._phrase(list);
      const scores = new Map();
      sums.forEach(([value, covered], number) => {
        const share = covered / total;
        if (share < 0.3) return;
        scores.set(number, (value / total) * share ** 1.5 + (share > 0.6 ? this._closeness(this.entries[number], phrase) : 0));
      });
      const bonus = new Map();
      [[compact(list), 1], [compact(list.map(stem)), 0.9]].forEach(([name, share]) =>
        (this.named.get(name) || []).forEach(([number, weight]) =>
          bonus.set(number, Math.max(bonus.get(number) || 0, weight * share))
        )
      ); // prettier-ignore
      bonus.forEach((value, number) => scores.set(number, (scores.get(number) || 0.5) + value));
      return scores;
    }

    _phrase(list) {
      let line = asLine(list);
      if (HAN.test(line[1])) line = line.slice(1);
      if (HAN.test(line[line.length - 2])) line = line.slice(0, -1);
      const roots = list.filter((word) => !STOP.has(word)).map(stem);
      const pairs_ = roots.length > 2 ? roots.slice(1).map((root, at) => ` ${roots[at]} ${root} `) : [];
      const long = roots.length > 1 || (HAN.test(line) && line.length > 2);
      return { line, roots, pairs: pairs_, start: asLine(list).trimEnd(), long };
    }

    /** What it adds that the words stand together and in order: in the heading, in a name, in the text. */
    _closeness(entry, { line, start, long, roots, pairs: couples }) {
      let value = 0;
      if (entry.headingLine.startsWith(start)) value = 0.8;
      else if (entry.headingLine.includes(line)) value = 0.6;
      if (value < 0.6) {
        for (const name of entry.nameLines) {
          if (name.startsWith(start)) value = Math.max(value, 0.6);
          else if (name.includes(line)) value = Math.max(value, 0.45);
        }
      }
      // A heading that has every word, in whatever order.
      if (roots.length > 2 && roots.every((root) => entry.headingLine.includes(` ${root} `))) value = Math.max(value, 1);
      if (couples.length && entry.kind !== "source") {
        const together = (text) => couples.filter((couple) => text.includes(couple)).length / couples.length;
        value += 0.5 * together(entry.headingLine) + 0.1 * together(entry.line);
      }
      return value + (long && entry.line.includes(line) ? 0.6 : 0);
    }

    // ---- Other readings of a query ---------------------------------------------------------------------------

    _readings(query) {
      const readings = [];
      if (!query.length) return readings;
      const add = (list, weight, corrected = false) => readings.push([list, weight, corrected]);
      add(query, 1);
      this._replaced(query).forEach((list) => add(list, 0.95));
      this._joined(query).forEach((list) => add(list, 0.95));
      this._corrected(query).forEach(([list, weight]) => {
        add(list, weight, true);
        this._replaced(list).forEach((other) => add(other, 0.95 * weight, true));
      });
      if (query.some((run) => PLACE.test(run))) {
        const short = query.map((run) => run.replace(PLACE, "$1")); // 广东省 is 广东
        this._readings(short).forEach(([list, weight]) => add(list, 0.95 * weight));
      }
      this._fromPinyin(query).forEach((list) => add(list, 0.85));
      this._toPinyin(query).forEach((list) => add(list, 0.85));
      this._shortened(query).forEach((list) => add(list, 0.8));
      return readings.slice(0, 24);
    }

    /** The query with a word or name replaced by what means the same. */
    _replaced(query) {
      const found = [];
      this.synonyms.forEach((group) =>
        group.forEach((from) => {
          const place = this._place(query, from);
          if (place === null) return;
          const [before, after] = place;
          group.forEach((to) => to !== from && found.push([...before, ...to, ...after]));
        })
      );
      return found.slice(0, 8);
    }

    /** What stands before and after a word or name in a query; null when the query does not have it. */
    _place(query, name) {
      if (name.length === 1 && HAN.test(name[0])) {
        const at = query.findIndex((word) => word.includes(name[0]));
        if (at < 0) return null;
        const [before, after] = query[at].split(name[0], 2);
        return [[...query.slice(0, at), ...(before ? [before] : [])], [...(after ? [after] : []), ...query.slice(at + 1)]];
      }
      const wanted = name.map(stem);
      const at = query.findIndex((_, start) => wanted.every((one, n) => stem(query[start + n] || "") === one));
      return at < 0 ? null : [query.slice(0, at), query.slice(at + name.length)];
    }

    /** Neighbouring words written as one, or one as two, where the site knows them so. */
    _joined(query) {
      const found = [];
      for (let at = 0; at + 1 < query.length; at++) {
        const one = query[at] + query[at + 1];
        if (!HAN.test(one) && this.postings.has(one)) found.push([...query.slice(0, at), one, ...query.slice(at + 2)]);
      }
      query.forEach((word, at) => {
        if (HAN.test(word) || word.length < 6 || this._known(word)) return;
        const halves = this._split(word);
        if (halves) found.push([...query.slice(0, at), ...halves, ...query.slice(at + 1)]);
      });
      return found;
    }

    _split(word) {
      let best = null;
      let most = 0;
      for (let cut = 3; cut <= word.length - 3; cut++) {
        const halves = [word.slice(0, cut), word.slice(cut)];
        const reach = Math.min(...halves.map((half) => (this.postings.get(half) || []).length));
        if (reach > most) [best, most] = [halves, reach];
      }
      return best;
    }

    _known(word) {
      return this.postings.has(word) || this.families.has(stem(word));
    }

    /** Words that the site does not know, replaced by the nearest that it knows. */
    _corrected(query) {
      const near = query.map((word, at) => {
        if (HAN.test(word) || word.length < 4 || /[0-9]/.test(word) || this._known(word)) return [];
        if (at === query.length - 1 && this.words.some((other) => other.startsWith(word))) return [];
        return this._nearest(word);
      });
      const put = (choice) => query.map((word, at) => (near[at].length ? near[at][Math.min(choice, near[at].length - 1)] : word));
      const most = Math.max(0, ...near.map((list) => list.length));
      return Array.from({ length: most }, (_, choice) => [put(choice), 0.9 - 0.08 * choice]);
    }

    _nearest(word) {
      const limit = word.length < 8 ? 1 : 2;
      const found = [];
      for (const other of this.words) {
        const edits = distance(word, other, limit);
        if (edits > limit) continue;
        const often = Math.log(1 + this.postings.get(other).length / 2);
        found.push([edits + (other[0] === word[0] ? 0 : 0.5) - 0.08 * often, other]);
      }
      found.sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1));
      return found.filter(([edits]) => edits < found[0][0] + 0.7).slice(0, 3).map(([, other]) => other);
    }

    /** Pinyin read as Chinese: the runs of characters on the site that can be read so. */
    _fromPinyin(query) {
      const letters = compact(query);
      if (!/^[a-z]{4,40}$/.test(letters)) return [];
      const found = new Map();
      this._syllables(letters).forEach((syllables) => {
        if (syllables.length < 2) return;
        const pattern = new RegExp(syllables.map((one) => `[${this.signs.get(one)}]`).join(""), "g");
        this.entries.forEach((entry) => {
          [entry.headingLine, ...entry.nameLines, entry.line].forEach((line) =>
            (line.match(pattern) || []).forEach((run) => found.set(run, (found.get(run) || 0) + 1))
          );
        });
      });
      return [...found].sort((a, b) => b[1] - a[1]).slice(0, 4).map(([run]) => [run]);
    }

    /** The ways to cut letters into syllables. */
    _syllables(letters) {
      const ways = [];
      const cut = (at, sofar) => {
        if (ways.length >= 8) return;
        if (at === letters.length) ways.push(sofar);
        for (let end = Math.min(letters.length, at + 6); end > at; end--) {
          const one = letters.slice(at, end);
          if (this.signs.has(one)) cut(end, [...sofar, one]);
        }
      };
      cut(0, []);
      return ways;
    }

    /** Short Chinese names read as pinyin: people and places that the English text writes so. */
    _toPinyin(query) {
      const found = [];
      query.forEach((run, at) => {
        if (!HAN.test(run) || run.length < 2 || run.length > 4) return;
        let spoken = [""];
        for (const sign of run) {
          const sounds = this.sounds.get(sign) || [];
          spoken = spoken.flatMap((start) => sounds.slice(0, run.length < 3 ? 2 : 1).map((sound) => start + sound)).slice(0, 8);
        }
        spoken.forEach((name) => {
          const parts = this.postings.has(name) ? [name] : name.length > 5 && this._split(name);
          if (parts) found.push([...query.slice(0, at), ...parts, ...query.slice(at + 1)]);
        });
      });
      return found.slice(0, 3);
    }

    /** A Chinese abbreviation read as a name that has its characters in this order. */
    _shortened(query) {
      const [run] = query;
      if (query.length !== 1 || !HAN.test(run) || run.length < 2 || run.length > 5) return [];
      const pattern = new RegExp([...run].join("[\u3400-\u9fff]*"));
      const found = new Set();
      this.entries.forEach((entry) => {
        if (entry.kind !== "institution" && entry.kind !== "term") return;
        entry.nameLines.forEach((line) => {
          const name = line.trim();
          if (name.length > run.length && !name.includes(run) && pattern.test(name)) found.add(name);
        });
      });
      return [...found].sort((a, b) => a.length - b.length).slice(0, 2).map((name) => [name]);
    }

    // ---- Help when nothing is found --------------------------------------------------------------------------

    /** Names that look like what was typed. */
    near(typed) {
      const grams = (text) => new Set(Array.from({ length: Math.max(1, text.length - 1) }, (_, at) => text.slice(at, at + 2)));
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

  window.refdeskSearch = {
    engine: null,
    waiting: [],
    fold,
    stem,
    words,
    /** Called by the index script. */
    load(index) {
      this.engine = new Engine(index);
      this.waiting.splice(0).forEach((tell) => tell(this.engine));
    },
  };
})();
