"""The words around a checked number: they agree with the data on year, place, base and
direction.
"""

import math
import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from refdesk.data.formula import rests_on
from refdesk.data.library import Library
from refdesk.data.series import COMPUTED
from refdesk.data.values import Value
from refdesk.data.wording import is_share
from refdesk.problems import things
from refdesk.problems.decisions import tally
from refdesk.problems.problem import Problem, Rule, Slip
from refdesk.rules.numbers.clause import NUMBER, Clause, Number, clauses, has_name, misnamed
from refdesk.site.site import Site

RULES = (
    Rule(
        "value-context",
        explanation="The words around a checked number, or the head of its column, say another "
        "year, place, base or "
        "direction than the data.",
        example="R&D fell from [2.65%](value:rd_national/2023/intensity) to "
        "[2.69%](value:rd_national/2024/intensity).",
        fix="correct the words, or point to the row and column that they name.",
        after=("yaml-syntax",),
    ),
)

# --- what is understood: a word is added to the list that it belongs to ---------------------------

# what a verb or a comparison says of two numbers, its forms, and the limits of the second by the
# first
VERBS = {
    "rose": (
        "rose|risen|rises?|rais(?:es?|ed)|grew|grown?|grows|increase[ds]?|climbed|gained|up",
        1,
        math.inf,
    ),
    "fell": (
        "fell|fallen|falls?|dropped|drops|declined?|decreased?|shr[aiu]nks?|lower(?:s|ed)"
        "|reduced|cuts?|down",
        0,
        1,
    ),
    "doubled": ("doubled", 1.75, 2.99),
    "tripled": ("tripled", 2.6, 3.99),
    "quadrupled": ("quadrupled", 3.6, 4.99),
    "halved": ("halved", 0.35, 0.6),
    "above": (
        "above|(?:more|higher|larger|greater) "
        "than|exceed(?:s|ed|ing)|surpass(?:es|ed|ing)|ahead of",
        0,
        1,
    ),
    "below": ("below|(?:less|lower|smaller|fewer) than|behind|short of", 1, math.inf),
}
YEAR = re.compile(r"(?<![\d.,–-])(?:19|20)\d\d(?![\d]|[.,]\d)")


def _verbs(*names: str) -> str:
    """Return a pattern for some verbs; the group that is found says which."""
    return "|".join(f"(?P<{name}>{VERBS[name][0]})" for name in names)


# "grew by NUMBER", before the number
_GROWTH = re.compile(rf".*\b(?:{_verbs('rose', 'fell')})\b(?:[^\d⟦,]* (?:by|of))? $")
# "rose by NUMBER", before a number that is no change
_BY = re.compile(rf".*\b(?:{_verbs('rose', 'fell')})\b[^\d⟦,]*\bby (?:[a-z]+ )?$")
_CHANGES = re.compile(r"\b(?:growth|change|rise|increase|fall|difference|points)\b", re.IGNORECASE)
# "doubled from NUMBER to NUMBER", before the first number
_FROM = re.compile(
    rf".*\b(?:{_verbs('rose', 'fell', 'doubled', 'tripled', 'quadrupled', 'halved')})\b.*\bfrom $"
)
# "NUMBER, above NUMBER", between the two; but not "more than NUMBER", which may be "at least"
_THAN = re.compile(
    rf"(?!.*(?:\b(?:and|but|while|to|from)\b|\d)).*\b(?:{_verbs('above', 'below')})\b(?! $)"
)


def check_site(site: Site) -> Iterator[Problem]:
    """Report checked numbers whose clause contradicts the data."""
    for clause in clauses(site):
        _count(site.library, clause)
        elsewhere = [*wrong_years(clause), *wrong_places(site.library, clause)]
        otherwise = [*_wrong_bases(clause), *_wrong_directions(clause)]
        for number, said in (*elsewhere, *otherwise):
            value = number.value
            message = f"the words say '{said}', the data hold {value} at {value.path}"
            below = rests_on(site.library, value.path)
            told = number.link.problem(Slip("value-context", message), rests_on=below)
            # of another year or place, the number differs for it
            own = [things.place(*told.place)] if (number, said) in elsewhere else []
            yield told.with_causes(explains=own)


def _count(library: Library, clause: Clause) -> None:
    """Count the numbers of a clause, and those to which it gives a year or a place."""
    for number in clause.numbers:
        has_year = bool(years_of(number.value)) and has_name(clause, number, YEAR)
        tally("value-context year", decided=has_year)
        has_place = has_name(clause, number, place_words(library))
        tally("value-context place", decided=bool(places_of(library, number.value)) and has_place)


def wrong_years(clause: Clause) -> Iterator[tuple[Number, str]]:
    """Yield the numbers to which their clause gives a year that is not that of their row."""
    yield from misnamed(clause, [years_of(number.value) for number in clause.numbers], YEAR)


def years_of(value: Value) -> AbstractSet[str]:
    """Return the years that the key of a row, its columns of years or its formula name."""
    spec, row = value.series.spec, value.series.rows[value.key]
    named = [
        row[name].text
        for name, column in spec.columns.items()
        if column.unit in {"year", "formula"} or name in spec.key
    ]
    return {year for text in named for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)}


def wrong_places(library: Library, clause: Clause) -> Iterator[tuple[Number, str]]:
    """Yield the numbers to which their clause gives a place that is not that of their row."""
    own = [places_of(library, number.value) for number in clause.numbers]
    words = {word for ones in _places(library).values() for word in ones}
    adjectives = {word for word in words if word.islower()}  # a province has national laboratories
    yield from misnamed(clause, own, place_words(library), adjectives)


def places_of(library: Library, value: Value) -> AbstractSet[str]:
    """Return the words for the place of a row, by its key or its series; none where none is
    named.
    """
    words = _places(library)
    of_row = [part for part in value.key.split("/") if part in words]
    place = next(iter([*of_row, *value.series.spec.place]), None)
    return words.get(place, set()) if place is not None else set()


@lru_cache(maxsize=2)
def place_words(library: Library) -> re.Pattern[str]:
    """Return a pattern for the words for places."""
    words = {word for ones in _places(library).values() for word in ones}
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")


@lru_cache(maxsize=2)
def _places(library: Library) -> Mapping[str, AbstractSet[str]]:
    """Map the places of series, and those in keys without labels, to the words for them."""
    words: dict[str, set[str]] = {}
    for series in library.series.values():
        for place in series.spec.place[:1]:
            words.setdefault(place, set()).update(series.spec.place)
        for name in series.spec.key:
            column = series.spec.columns[name]
            if column.unit == "text" and not column.labels:
                for text in series.texts(name):
                    if text[0].isupper():
                        words.setdefault(text, {text})
    return words


def _wrong_bases(clause: Clause) -> Iterator[tuple[Number, str]]:
    """Yield the numbers that their clause calls a share of something else than their unit does."""
    article = r"(?:(?:its|the|their|all|total|national|[\w ]+['’]s) ){0,2}"
    named = rf"{article}(GDP|R&D|basic research)\b"
    for number in clause.numbers:
        base = number.value.unit.partition("percent of ")[2]
        found = re.match(rf" of {named}(?! intensity)", clause.after(number))
        found = found or re.search(rf"\bas a share of {named}[^\d;()⟦]*$", clause.before(number))
        is_read = bool(base) and found is not None
        tally("value-context base", decided=is_read)
        if is_read and found is not None and found[1] != base:
            yield number, f"of {found[1]}"


def _wrong_directions(clause: Clause) -> Iterator[tuple[Number, str]]:
    """Yield the numbers that a verb or a comparison contradicts, alone or with the one before."""
    for earlier, number in zip((None, *clause.numbers), clause.numbers, strict=False):
        direction = _of_growth(clause, number) or _of_two(clause, number, earlier)
        tally("value-context direction", decided=direction is not None)
        if direction is not None and not direction.is_right:
            yield number, direction.said


class _Direction(NamedTuple):
    """A verb or a comparison, and whether it is right by the data."""

    said: str
    is_right: bool


def _of_growth(clause: Clause, number: Number) -> _Direction | None:
    """Return the verb before a number that says by how much something rose or fell."""
    value, before = number.value, clause.before(number)
    title = value.series.spec.columns[value.column].title
    is_change = value.series.id == COMPUTED or _CHANGES.search(f"{title} {value.unit}")
    by = None if is_change else _BY.match(before)
    if by is not None:
        return _Direction(f"{_verb(by)} … by", is_right=False)
    growth = _GROWTH.match(before) if "Growth" in title else None
    if growth is None:
        return None
    has_grown = value.number > 0
    return _Direction(_verb(growth), (growth.lastgroup == "fell") != has_grown)


def _of_two(clause: Clause, number: Number, earlier: Number | None) -> _Direction | None:
    """Return the verb or the comparison that joins a number to the one before it."""
    base = _base(clause, number, earlier)
    if base is None or not base.number:
        return None
    found = _THAN.match(base.between)
    if re.search(r"\bto (?:\w+ )?$", base.between):
        found = _FROM.match(base.lead)
    if found is None:
        return None
    _, low, high = VERBS[found.lastgroup or ""]
    return _Direction(_verb(found), low <= number.value.number / base.number <= high)


class _Base(NamedTuple):
    """What a number is compared with, what stands before that, and what between the two."""

    lead: str
    number: Decimal
    between: str


def _base(clause: Clause, number: Number, earlier: Number | None) -> _Base | None:
    """Return the number before another one, of the same unit: a checked one, or "from 2.4%"."""
    lead, other, between = clause.before(number).rpartition(NUMBER)
    unit = number.value.unit
    if other and earlier is not None:
        lead = lead.rpartition(NUMBER)[2]
        same = earlier.value.unit == unit
        return _Base(lead, earlier.value.number, between) if same else None
    plain = re.match(r"(.*\bfrom )(\d+(?:\.\d+)?)%(.*)$", between) if is_share(unit) else None
    return None if plain is None else _Base(plain[1], Decimal(plain[2]), plain[3])


def _verb(found: re.Match[str]) -> str:
    """Return the verb or the comparison that was found."""
    verb: str = found[found.lastgroup or 0]
    return verb
