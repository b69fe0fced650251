"""How far the numbers of the data settle a commitment."""

import re
from decimal import Decimal
from typing import NamedTuple

from refdesk.data.formula import PATH
from refdesk.data.library import Library
from refdesk.data.models import Commitment
from refdesk.data.series import COMPUTED, cell_of
from refdesk.data.values import Value, find_value
from refdesk.data.wording import in_words

_YEAR = re.compile(r"(?:19|20)\d\d")


class Result(NamedTuple):
    """The number of a commitment: whether it is enough, of which year it is, whether it is a first
    estimate.
    """

    value: Value
    promised: str
    is_reached: bool
    year: str
    is_preliminary: bool


def result_of(library: Library, commitment: Commitment) -> Result | None:
    """Return the number that is to settle a commitment; None where it names none, or one that is
    not there.
    """
    if commitment.reach is None:
        return None
    value = find_value(library, commitment.reach.value)
    if not isinstance(value, Value):
        return None
    least = Decimal(str(commitment.reach.at_least))
    years = [year for path in _inputs(value) for year in _YEAR.findall(cell_of(path)[1])]
    return Result(
        value=value,
        promised=in_words(least, value.unit, value.language),
        is_reached=value.number >= least,
        year=max(years, default=""),
        is_preliminary=any(_is_estimate(library, path) for path in _inputs(value)),
    )


def _inputs(value: Value) -> list[str]:
    """Return the paths of the cells that a number rests on: its own, or those of its formula."""
    if value.series.id != COMPUTED:
        return [value.path]
    return PATH.findall(value.series.rows[value.key]["formula"].text)


def _is_estimate(library: Library, path: str) -> bool:
    """Return whether a cell is of a series of first estimates, or of a row that is one."""
    name, key, _ = cell_of(path)
    firsts = {series.spec.preliminary for series in library.series.values()}
    series = library.series.get(name)
    return name in firsts or (series is not None and key in series.spec.estimates)
