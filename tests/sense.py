"""How many years, places and subjects beside checked numbers the check would tell, were they wrong.

Each that a clause or a table has rightly is made another one, one at a time, in memory.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from refdesk.data.values import Value
from refdesk.rules.numbers.clause import Clause, clauses
from refdesk.rules.numbers.sentence import (
    YEAR,
    place_words,
    places_of,
    wrong_places,
    wrong_years,
    years_of,
)
from refdesk.rules.numbers.subject import subjects_of, wrong_subjects
from refdesk.site.site import Site


class Reading(NamedTuple):
    """How names of one kind are found, whose they are, what is told, and what is put in place of one."""

    names: re.Pattern[str]
    own: Callable[[Value], AbstractSet[str]]
    told: Callable[[Clause], Iterator[tuple[object, ...]]]
    others: Callable[[str], Sequence[str]]


def readings(site: Site) -> dict[str, Reading]:
    """Return the kinds of names."""
    library = site.library
    words = contrary_words(site)
    any_word = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return {
        "year": Reading(YEAR, years_of, wrong_years, lambda year: (str(int(year) - 1), str(int(year) + 1))),
        "place": Reading(
            place_words(library),
            lambda value: places_of(library, value),
            lambda clause: wrong_places(library, clause),
            lambda _place: ("Zhejiang", "Hubei", "Japan"),
        ),
        "subject": Reading(
            re.compile(rf"\b(?:{any_word})\b"),
            lambda value: {word for one in subjects_of(library, value) for word in one.own},
            lambda clause: wrong_subjects(library, clause),
            words.__getitem__,
        ),
    }


def contrary_words(site: Site) -> Mapping[str, Sequence[str]]:
    """Map each word for what a number is of to the words for what else it could be of."""
    found: dict[str, Sequence[str]] = {}
    for clause in clauses(site):
        for number in clause.numbers:
            for subject in subjects_of(site.library, number.value):
                for word in subject.own:
                    alike = [one for one in subject.all if one[0].isupper() == word[0].isupper()]
                    found[word] = sorted({*alike} - subject.own)
    return found


def mistakes(clause: Clause, reading: Reading) -> Iterator[Clause]:
    """Yield the clause with each of its right names made another one, that of no number in it."""
    own = set().union(*(reading.own(number.value) for number in clause.numbers))
    for found in reading.names.finditer(clause.text):
        if found.group() in own:
            other = next((one for one in reading.others(found.group()) if one not in own), None)
            if other is None:
                continue
            longer = len(other) - len(found.group())
            text = clause.text[: found.start()] + other + clause.text[found.end() :]
            moved = [
                number._replace(at=number.at + (longer if number.at > found.start() else 0))
                for number in clause.numbers
            ]
            yield Clause(text, moved)
    for number in clause.numbers:
        for field in ("head", "row"):
            text = getattr(number, field)
            mine = reading.own(number.value)
            found = next((one for one in reading.names.finditer(text) if one.group() in mine), None)
            others = reading.others(found.group()) if found is not None else ()
            other = next((one for one in others if one not in own), None)
            if found is not None and other is not None:
                changed = text[: found.start()] + other + text[found.end() :]
                wrong = number._replace(**{field: changed})
                yield Clause(clause.text, [wrong if one is number else one for one in clause.numbers])


def rate(site: Site, reading: Reading) -> tuple[int, int]:
    """Return how many mistakes were told, and how many were made."""
    made = [one for clause in clauses(site) for one in mistakes(clause, reading)]
    return sum(1 for one in made if [*reading.told(one)]), len(made)
