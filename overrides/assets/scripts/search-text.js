// The search: what counts as the same word. Texts and queries go through one folding: case, accents, width and
// traditional forms; dates and amounts however written; British and American spelling; endings; Chinese in pairs.
// MIT licence.
(function () {
  "use strict";
  /** @param {string} text  Words with blanks between them. */
  const listed = (text) => text.trim().split(/\s+/);
  const HAN = /[\u3400-\u9fff]/;
  const WORDS = /[0-9.]+e(?:12|[46-9])\b|[a-z0-9]+(?:\.[0-9]+)?|[\u3400-\u9fff]+/g;
  const STOP = new Set(listed(`
    a about after all am an and any are as at be because been before being between but by
    can could did do does doing during else ever for from get gets go goes got had has have
    having he her him his how i im in into is if it its just me much my of on or our out
    over please she should show so tell than that many the their them then there these they
    this those to too under up versus very vs was we were what when where whether which
    while who whom whose why will with within would you your
  `));
  const SUBJECT = /^chin(?:as?|ese)$/i; // all here is about it, so it tells nothing apart
  /** Traditional character -> simplified one. @type {Map<string, string>} */
  const simplified = new Map();

  /**
   * Lower case, half width, without accents, in simplified characters.
   * @param {string} text
   */
  function fold(text) {
    const lower = text.normalize("NFKC").toLowerCase();
    const plain = lower.normalize("NFD").replace(/\p{M}/gu, "").normalize("NFC");
    return plain.replace(/[\u3400-\u9fff\uf900-\ufaff]/g, (sign) => simplified.get(sign) || sign);
  }

  const MONTHS = listed(`
    january february march april may june july august september october november december
  `);
  const MONTH = [
    "jan(?:uary)?",
    "feb(?:ruary)?",
    "mar(?:ch)?",
    "apr(?:il)?",
    "may",
    "june?",
    "july?",
    "aug(?:ust)?",
    "sept?(?:ember)?",
    "oct(?:ober)?",
    "nov(?:ember)?",
    "dec(?:ember)?",
  ].join("|");
  const DAY = "(3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?(?![0-9a-z])";
  const NAMED = new RegExp(
    `(?:\\b${DAY}\\s+(?:of\\s+)?)?\\b(${MONTH})\\b\\.?(?:\\s+${DAY}(?:\\s*,)?|(?=\\s+(?:19|20)[0-9]{2}\\b))?`,
    "g",
  );
  /** @param {string} month  The name of a month or its first letters. */
  const monthOf = (month) => MONTHS.findIndex((name) => name.startsWith(month.slice(0, 3))) + 1;
  /**
   * @param {string | undefined} day  "" where there is none; there is no figure of 8 in 8 May
   * @param {string | number | undefined} month  from 1
   * @param {string} [year]
   */
  function written(day, month, year) {
    const parts = [day && `${Number(day)}day`, MONTHS[Number(month) - 1] ?? month, year];
    return ` ${parts.filter(Boolean).join(" ")} `;
  }

  const CHINESE_YEAR = /(?:一九|二[〇零])[〇零一二三四五六七八九]{2}/g;
  const CHINESE_DATE =
    /(?<![0-9])(?=[0-9]+[年月])(?:((?:19|20)[0-9]{2})年)?(?:(1[0-2]|0?[1-9])月(?:([0-3]?[0-9])[日号])?)?/g;
  const YEAR_FIRST = /\b((?:19|20)[0-9]{2})([-/.])(1[0-2]|0?[1-9])\2([0-3]?[0-9])\b/g;
  const YEAR_MONTH = /\b((?:19|20)[0-9]{2})-(1[0-2]|0[1-9])\b(?!-)/g;
  const YEAR_LAST = /\b([0-3]?[0-9])([/.])([0-3]?[0-9])\2((?:19|20)[0-9]{2})\b/g;

  /** @param {string} sign  A Chinese numeral. */
  const digit = (sign) => String("〇一二三四五六七八九零".indexOf(sign) % 10);

  /**
   * Dates as "30day april 2026".
   * @param {string} line
   */
  function dates(line) {
    return line
      .replace(CHINESE_YEAR, (year) => year.replace(/./g, digit))
      .replace(CHINESE_DATE, (_, year, month, day) => written(day, month, year))
      .replace(YEAR_FIRST, (_, year, _sign, month, day) => written(day, month, year))
      .replace(YEAR_MONTH, (_, year, month) => written("", month, year))
      // Where the second number can be no month, the first one is.
      .replace(
        YEAR_LAST,
        (_, first, _sign, second, year) =>
          second > 12 ? written(second, first, year) : written(first, second, year),
      )
      .replace(
        NAMED,
        (found, before, month, after) =>
          found === month ? found : written(before || after, monthOf(month)),
      );
  }

  /** The power of ten that a word for an amount stands for. @type {Record<string, number>} */
  const SIZES = {
    trillion: 12,
    trn: 12,
    tn: 12,
    billion: 9,
    bn: 9,
    million: 6,
    mn: 6,
    万亿: 12,
    亿: 8,
    千万: 7,
    百万: 6,
    万: 4,
  };
  const SIZED = new RegExp(
    `([0-9]+(?:\\.[0-9]+)?)[\\s-]*(${Object.keys(SIZES).join("|")})(?![a-z])元?`,
    "g",
  );

  /**
   * Amounts as "102.4e9", or "1024e8" where they are written so: thousands without commas, no sign of per cent.
   * @param {string} line
   */
  function amounts(line) {
    const plain = line
      .replace(/([0-9]),(?=[0-9]{3}(?![0-9]))/g, "$1")
      .replace(/([0-9])\s*per ?cent\b/g, "$1 ");
    return plain.replace(SIZED, (_, number, size) => `${number}e${SIZES[size]} `);
  }

  /** @type {(value: string | number, count: number) => string} */
  const rounded = (value, count) => `${Number(Number(value).toPrecision(count))}~${count}`;

  /**
   * What a number is found by: its value and how many digits of it are given; in a text, all to which it can be
   * rounded.
   * @param {string} word
   * @param {boolean} inText
   */
  function ofNumber(word, inText) {
    const [number, exponent] = word.split("e");
    const power = Number(exponent ?? 0);
    const value = Number(word);
    // What is typed of 2597.3亿 at first.
    const begun = inText && power && Number(number) >= 100 ? [`${Math.trunc(Number(number))}`] : [];
    if (Number.isInteger(value) && (!power || (power % 3 && value < 1e6))) {
      return [String(value), ...begun];
    }
    const inThousands = power % 3 // of 1024亿, 102.4
      ? value / 1000 ** Math.floor(Math.log10(value) / 3)
      : Number(number);
    const figures = String(Number(inThousands.toPrecision(12))).replace(".", "");
    const digits = figures.replace(/^0+/, "").length || 1;
    const found = [rounded(word, digits), ...begun];
    for (let count = digits - 1; inText && count > (power ? 0 : 1); count--) {
      found.push(rounded(word, count));
    }
    if (inText && power) found.push(rounded(number, digits), rounded(inThousands, digits));
    return found;
  }

  /** @type {Record<string, number>} */
  const VALUES = { zero: 0, nought: 0, 零: 0, one: 1, 一: 1, hundred: 100, 百: 100 };
  const ARROW = String.raw`[→➔➙-➞➡⇒⟶]|[-–—=~～]+>?|>|到|至|dao\b|\bto\b`;
  const FROM = String.raw`(?:从\s*|\bcong\s*)?(?<![0-9a-z.])(zero|nought|零|one|一|[01])`;
  const TO = String.raw`((?:(?:one|a)[\s-]+)?hundred|一?百|one|一|100|10|1|n)(?![0-9a-z.]|\s*%)`;
  /** "0 to 1", "zero-to-one", "从零到一", "1 → 100". */
  const STEP = new RegExp(String.raw`${FROM}(?:[\s-]*(?:${ARROW})[\s-]*|\s2\s)${TO}`, "g");

  /** @type {(found: string, from: string, to: string) => string} */
  function step(_, from, to) {
    const last = to.replace(/^(?:one|a|一)[\s-]*(?=h|百)/, "");
    return ` ${VALUES[from] ?? from}to${VALUES[last] ?? to} `;
  }

  const UNIT = /(?<![a-z0-9.])([0-9]+(?:\.[0-9]+)?)(?!st\b|nd\b|rd\b|th\b|to)([a-z]{2,3})\b/g; // "7nm" is "7 nm"

  /**
   * The words of a text: Latin words, numbers, unbroken runs of Chinese. "0 to 1" is one word.
   * @param {string} text
   * @returns {string[]}
   */
  function words(text) {
    const line = amounts(dates(fold(text).replace(UNIT, "$1 $2")))
      .replace(/[’‘'](?:s\b)?|\u02bc/g, "")
      .replace(/\b(?:[a-z]\.){2,}/g, (dotted) => `${dotted.replace(/\./g, "")} `)
      .replace(/\b([a-z])\s*&\s*([a-z])\b/g, "$1$2")
      .replace(/\b(?:(r)\s*(?:and|n|\+)\s*(d)|(s)\s*(?:and|n|\+)\s*(t))\b/g, "$1$2$3$4")
      .replace(STEP, step)
      .replace(/\b([a-z]+)-([0-9][a-z0-9]*)\b/g, "$1$2")
      .replace(/\b([a-z])-([a-z]{2,})\b/g, "$1$2");
    return line.match(WORDS) || [];
  }

  // British spelling as American, and what else is written in two ways; the result need not be a word.
  /** @type {[RegExp, string][]} */
  const SPELLINGS = [
    [/(i|y)s(e|ed|es|ing|er|ers|ation|ations)$/, "$1z$2"],
    [/([a-z]{3})our(s|ed|ing|able|al|ite)?$/, "$1or$2"],
    [/([tb])re(s|d)?$/, "$1er$2"],
    [/ogramm?e(s?)$/, "ogram$1"],
    [/ogue(s?)$/, "og$1"],
    [/^(lic|def|off|pret)enc(e|ing)/, "$1ens$2"],
    [/ll(ed|ing|er|ers|or|ors|ous|ful|ment|ments)$/, "l$1"],
    [/([a-z]{3}[aeiou])ll$/, "$1l"],
    [/[ao]e(?=[a-z]{4})/, "e"],
    [/^(m|sm)ould/, "$1old"],
    [/aluminium/, "aluminum"],
    [/^tyre/, "tire"],
    [/^grey/, "gray"],
  ];
  const ENDINGS = listed(`
    ization ational iveness ations ation ators ative ator ical ment ness ance ing ize ion
    ive ate ity ed er al ly e y
  `);
  // Forms that no ending tells, and words that would else be taken for one another ("foundation" for "found"): each
  // stands for the first of its group.
  const GROUPS = `
    begin began begun | buy bought | break broke broken | bring brought | build built |
    catch caught | choose chose chosen choice choosing | decide decision | draw drew drawn |
    fall fell fallen | find found | give gave given | grow grew grown | hold held |
    keep kept | lead led | lose lost | make made | pay paid | rise rose risen | sell sold |
    send sent | spend spent | speak spoke spoken | take took taken | teach taught | win won |
    write wrote written | apply applicant application | founding founded founder |
    foundation | action actions | mission missions | humanity | objective | party |
    publication | regulator | purity | follower | fail failed failing failure |
    revise revised revising revision | doctorate doctoral | plane planes |
    statistics statistic statistical | use used using
  `;
  /** @type {Map<string, string>} */
  const FORMS = new Map(
    GROUPS.split("|").map(listed).flatMap((forms) => forms.map((form) => [form, forms[0]])),
  );

  /** Words whose stem has been asked for. @type {Map<string, string>} */
  const stems = new Map();
  /** @param {string} word */
  function stem(word) {
    const known = stems.get(word);
    if (known !== undefined) return known;
    const found = withoutEnding(word);
    stems.set(word, found);
    return found;
  }

  /** @param {string} word */
  function singular(word) {
    if (/ies$/.test(word) && word.length > 4) return word.slice(0, -3) + "y";
    if (/(ss|x|ch|sh)es$/.test(word)) return word.slice(0, -2);
    return /[^sui]s$/.test(word) ? word.slice(0, -1) : word;
  }

  /**
   * A word without its ending, in one spelling: words of one family have one stem.
   * @param {string} word
   */
  function withoutEnding(word) {
    const form = FORMS.get(word);
    if (form !== undefined) return form;
    if (word.length < 4 || /[^a-z]/.test(word)) return word;
    const root = singular(SPELLINGS.reduce((spelt, [from, to]) => spelt.replace(from, to), word));
    const formOfRoot = FORMS.get(root);
    if (formOfRoot !== undefined) return formOfRoot;
    const ending = ENDINGS.find((end) =>
      root.endsWith(end) && root.length - end.length >= (end.length < 4 ? 3 : 4)
    );
    if (!ending || (ending === "ion" && !/[cstx]ion$/.test(root))) return root; // a region is no reg
    const rest = root.slice(0, -ending.length);
    if (!/(ing|ed)$/.test(ending)) return rest;
    return rest.replace(/([^aeiouls])\1$/, "$1").replace(/(.{4})(at|iz)$/, "$1");
  }

  /**
   * MiniSearch looks through all that may follow a letter, one by one: so a character is written as three of 36.
   * @param {string} signs
   */
  const spelt = (signs) => `@${[...signs].map((sign) => sign.charCodeAt(0).toString(36)).join("")}`;
  /** @param {string} run */
  const pairs = (run) =>
    Array.from({ length: Math.max(1, run.length - 1) }, (_, at) => spelt(run.slice(at, at + 2)));
  /** @param {string} word */
  const isNumber = (word) => /^[0-9.]+(?:e[0-9]+)?$/.test(word);

  /**
   * What a word is found by; in a text, a number also by all to which it can be rounded, and "covid19" by "covid".
   * @param {string} word
   */
  function ofWord(word, inText = false) {
    const [, name] = (inText && word.match(/^([a-z]{3,})[0-9]/)) || [];
    if (name) return [word, stem(name)];
    if (HAN.test(word)) return pairs(word);
    return isNumber(word) ? ofNumber(word, inText) : [stem(word)];
  }

  /**
   * A name as it is looked up: its words by their stems, without the little ones.
   * @param {string[]} list
   */
  function key(list) {
    const kept = list.filter((word) => !STOP.has(word));
    const shown = kept.length ? kept : list;
    return shown.map((word) => HAN.test(word) ? word : stem(word)).join(" ");
  }

  /** @param {string} name */
  const joined = (name) => name.replace(/ /g, "");

  /** @type {Search["collect"]} */
  function collect(map, name, value) {
    const values = map.get(name) ?? new Set();
    map.set(name, values.add(value));
  }

  Object.assign(window.refdeskSearch, {
    HAN,
    STOP,
    SUBJECT,
    simplified,
    fold,
    words,
    stem,
    ofWord,
    isNumber,
    key,
    joined,
    collect,
  });
})();
