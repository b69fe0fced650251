"""Checked numbers: each equals its cell to the digits shown."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from refdesk.data.computed import rests_on
from refdesk.data.formula import CellId
from refdesk.data.series import COMPUTED, path_of
from refdesk.data.values import Value, as_read, check_value, find_value, is_broken
from refdesk.problems.problem import Problem, Rule, Slip
from refdesk.rules.data.files import LOADING_ERRORS
from refdesk.site.site import Located, Site

RULES = (
    Rule(
        "unknown-value",
        explanation="A checked number names a series, a row or a column that does not exist, or an empty cell.",
        example="[2.69%](value:rd_national/2042/intensity)",
        fix="correct the path: series, key of the row, column. The hint lists what there is.",
    ),
    Rule(
        "value-mismatch",
        explanation="A number differs from the data, to the digits shown: 2.7% and 2.69% both agree with 2.69. Between "
        "the square brackets stands one number, and no other.",
        example="[2.65%](value:rd_national/2024/intensity)",
        fix="write the number that the message gives, or correct the cell and its source.",
    ),
    Rule(
        "value-unit",
        explanation="A number has another unit than its data. The unit is read within the link and right around it.",
        example="[2.69 billion yuan](value:rd_national/2024/intensity)",
        fix="write the unit that the message gives, or point to the column that you mean.",
    ),
    Rule(  # reported by data/computed.py and rules/data/holds.py
        "bad-formula",
        explanation="A formula of `computed.yml`, or what a series says must hold, cannot be read, names no number, "
        "divides by zero or needs one below it; or an exception from it is wrong or not needed.",
        example=(
            "- id: half\n  title: Half of the total, 2024\n  formula: value:rd_national/2042/total / 2\n"
            "  unit: billion CNY\n  digits: 1"
        ),
        fix="write numbers, signs with blanks around them, brackets and paths such as `value:rd_national/2024/total`.",
        file="docs/data/computed.yml",
        after=LOADING_ERRORS,
    ),
)


@lru_cache(maxsize=2)
def stated(site: Site) -> Mapping[CellId, Sequence[tuple[Located, Slip | None]]]:
    """Map each cell to the checked numbers that lead to it, each with what is wrong with it."""
    found: dict[CellId, list[tuple[Located, Slip | None]]] = {}
    for link in site.references("value"):
        value = find_value(site.library, link.target.name)
        if isinstance(value, Value):
            slip = check_value(value, as_read(link.masked, link.span.start, link.span.label, link.span.end))
            found.setdefault((value.series.id, value.key, value.column), []).append((link, slip))
    return found


def check_site(site: Site) -> Iterator[Problem]:
    """Report wrong value links in pages and data, cells that all of their links belie, and wrong value paths of hubs.

    The text or the data may be wrong: no number is replaced unasked.
    """
    for link in site.references("value"):
        value = find_value(site.library, link.target.name)
        if isinstance(value, Slip) and not is_broken(site.library, link.target.name):
            yield link.problem(value.code, value.message, value.hint, value.swap)
    for cell, links in stated(site).items():
        path, differ = path_of(*cell), [slip.swap for _, slip in links if slip is not None and slip.swap]
        below = rests_on(site.library, *cell)
        everywhere = f"refdesk fix --values '{path}' brings sentences up to date"
        for link, slip in links:
            if slip is not None:
                hint = f"{slip.hint}; {everywhere}" if slip.swap else slip.hint
                yield link.problem(slip.code, slip.message, hint)._replace(rests_on=below)
        if len(differ) == len(links) > 1 and cell[0] != COMPUTED:  # a computed number is not typed
            told = ", ".join(dict.fromkeys(number for number, _ in differ))
            message = f"the data say {differ[0][1]} at {path}, and every sentence about it {told}"
            hint = f"Correct the number here, or where it is right: {everywhere}"
            place = site.library.series[cell[0]].rows[cell[1]][cell[2]].place
            file = site.library.series[cell[0]].csv.file
            problem = file.problem("value-mismatch", file.offset(place), message, hint)
            yield problem._replace(explains=(path,), rests_on=below)
    hubs = site.library.files.get("hubs")
    for where, item in hubs.items if hubs is not None else ():
        for field in ("intensity", "basic_share"):
            path = str(item.get(field))
            found = find_value(site.library, path) if "/" in path else None
            if isinstance(found, Slip) and not is_broken(site.library, path) and hubs is not None:
                yield hubs.yaml.problem(*found.at((*where, field)))
