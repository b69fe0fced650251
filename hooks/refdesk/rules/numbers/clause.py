"""Clauses with checked numbers, and the names in them, such as years, that are of none of these."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from refdesk.data.library import Library
from refdesk.data.values import Value, find_value, table_heads
from refdesk.files.references import CITED, TARGET
from refdesk.site.site import Located, Site

NUMBER = "⟦⟧"  # stands for a checked number in a clause
# "[@key]" is left out, "[text](target)" becomes "text", "[2.69%](value:…)" the sign for a number.
_MARKUP = re.compile(
    r"[ "
    rf"\n]?\[{CITED}(?:\]|$)|!?\[([^\[\]]*)\]\((?:(value:){TARGET}|[^()]*)\)|\*+"
)
# Where a clause ends: at a stop, an item, a paragraph, a cell, a dash.
_BREAK = re.compile(r"[.!?;:][\"”’)]*\s+|\n\s*(?:[-*+]|\d+[.)])\s+|\n\s*\n\s*|\s*\|\s*|\s[—–]\s")

_COMPARES = "than|above|below|behind|ahead of|against|beside|unlike|like"
_TELLS = (
    r"publish\w*|report\w*|cites?|cited|quot\w+|counts?|counted|revis\w+|restat\w+|announc\w+"
    r"|put|gave|gives|said|says|told|w?rote|estimat\w+|stat(?:es|ed)|show\w*"
)
# What stands before a name that is of something else than the number: "less than the United
# States, ", "published in ", "the bulletin of ", "the planners' own total for ", "19.4% in "
_ASIDE = re.compile(
    rf"\b(?:{_COMPARES}|{_TELLS}|as|with|since|until|after|before|by|to|apart from|given"
    r"|bulletin|yearbook|edition|report|total for|sum for|prices|latest|last|previous|earlier)\b"
    r"(?:[^⟦,;()]|, (?:the )?(?=[A-Z]|$)){0,50}$"
    r"|\d%? (?:in|for) (?:the )?$"
)
# "In 2024 the bureau put it at", but not "In 2024 it was put at", between a name and its number
_TELLER = re.compile(
    rf"(?<!was )(?<!were )(?<!first )\b(?:{_TELLS})\b|\b(?:earlier|later|latest|newest)\b"
)
_TOLD_AS = re.compile(rf"\b(?:{_TELLS})(?: at| as)? $")  # "quoted ⟦⟧ in 2026"
_COMPARED = re.compile(rf"\b(?:{_COMPARES})\b(?: \w+)? $")  # "In 2024 it was above ⟦⟧"
# Between a name and a number behind it that certainly is of it: "Hubei (⟦⟧)", "Hubei spent ⟦⟧"
_LED = re.compile(r" (?:\(|(?:spent|took|did|had|has|performed|stood at|came to|reached) )?")
# The same before a name: "⟦⟧ of GDP in 2024", "⟦⟧ (2024)", "⟦⟧, ⟦⟧ and ⟦⟧ in 2024"
_FOLLOWED = re.compile(
    rf"(?:(?:,| and| or) {NUMBER})*(?: of (?:GDP|R&D|basic research))?(?: (?:in|for) (?:the )?| \()"
)
# Behind a name that is not alone: "in 2023 and 2024", "2023–2025"
_MORE = re.compile(r" ?[–-]|,? (?:and|to|or) [\dA-Z]")
_DATED = re.compile(r"\b(?:on|[A-Z][a-z]+) $")  # "Growth on 2023", "Final, September 2025"
_BEGINS_ANEW = re.compile(r", (?:but|while|whereas) (?:the )?$")  # "⟦⟧, but firms paid more"
_LEAST_AND_MOST = f"between {NUMBER} and {NUMBER}"  # in some years of a longer time


class Number(NamedTuple):
    """A checked number in its clause; in a table, with the head of its column and its row."""

    link: Located
    value: Value
    at: int  # its offset in the text of the clause
    head: str
    row: str


class Clause(NamedTuple):
    """A clause in plain text, in which a sign stands for each of its checked numbers."""

    text: str
    numbers: Sequence[Number]

    def before(self, number: Number) -> str:
        """Return what stands before a number."""
        return self.text[: number.at]

    def after(self, number: Number) -> str:
        """Return what stands behind a number."""
        return self.text[number.at + len(NUMBER) :]


@lru_cache(maxsize=2)
def clauses(site: Site) -> Sequence[Clause]:
    """Return the clauses of pages and data that have checked numbers."""
    texts = groupby(site.references("value"), lambda link: id(link.masked))
    return [clause for _, links in texts for clause in clauses_of(site.library, [*links])]


def clauses_of(library: Library, links: Sequence[Located]) -> Iterator[Clause]:
    """Yield the clauses of one text with the checked numbers that stand in them."""
    text = links[0].masked
    plain, offsets = _plain(text)
    ends = [found.span() for found in _BREAK.finditer(plain)] + [(len(plain), len(plain))]
    start = 0
    for end, following in ends:
        within = [link for link in links if start <= offsets.get(link.span.start, -1) < end]
        numbers: list[Number] = []
        for link in within:
            value = find_value(library, link.target.name)
            if isinstance(value, Value):
                head, row = (_plain(part)[0] for part in table_heads(text, link.span.start))
                numbers.append(Number(link, value, offsets[link.span.start] - start, head, row))
        if numbers:
            yield Clause(plain[start:end].replace("\n", " "), numbers)
        start = following


def misnamed(
    clause: Clause,
    own: Sequence[AbstractSet[str]],
    names: re.Pattern[str],
    general: AbstractSet[str] = frozenset(),
) -> Iterator[tuple[Number, str]]:
    """Yield each number to which its clause or its table gives a name that is not its own.

    ``own`` are the names that each number may have by the data; none means any. ``names`` finds
    names in a text; ``general`` ones are never told. What is told, by example:

    - "in Hubei ⟦⟧", "⟦⟧ (Hubei)", "⟦⟧ of R&D in Hubei": it is that of the number beside it;
    - elsewhere it is that of any number of the clause; where it is that of none, it is told at
      the nearest one whose own name is missing.
    """
    if _LEAST_AND_MOST in clause.text:
        return
    mentions = [*names.finditer(clause.text)]
    named = [(number, mine) for number, mine in zip(clause.numbers, own, strict=True) if mine]
    beside = [*_wrong_beside(clause, named, mentions)]
    if beside:
        yield from beside
        return
    mentioned = {found.group() for found in mentions}
    lacking = [(number, mine) for number, mine in named if mine.isdisjoint(mentioned)]
    claimed = set(general).union(*own)
    unclaimed = [found for found in mentions if found.group() not in claimed]
    elsewhere = _wrong_elsewhere(clause, [number for number, _ in lacking], unclaimed)
    if elsewhere is not None:
        yield elsewhere
        return
    for number, mine in lacking:
        said = _name_in_table(number, names)
        if said is not None and said not in mine:
            yield number, said


def has_name(clause: Clause, number: Number, names: re.Pattern[str]) -> bool:
    """Return whether a clause, or the table in which it stands, gives a number a name."""
    return names.search(clause.text) is not None or _name_in_table(number, names) is not None


def _wrong_beside(
    clause: Clause,
    named: Sequence[tuple[Number, AbstractSet[str]]],
    mentions: Sequence[re.Match[str]],
) -> Iterator[tuple[Number, str]]:
    """Yield each number with the name right beside it, where that is not its own."""
    for number, mine in named:
        said = _name_beside(clause, number, mentions)
        if said is not None and said not in mine:
            yield number, said


def _wrong_elsewhere(
    clause: Clause, lacking: Sequence[Number], unclaimed: Sequence[re.Match[str]]
) -> tuple[Number, str] | None:
    """Return the first name that is of no number, with the nearest one whose own is missing."""
    for found in unclaimed if lacking else ():
        nearest = min(lacking, key=lambda number: abs(number.at - found.start()))
        if not _is_aside(clause, nearest, found):
            return nearest, found.group()
    return None


def _name_beside(clause: Clause, number: Number, mentions: Sequence[re.Match[str]]) -> str | None:
    """Return the name that stands right before or right behind a number, or None."""
    start, end = number.at, number.at + len(NUMBER)
    for found in mentions:
        between = clause.text[end : found.start()] if found.start() > end else ""
        if _FOLLOWED.fullmatch(between) and not _MORE.match(clause.text, found.end()):
            return None if _is_when_told(clause, number, between) else found.group()
    for found in reversed(mentions):
        if found.end() < start and _LED.fullmatch(clause.text, found.end(), start):
            is_aside = _ASIDE.search(clause.text, 0, found.start()) is not None
            return None if is_aside else found.group()
    return None


def _is_aside(clause: Clause, number: Number, found: re.Match[str]) -> bool:
    """Return whether a name is that of something else than a number, or of who told the number."""
    is_of_other = _ASIDE.search(clause.text, 0, found.start())
    if found.start() > number.at:
        between = clause.after(number)[: found.start() - number.at - len(NUMBER)]
        begins_anew = _BEGINS_ANEW.search(between)
        return any((is_of_other, begins_anew, _is_when_told(clause, number, between)))
    is_of_teller = _TELLER.search(clause.text, found.end(), number.at)
    is_compared = _COMPARED.search(clause.before(number))
    return any((is_of_other, is_of_teller, is_compared))


def _is_when_told(clause: Clause, number: Number, between: str) -> bool:
    """Return whether the name behind a number may say when it was told: "quoted ⟦⟧ in 2026"."""
    return " for " not in between and _TOLD_AS.search(clause.before(number)) is not None


def _name_in_table(number: Number, names: re.Pattern[str]) -> str | None:
    """Return the one name in the head of the column or else in a label of the row, or None."""
    heads = {
        found.group()
        for found in names.finditer(number.head)
        if not _DATED.search(number.head, 0, found.start())
    }
    labels = [cell for cell in number.row.split("|") if NUMBER not in cell]
    named = heads or {found.group() for cell in labels for found in names.finditer(cell)}
    return named.pop() if len(named) == 1 else None


def _plain(text: str) -> tuple[str, dict[int, int]]:
    """Return a text without its markup, and where in it the numbers stand, by where they stood."""
    parts: list[str] = []
    offsets: dict[int, int] = {}
    length = end = 0
    for found in _MARKUP.finditer(text):
        before = text[end : found.start()]
        shown = NUMBER if found[2] else found[1] or ""
        if found[2]:
            offsets[found.start()] = length + len(before)
        parts += before, shown
        length += len(before) + len(shown)
        end = found.end()
    return "".join((*parts, text[end:])), offsets
