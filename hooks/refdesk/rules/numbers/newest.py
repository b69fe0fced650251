"""Figures that are called the latest: no newer one stands in their series."""

import re
from collections.abc import Iterator, Sequence

from refdesk.data.values import Value
from refdesk.problems.decisions import tally
from refdesk.problems.problem import Problem, Rule, Slip
from refdesk.rules.numbers.clause import Clause, clauses
from refdesk.site.site import Site

RULES = (
    Rule(
        "not-newest",
        explanation="A sentence calls a checked number the latest, and its series has one of a "
        "later year.",
        example="The latest final ratio is [2.65%](value:rd_national/2023/intensity).",
        fix="state the newer number, or say of which year the older one is. `refdesk year SERIES "
        "YEAR` lists what else to look at once a year was added.",
        severity="notice",
    ),
)
# "the latest revision" may be that of an old year
_CALLED_NEWEST = re.compile(
    r"\b(?:latest|newest|most recent|last final)\b(?! revis)", re.IGNORECASE
)


def check_site(site: Site) -> Iterator[Problem]:
    """Report checked numbers that are called the latest and are not."""
    for clause in clauses(site):
        is_called = is_called_newest(clause)
        tally("not-newest", decided=is_called, of=len(clause.numbers))
        if not is_called:
            continue
        later = [(number, later_rows(number.value)) for number in clause.numbers]
        if later and all(rows for _, rows in later):
            number, rows = min(later, key=lambda one: len(one[1]))
            message = f"{number.value.path} is called the latest, and its series has a newer number"
            hint = f"Its newest row is '{rows[-1]}'"
            yield number.link.problem(Slip("not-newest", message, hint))


def is_called_newest(clause: Clause) -> bool:
    """Return whether a clause calls something the latest."""
    return _CALLED_NEWEST.search(clause.text) is not None


def later_rows(value: Value) -> Sequence[str]:
    """Return the keys of the rows of later years that have a number in the same column, in order.

    They are of the same place, kind and so on; a series without years in its key has none.
    """
    spec, rows = value.series.spec, value.series.rows
    years = [name for name in spec.key if spec.columns[name].unit == "year"]
    if not years:
        return ()
    same = [name for name in spec.key if name not in years]
    own = rows[value.key]
    later = {
        row[years[0]].text: key
        for key, row in rows.items()
        if row[value.column].text
        and row[years[0]].text > own[years[0]].text
        and all(row[name].text == own[name].text for name in same)
    }
    return [later[year] for year in sorted(later)]
