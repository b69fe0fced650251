// The search: sources. Whoever types a part of the title of one, or who published it and what it is about ("reuters dutch
// chips"), wants the source; for any other query a source is one place among many. MIT licence.
(function () {
  "use strict";

  const { words, text } = window.refdeskSearch;
  const { HAN, STOP, stem, tokens, compact } = text;
  // A source is what those want who type a part of its title: it gains with every word that was typed.
  const WEIGHT = 0.12;
  const PER_WORD = 0.13;
  const MOST_WORDS = 5;
  const BY_TITLE = 1.1;
  const BY_PIECE = 0.45;
  // How much of a title written in Chinese has to be typed, in whatever order.
  const MOST_OF_TITLE = 0.85;
  // Who names its publisher, too, has asked for a source; how much of a query has to be found, how much of it in the title.
  const BY_PUBLISHER = 1.2;
  const FOUND = 0.6;
  const PART = 0.4; // where the publisher has hardly another source
  const TITLED = 0.1;
  const LONGEST = 5; // words of the name of a publisher
  // A word that many more entries have than there are sources of the publisher called so names nobody ("paper", "record").
  const OFTEN = 5; // times as many
  const MANY = 20;
  const ALONE = 2; // so many sources of a publisher are what its name of one word stands for where nothing else is typed

  const isPlain = (word) => !STOP.has(word) && word !== "s";
  const plain = (list) => list.filter(isPlain);
  /** A name of one word as it stands, so that "natural" is no "Nature"; one of several by its stems. */
  const keyOf = (list) => (list.length === 1 ? list[0] : compact(list.map(stem)));

  class Sources {
    /** `reach` tells how many entries that are no sources have a word. */
    constructor(reach) {
      this.reach = reach;
      this.publishers = new Map(); // name of a publisher -> what it published
    }

    /** Learn who published a source: the other words for it are the names of its publishers, in full and in short. */
    learn(entry) {
      entry.others.forEach((name) => {
        const key = keyOf(plain(words(name)));
        this.publishers.set(key, (this.publishers.get(key) || new Set()).add(entry));
      });
    }

    /** What those published who have this name. */
    _by(list) {
      const found = this.publishers.get(keyOf(list));
      if (!found || list.length > 1) return found || new Set();
      const most = Math.max(found.size, Math.min(OFTEN * found.size, MANY));
      return !HAN.test(list[0]) && this.reach(list[0]) > most ? new Set() : found;
    }

    /** What those published whom a query names, beside other words or alone: each with how much they published. */
    publishedBy(list) {
      const all = plain(list);
      const found = new Map();
      const add = (some) => some.forEach((entry) => found.set(entry, some.size));
      const own = this._by(all);
      if (own.size <= ALONE || all.length > 1) add(own);
      for (let from = 0; from < all.length; from++) {
        for (let to = from + 1; to <= Math.min(all.length, from + LONGEST); to++) {
          if (to - from < all.length) add(this._by(all.slice(from, to)));
        }
      }
      return found;
    }

    /** What a source is worth that was found so. */
    weight({ list, literal, typed, byPublisher, share, inTitle }) {
      const few = byPublisher && byPublisher <= ALONE && share > PART;
      const titled = byPublisher && share > FOUND && (inTitle > TITLED || this.publishers.has(keyOf(plain(list))));
      if (few || titled) return BY_PUBLISHER;
      const chinese = HAN.test(compact(list));
      const length = tokens(list, false).filter((token) => !STOP.has(token)).length / (chinese ? 2 : 1);
      // Several runs of Chinese are words to look for, not a piece of a title.
      const oneRun = list.filter((run) => HAN.test(run)).length === 1;
      const most = typed && (oneRun || (chinese && byPublisher)) && length > 3 && inTitle > MOST_OF_TITLE;
      const run = literal && (length > (chinese ? 4 : 3) || (chinese && length > 1.5 && literal > 0.5));
      if (most || run) return BY_TITLE;
      const piece = !chinese && literal > 0.2 && list.length > 3 && length > 2 ? BY_PIECE : 0;
      return Math.max(piece, WEIGHT + PER_WORD * Math.min(MOST_WORDS, Math.max(0, length - 1)));
    }
  }

  window.refdeskSearch.Sources = Sources;
})();
