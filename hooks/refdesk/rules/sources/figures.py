"""Figures that stand twice: sentences that count one thing by one source have one number."""

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from refdesk.data.counts import STEM, Counts, read_counts
from refdesk.data.models import Province
from refdesk.data.quantities import Quantity
from refdesk.files.yaml import InlineText
from refdesk.pages.page import Page
from refdesk.pages.scan import Scan
from refdesk.pages.sentences import text_cited
from refdesk.problems.decisions import tally
from refdesk.problems.problem import Problem, Rule, Slip
from refdesk.site.site import Site

RULES = (
    Rule(
        "figure-twice",
        explanation="Two sentences cite the same source and count the same thing, by the words "
        "beside their numbers, and the numbers differ by less than half. Numbers that are checked "
        "against the data are left out, and years.",
        example="The province has 23 national key laboratories [@province-2023-order].\n\n"
        "By its order it runs 32 national key laboratories [@province-2023-order].",
        fix="look the number up in the source, and correct the one that is wrong; where both are "
        "right, say beside each what it is of.",
    ),
)
_KINDS = ("number", "percent", "points")
_NAMES = re.compile(r"(?:[Aa]rticles?|[Ss]ections?|[Vv]ersion|[Rr]ows?|[Pp]ages?|[Nn]o\.) $")
_GENERAL = {"r&d"}  # says too little of what a number is of
_WORD = re.compile(r"[a-z]{5,}")
_SHARED = 2  # long words of two sentences on the same thing
_NEAR = 2  # times: of numbers that differ by more, one is hardly mistaken for the other


class _Statement(NamedTuple):
    """What a citation is said of, with those of its numbers that are not checked otherwise."""

    origin: Page | InlineText
    start: int
    counts: Counts

    def years(self) -> set[Decimal]:
        """Return the years that it names."""
        return {one.number for one in self.counts.of_kind("year")}

    def words(self) -> AbstractSet[str]:
        """Return the beginnings of its long words."""
        return {word[:STEM] for word in _WORD.findall(self.counts.text.lower())}

    def numbers_not_in(self, other: "_Statement", kind: str) -> list[Quantity]:
        """Return its numbers of a kind, in digits, that another statement does not have."""
        mine = [one for one in self.counts.of_kind(kind) if not one.in_words]
        return [one for one in mine if not other.counts.has(one)]


def check_site(site: Site) -> Iterator[Problem]:
    """Report numbers of which another sentence by the same source has another one."""
    provinces = site.library.entries(Province).values()
    general = {one.name.lower()[:STEM] for one in provinces} | _GENERAL
    for source, statements in _statements(site).items():
        for one, other in combinations(statements, 2):
            for number, instead in _differing(one, other, general):
                if _support(statements, number) > _support(statements, instead):
                    yield _problem(source, (other, instead), (one, number))
                else:
                    yield _problem(source, (one, number), (other, instead))


def _support(statements: Sequence[_Statement], number: Quantity) -> int:
    """Return how many statements have a number."""
    return sum(one.counts.has(number) for one in statements)


def _problem(
    source: str, wrong: tuple[_Statement, Quantity], other: tuple[_Statement, Quantity]
) -> Problem:
    """Return that one statement has another number than a second one."""
    (statement, number), (elsewhere, instead) = wrong, other
    message = (
        f"'{statement.counts.written(number)}' is '{elsewhere.counts.written(instead)}' "
        f"{_where(elsewhere)}, which cites '@{source}' too"
    )
    slip = Slip("figure-twice", message, "Look it up in the source")
    return statement.origin.problem(statement.start + number.start, slip)


def _where(statement: _Statement) -> str:
    place = statement.origin.problem(statement.start, Slip("figure-twice", "")).place
    return f"in {place.path}:{place.line}"


def _statements(site: Site) -> Mapping[str, Sequence[_Statement]]:
    """Map each source to what it is cited for, each text once."""
    found: dict[str, dict[tuple[int, int], _Statement]] = {}
    for origin, scan in site.scans():
        for span in scan.spans:
            if span.kind == "citation":
                statement = _statement(origin, scan, span.start)
                key = (id(origin), statement.start)
                for target in span.targets:
                    found.setdefault(target.name, {}).setdefault(key, statement)
    return {source: [*ones.values()] for source, ones in found.items()}


def _statement(origin: Page | InlineText, scan: Scan, at: int) -> _Statement:
    cited = text_cited(scan.masked, scan.spans, at)
    checked = [span for span in scan.spans if span.kind == "value"]
    counts = read_counts(cited.part)
    own = [
        one
        for one in counts.found
        if not any(span.start <= cited.start + one.start < span.end for span in checked)
        and not _NAMES.search(cited.part[: one.start])
    ]
    return _Statement(origin, cited.start, Counts(cited.part, own))


def _differing(
    one: _Statement, other: _Statement, general: AbstractSet[str]
) -> Iterator[tuple[Quantity, Quantity]]:
    """Yield the only number in which two statements differ, where both count the same thing.

    ``general`` words do not say what a number is of.
    """
    years, of_other = one.years(), other.years()
    if years and of_other and years.isdisjoint(of_other):
        return
    for kind in _KINDS:
        mine, others = one.numbers_not_in(other, kind), other.numbers_not_in(one, kind)
        is_only = len(mine) == len(others) == 1
        tally("figure-twice", decided=is_only)
        if is_only and _is_near(mine[0], others[0]):
            words = one.counts.words_beside(mine[0]) & other.counts.words_beside(others[0])
            is_alike = len(one.words() & other.words()) >= _SHARED
            if is_alike and words - general:
                yield mine[0], others[0]


def _is_near(one: Quantity, other: Quantity) -> bool:
    low, high = sorted((one.number, other.number))
    return 0 < low <= high <= low * _NEAR
