// The search: what counts as the same word. Text of the site and queries go through the same folding: case, accents,
// full-width and traditional forms, dates and amounts however written, British and American spelling, light stemming;
// Chinese by pairs of characters. MIT licence, like the rest of this site's code.
(function () {
  "use strict";

  const HAN = /[\u3400-\u9fff]/;
  const WORDS = /[a-z0-9]+(?:,[0-9]{3}(?![0-9]))*(?:\.[0-9]+)?|[\u3400-\u9fff]+/g;
  const STOP = new Set(
    ("a about after all am an and any are as at be because been before being between but by can could did do does doing during " +
      "else ever for from get gets go goes got had has have having he her him his how i im in into is if it its just me much my of " +
      "on or our out over please she should show so tell than that many the their them then there these they this those to too " +
      "under up versus very vs was we were what when where whether which while who whom whose why will with within would you your").split(" ")
  );
  const simplified = new Map();

  /** Learn the traditional forms of characters from pairs. */
  function learn(pairs) {
    for (let at = 0; at < pairs.length; at += 2) simplified.set(pairs[at], pairs[at + 1]);
  }

  /** Lower case, half width, without accents, in simplified characters. */
  function fold(text) {
    const plain = text.normalize("NFKC").toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").normalize("NFC");
    return plain.replace(/[\u3400-\u9fff\uf900-\ufaff]/g, (sign) => simplified.get(sign) || sign);
  }

  // ---- Dates and amounts -------------------------------------------------------------------------------------

  const MONTHS = "january february march april may june july august september october november december".split(" ");
  const MONTH = "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\b\\.?";
  const DAY = "([0-3]?[0-9])(?:st|nd|rd|th)?";
  const DAY_MONTH = new RegExp(`\\b${DAY}\\s+(?:of\\s+)?${MONTH}`, "g");
  const MONTH_DAY = new RegExp(`\\b${MONTH}\\s+${DAY}(?![0-9a-z])(?:\\s*,)?`, "g");
  const MONTH_YEAR = new RegExp(`\\b${MONTH}(?=\\s+(?:19|20)[0-9]{2}\\b)`, "g");

  const named = (number) => MONTHS[number - 1] || "";
  const whole = (month) => MONTHS.find((one) => one.startsWith(month.slice(0, 3)));
  const ofMonth = (day) => `${Number(day)}day`; // there is no figure of 8 in 8 May
  const written = (day, month, year) => ` ${[day && ofMonth(day), named(Number(month)), year].filter(Boolean).join(" ")} `;

  /** Dates as "30day april 2026". */
  function dates(line) {
    return line
      .replace(/((?:19|20)[0-9]{2})年(1[0-2]|0?[1-9])月(?:([0-3]?[0-9])[日号])?/g, (_, y, m, d) => written(d, m, y))
      .replace(/((?:19|20)[0-9]{2})年/g, "$1 ")
      .replace(/(?<![0-9])(1[0-2]|0?[1-9])月([0-3]?[0-9])[日号]/g, (_, m, d) => written(d, m))
      .replace(/\b((?:19|20)[0-9]{2})([-/.])(1[0-2]|0?[1-9])\2([0-3]?[0-9])\b/g, (_, y, sign, m, d) => written(d, m, y))
      .replace(/\b((?:19|20)[0-9]{2})-(1[0-2]|0[1-9])\b(?!-)/g, (_, y, m) => written("", m, y))
      .replace(/\b([0-3]?[0-9])([/.])([0-3]?[0-9])\2((?:19|20)[0-9]{2})\b/g, (_, a, sign, b, y) => (b > 12 ? written(b, a, y) : written(a, b, y)))
      .replace(MONTH_DAY, (_, m, d) => `${ofMonth(d)} ${whole(m)} `)
      .replace(DAY_MONTH, (_, d, m) => `${ofMonth(d)} ${whole(m)}`)
      .replace(MONTH_YEAR, (_, m) => whole(m));
  }

  const CHINESE_UNITS = { 万亿: 1e12, 亿: 1e8, 千万: 1e7, 百万: 1e6, 万: 1e4 };
  const UNITS = { bn: "billion", mn: "million", m: "million", tn: "trillion", trn: "trillion" };

  function amount(number, unit) {
    const value = Number(number) * CHINESE_UNITS[unit];
    const [size, name] = value >= 1e12 ? [1e12, " trillion"] : value >= 1e9 ? [1e9, " billion"] : value >= 1e6 ? [1e6, " million"] : [1, ""];
    return ` ${Number((value / size).toPrecision(12))}${name} `;
  }

  const ONE_TO_TEN = "one two three four five six seven eight nine ten".split(" ");
  const WRITTEN = new RegExp(`\\b(${ONE_TO_TEN.join("|")})\\s+(?=(?:million|billion|trillion|per cent|percent)\\b)`, "g");

  /** Amounts as "102.4 billion": thousands without commas, Chinese and short units in words, no sign of per cent. */
  function amounts(line) {
    return line
      .replace(/([0-9]),(?=[0-9]{3}(?![0-9]))/g, "$1")
      .replace(WRITTEN, (_, number) => `${ONE_TO_TEN.indexOf(number) + 1} `)
      .replace(/([0-9]+(?:\.[0-9]+)?)\s*(万亿|亿|千万|百万|万)元?/g, (_, number, unit) => amount(number, unit))
      .replace(/\b([0-9]+(?:\.[0-9]+)?)\s*(bn|mn|trn|tn)\b/g, (_, number, unit) => `${number} ${UNITS[unit]}`)
      .replace(/\b([0-9]+(?:\.[0-9]+)?)\s*(?:percent|per cent)\b/g, "$1");
  }

  // ---- Words -------------------------------------------------------------------------------------------------

  /** The words of a text: Latin words and numbers, and unbroken runs of Chinese. "0 to 1" is one word. */
  function words(text) {
    const line = amounts(dates(fold(text)))
      .replace(/[’‘']s\b/g, "")
      .replace(/[’‘'\u02bc]/g, "")
      .replace(/\b(?:[a-z]\.){2,}/g, (dotted) => `${dotted.replace(/\./g, "")} `)
      .replace(/\b([a-z])\s*&\s*([a-z])\b/g, "$1$2")
      .replace(/\b(?:(r)\s*(?:and|n|\+)\s*(d)|(s)\s*(?:and|n|\+)\s*(t))\b/g, "$1$2$3$4")
      .replace(/零到一/g, "0到1")
      .replace(/一到一?百/g, "1到100")
      .replace(/一到n/g, "1到n")
      .replace(/\b(?:zero|nought|0)[\s-]*(?:to|2|-*>|→)[\s-]*(?:one|1)\b/g, "0 to 1")
      .replace(/\bone[\s-]+to[\s-]+(?:one[\s-]+|a[\s-]+)?hundred\b/g, "1 to 100")
      .replace(/\bone[\s-]+to[\s-]+n\b/g, "1 to n")
      .replace(/(?:从\s*|\bcong\s*)?(?<![0-9.])([01])\s*(?:[→➔➙-➞➡⇒⟶]|[-–—=~～]+>?|>|到|至|dao|\bto\b|\s2\s)\s*(1|10|100|n)(?![0-9a-z.]|\s*%)/g, " $1to$2 ")
      .replace(/\b([a-z]+)-([0-9][a-z0-9]*)\b/g, "$1$2")
      .replace(/\b([a-z])-([a-z]{2,})\b/g, "$1$2")
      .replace(/\bsci[- ]tech\b/g, "scitech");
    return line.match(WORDS) || [];
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
      .replace(/^(lic|def|off|pret)enc(e|ing)/, "$1ens$2")
      .replace(/ll(ed|ing|er|ers|or|ors|ous|ful|ment|ments)$/, "l$1")
      .replace(/([a-z]{3}[aeiou])ll$/, "$1l")
      .replace(/[ao]e(?=[a-z]{4})/, "e")
      .replace(/^scep/, "skep")
      .replace(/^(m|sm)ould/, "$1old")
      .replace(/^artefact/, "artifact")
      .replace(/^draught/, "draft")
      .replace(/^tonne/, "ton")
      .replace(/^eroplane/, "airplane")
      .replace(/oeuvr(?=e|i)/, "euver")
      .replace(/eable$/, "able")
      .replace(/^tyre/, "tire")
      .replace(/^grey/, "gray")
      .replace(/^ageing$/, "aging")
      .replace(/dgement/, "dgment")
      .replace(/sulph/, "sulf")
      .replace(/aluminium/, "aluminum");
  }

  const ENDINGS = ["ization", "ational", "iveness", "ations", "ation", "ators", "ative", "ator", "ical", "ment", "ness",
    "ance", "ing", "ize", "ion", "ive", "ate", "ity", "ed", "er", "al", "ly", "e", "y"]; // prettier-ignore
  // Forms that no ending tells, and words whose stem would be that of another ("foundation" of "found").
  const IRREGULAR = new Map(Object.entries({
    action: "action", actions: "action", applicant: "application", apply: "application", began: "begin", begun: "begin", bought: "buy",
    broke: "break", broken: "break", brought: "bring", built: "build", caught: "catch", choice: "choose", choosing: "choose", chose: "choose",
    chosen: "choose", compete: "competition", decision: "decide", doctoral: "doctorate", doctorate: "doctorate", drawn: "draw", drew: "draw", fail: "failure", failed: "failure",
    failing: "failure", fallen: "fall", fell: "fall", follower: "follower", found: "find", foundation: "foundation", founded: "founding", founder: "founding", founding: "founding", given: "give", gave: "give",
    grew: "grow", grown: "grow", held: "hold", humanity: "humanity", kept: "keep", led: "lead", lost: "lose", made: "make", mission: "mission", missions: "mission", objective: "objective", party: "party", paid: "pay",
    publication: "publication", regulator: "regulator", purity: "purity",
    revise: "revision", revised: "revision", revising: "revision", revision: "revision", revival: "revive", revive: "revive", revocation: "revoke",
    risen: "rise", rose: "rise", sold: "sell", sent: "send", spent: "spend", spoke: "speak", spoken: "speak",
    taken: "take", taught: "teach", took: "take", used: "use", using: "use", won: "win", written: "write", wrote: "write",
  })); // prettier-ignore
  const stems = new Map();

  /** A word without its ending, in one spelling: words of one family get the same stem. */
  function stem(word) {
    if (!stems.has(word)) stems.set(word, withoutEnding(word));
    return stems.get(word);
  }

  function regular(word) {
    const base = IRREGULAR.get(word);
    return base === word ? word : stem(base);
  }

  /** A word in one spelling and in the singular. */
  function singular(word) {
    const one = spelling(word);
    if (/ies$/.test(one) && one.length > 4) return one.slice(0, -3) + "y";
    if (/(ss|x|ch|sh)es$/.test(one)) return one.slice(0, -2);
    return /[^sui]s$/.test(one) ? one.slice(0, -1) : one;
  }

  function withoutEnding(word) {
    if (IRREGULAR.has(word)) return regular(word);
    if (word.length < 4 || /[^a-z]/.test(word)) return word;
    let root = singular(word);
    if (IRREGULAR.has(root)) return regular(root);
    const ending = ENDINGS.find((one) => root.endsWith(one) && root.length - one.length >= (one.length < 4 ? 3 : 4));
    if (ending === "ion" && !/[cstx]ion$/.test(root)) return root; // a region is no reg, a neutrion nothing neutral
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

  Object.assign((window.refdeskSearch ??= {}), {
    words,
    fold,
    text: { HAN, STOP, learn, spelling, singular, stem, tokens, asLine, distance, compact: (list) => list.join("") },
  });
})();
