"""What a checked number is of: the words of its column, its row and its status, and no others."""

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import NamedTuple

from refdesk.data.formula import rests_on
from refdesk.data.library import Library
from refdesk.data.series import Series
from refdesk.data.values import Value
from refdesk.problems import things
from refdesk.problems.decisions import tally
from refdesk.problems.problem import Problem, Rule, Slip
from refdesk.rules.numbers.clause import Clause, Number, clauses, has_name, misnamed
from refdesk.site.site import Site

RULES = (
    Rule(
        "value-subject",
        explanation="The words around a checked number speak of another column or row of its "
        "series than that of the number, such as of firms where it is that of government; or call "
        "a final figure preliminary, or the other way round.",
        example="Applied research took [6.88%](value:rd_national/2024/basic_share) of R&D.",
        fix="correct the words, or point to the column and row that they name. Which words speak "
        "of which column is said by `words` and `row_words` in `docs/data/series/`.",
        after=("yaml-syntax",),
    ),
)
_FINAL = ("final",)
_PRELIMINARY = ("preliminary", "first estimate")


class Subject(NamedTuple):
    """What a number is of in one respect: its words, and those of whatever else it could be of."""

    respect: tuple[str, str]  # a series and one of its columns, or what its columns or it are
    own: AbstractSet[str]
    all: AbstractSet[str]


def check_site(site: Site) -> Iterator[Problem]:
    """Report checked numbers whose clause speaks of another column, row or status."""
    for clause in clauses(site):
        _count(site.library, clause)
        for number, said, own in wrong_subjects(site.library, clause):
            value = number.value
            message = f"the words say '{said}', the number is of '{own}' by {value.path}"
            below = rests_on(site.library, value.path)
            told = number.link.problem(Slip("value-subject", message), rests_on=below)
            yield told.with_causes(explains=[things.place(*told.place)])


def wrong_subjects(library: Library, clause: Clause) -> Iterator[tuple[Number, str, str]]:
    """Yield the numbers that a clause calls something else, with its word and their own one."""
    subjects = [subjects_of(library, number.value) for number in clause.numbers]
    respects = {one.respect: one.all for ones in subjects for one in ones}
    for respect, words in respects.items():
        own = [_own(ones, respect) for ones in subjects]
        elsewhere = {
            word for ones in subjects for one in ones if one.respect != respect for word in one.own
        }
        if told := words - elsewhere:
            for number, said in misnamed(clause, own, _pattern(frozenset(told))):
                words_of_it = own[clause.numbers.index(number)]
                yield number, said, min(words_of_it, key=str.swapcase)


def _count(library: Library, clause: Clause) -> None:
    """Count the numbers of a clause, and those that it gives a word for what they are of."""
    for number in clause.numbers:
        subjects = subjects_of(library, number.value)
        words = frozenset(word for one in subjects for word in one.all)
        is_named = bool(words) and has_name(clause, number, _pattern(words))
        tally("value-subject", decided=is_named)


def _own(subjects: Sequence[Subject], respect: tuple[str, str]) -> AbstractSet[str]:
    return next((one.own for one in subjects if one.respect == respect), frozenset())


@lru_cache(maxsize=256)
def _pattern(words: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")


def subjects_of(library: Library, value: Value) -> Sequence[Subject]:
    """Return what a number is of, by its column, its row and its series."""
    series = value.series
    columns = series.spec.columns
    found: list[Subject] = []
    if own := columns[value.column].words:
        every = [word for column in columns.values() for word in column.words]
        found.append(Subject((series.id, "columns"), _as_written(own), _as_written(every)))
    for name in series.spec.key:
        rows = columns[name].row_words
        if own := rows.get(series.rows[value.key][name].text, []):
            every = [word for words in rows.values() for word in words]
            found.append(Subject((series.id, name), _as_written(own), _as_written(every)))
    if status := _status(library, series):
        every = [*_FINAL, *_PRELIMINARY]
        found.append(Subject(("", "status"), _as_written(status), _as_written(every)))
    return found


def _as_written(words: Iterable[str]) -> AbstractSet[str]:
    """Return words as they stand within a sentence and at its beginning."""
    return {one for word in words for one in (word, word[0].upper() + word[1:])}


def _status(library: Library, series: Series) -> Sequence[str]:
    """Return the words for the status of a series that has first estimates, or that holds them."""
    estimates = {one.spec.preliminary for one in library.series.values()}
    if series.id in estimates:
        return _PRELIMINARY
    return _FINAL if series.spec.preliminary else ()
