"""The words that a citation quotes: what they count is what their meaning and the sentence say."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import combinations, product, zip_longest

from refdesk.data.counts import Counts, contrary_limits, read_counts
from refdesk.data.quantities import Quantity
from refdesk.pages.scan import Scan
from refdesk.pages.sentences import text_cited
from refdesk.problems.decisions import tally
from refdesk.problems.problem import Problem, Rule, Slip
from refdesk.site.site import Located, Site

RULES = (
    Rule(
        "quoted-number",
        explanation="The sentence before a citation, or the meaning of the words that it quotes, "
        "has another number than these words: another digit, scale, percentage, rank or limit.",
        example='More are planned [@cctv-2026-04-30-symposium, "每年6项以上" (60 or more a year)].',
        fix="read the source, and correct the number that is wrong.",
    ),
    Rule(
        "quoted-twice",
        explanation="The words of one source are quoted in two versions, or with a gap that "
        "nothing shows.",
        example='It was praised [@cctv-2026-04-30-symposium, "the results of original research"], '
        'and again [@cctv-2026-04-30-symposium, "the results of research"].',
        fix="read the source, and quote its words as they stand; `…` is for what is left out.",
    ),
)
_COUNTING = ("number", "percent", "points", "rank")  # kinds that are compared
_LONG = 3  # digits: of shorter numbers one digit may differ by chance


def check_site(site: Site) -> Iterator[Problem]:
    """Report numbers of sentences and meanings that the words quoted by a citation contradict."""
    for origin, found in site.scans():
        for span in found.spans:
            for target in span.targets if span.kind == "citation" else ():
                if target.words:
                    link = Located(target, span, found.masked, origin)
                    words, meaning = read_counts(target.words), read_counts(target.meaning)
                    yield from _meaning(link, words, meaning) if target.meaning else ()
                    yield from _sentence(link, found, words, meaning)
                    tally(
                        "quoted-number", decided=any(one.kind in _COUNTING for one in words.found)
                    )
    yield from _versions(site)


# --- what the words mean --------------------------------------------------------------------------


def _meaning(link: Located, words: Counts, meaning: Counts) -> Iterator[Problem]:
    """Report where the meaning of quoted words has other numbers, or limits, than they have."""
    begin = max(link.masked.find(link.target.meaning, link.target.offset), link.target.offset)
    lost = [one for one in words.found if not one.in_words and not meaning.has(one)]
    added = [one for one in meaning.found if not one.in_words and not words.has(one)]
    if not any(one.kind == "rank" for one in lost):  # the "14th" of a five-year plan is 十四五
        added = [one for one in added if one.kind != "rank"]
    for one, other in zip_longest(added, lost):
        start = begin + (one.start if one is not None else 0)
        has = f"has '{meaning.written(one)}'" if one is not None else "has no such number"
        hold = f"'{words.written(other)}'" if other is not None else "no such number"
        yield _problem(link, start, f"what the words mean {has}, the words {hold}")
    for one, _other in contrary_limits(meaning, words):
        said = (
            f"'{meaning.written(one)}' is limited in what the words mean as it is not in the words"
        )
        yield _problem(link, begin + one.start, said)


def _problem(link: Located, offset: int, message: str) -> Problem:
    hint = "Read the source, and correct the one that is wrong"
    return link.origin.problem(offset, Slip("quoted-number", message, hint))


# --- what the sentence says -----------------------------------------------------------------------


def _sentence(link: Located, found: Scan, words: Counts, meaning: Counts) -> Iterator[Problem]:
    """Report numbers in what a citation is said of that the words which it quotes contradict.

    Of a number that is checked against the data nothing is told.
    """
    cited = text_cited(link.masked, found.spans, link.span.start)
    quoted = meaning if meaning.text else words
    part, sentence = read_counts(cited.part), read_counts(cited.sentence)
    known = Counts("", [*words.found, *meaning.found])
    pairs = [
        pair for kind in _COUNTING for pair in _contradictions(kind, quoted, known, part, sentence)
    ]
    for one, other in [*pairs, *contrary_limits(part, quoted)]:
        start = cited.start + one.start
        if not any(span.start <= start < span.end for span in found.spans):
            message = (
                f"the text says '{part.written(one)}', the words quoted from "
                f"'@{link.target.name}' '{quoted.written(other)}'"
            )
            yield _problem(link, start, message)


def _contradictions(
    kind: str, quoted: Counts, known: Counts, part: Counts, sentence: Counts
) -> Iterator[tuple[Quantity, Quantity]]:
    """Yield the numbers of one kind in a part of a sentence that quoted words contradict, each with
    theirs.

    A number of the words that stands anywhere in the sentence is in place, and one of the part that
    the words or their meaning have (``known``). What is left on both sides may be one thing.
    """
    here, there = part.of_kind(kind), quoted.of_kind(kind)
    left = [one for one in here if not known.has(one) and _is_sure(one)]
    missing = [one for one in there if not sentence.has(one) and _is_sure(one)]
    for one, other in product(left, missing):
        is_only = len(left) == len(missing) == 1
        in_place = len(here) == len(there) and here.index(one) == there.index(other)
        is_alike = in_place and len(here) > 1 and one.in_words == other.in_words
        is_one_thing = not part.words_beside(one).isdisjoint(quoted.words_beside(other))
        if _is_misread(one, other) or (is_only and (is_alike or is_one_thing)):
            yield one, other


def _is_sure(one: Quantity) -> bool:
    """Return whether a quantity can contradict: "first" and "one" are said of too many things."""
    return not (one.in_words and one.number == 1)


def _is_misread(one: Quantity, other: Quantity) -> bool:
    """Return whether two numbers differ by a power of ten, by one digit or by two swapped ones."""
    first, second = (
        "".join(map(str, each.number.normalize().as_tuple().digits)) for each in (one, other)
    )
    if first == second:
        return len(first) > 1 or one.kind != "number"
    if len(first) != len(second) or len(first) < _LONG:
        return False
    differing = [pair for pair in zip(first, second, strict=True) if pair[0] != pair[1]]
    is_swapped = len(differing) == 2 and differing[0] == differing[1][::-1]
    return len(differing) == 1 or is_swapped


# --- versions of one quotation --------------------------------------------------------------------

_SIGNS = re.compile(r"[\W_]+")
_LEAST_SIGNS = 8  # of words that are compared with others
_SAME = 0.9  # of the signs are those of the other version


def _versions(site: Site) -> Iterator[Problem]:
    """Report words of one source that are quoted in two versions, or cut without a sign."""
    quoted: dict[str, dict[str, Located]] = {}
    for link in site.references("citation"):
        if link.target.words:
            quoted.setdefault(link.target.name, {}).setdefault(link.target.words, link)
    for versions in quoted.values():
        tally("quoted-twice", decided=len(versions) > 1, of=len(versions))
        for one, other in combinations(versions, 2):
            short, whole = sorted((one, other), key=len)
            if said := _difference(short, whole):
                link = versions[short]
                hint = "Read the source; write its words, and … for what is left out"
                yield link.problem(Slip("quoted-twice", f"'{short}' {said} '{whole}'", hint))


def _difference(short: str, whole: str) -> str:
    """Return how words differ that are quoted in two lengths, '' if they agree or are others."""
    if "…" in short or "…" in whole:
        return ""
    first, second = (_SIGNS.sub("", one).casefold() for one in (short, whole))
    if len(first) < _LEAST_SIGNS or first in second:
        return ""
    if _is_cut(first, second):
        return "leaves something out of"
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    if matcher.real_quick_ratio() > _SAME and matcher.ratio() > _SAME:
        return "is another version of"
    return ""


def _is_cut(short: str, whole: str) -> bool:
    """Return whether a text is the beginning and the end of a longer one, each of some signs."""
    lead = next(
        (at for at, pair in enumerate(zip(short, whole, strict=False)) if pair[0] != pair[1]), 0
    )
    rest = short[lead:]
    return lead >= _LEAST_SIGNS // 2 and len(rest) >= _LEAST_SIGNS // 2 and rest in whole[lead:]
