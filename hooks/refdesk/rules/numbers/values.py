"""Checked numbers: each equals its cell to the digits shown."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from refdesk.blocks.desk import row_id
from refdesk.blocks.shown import holder
from refdesk.data.formula import CellId, rests_on
from refdesk.data.models import Computed
from refdesk.data.series import COMPUTED, cell_of
from refdesk.data.values import Value, as_read, as_stated, check_value, find_value
from refdesk.problems import things
from refdesk.problems.decisions import tally
from refdesk.problems.problem import Problem, Rule, Slip
from refdesk.problems.suggest import nearest
from refdesk.site.site import Located, Site

RULES = (
    Rule(
        "unknown-value",
        explanation="A checked number names a series, a row or a column that does not exist, or "
        "an empty cell.",
        example="[2.69%](value:rd_national/2042/intensity)",
        fix="correct the path: series, key of the row, column. The hint lists what there is.",
    ),
    Rule(
        "value-mismatch",
        explanation="A number differs from the data, to the digits shown: 2.7% and 2.69% both "
        "agree with 2.69. Between "
        "the square brackets stands one number, and no other.",
        example="[2.65%](value:rd_national/2024/intensity)",
        fix="write the number that the message gives, or correct the cell and its source.",
    ),
    Rule(
        "value-unit",
        explanation="A number has another unit than its data. The unit is read within the link "
        "and right around it.",
        example="[2.69 billion yuan](value:rd_national/2024/intensity)",
        fix="write the unit that the message gives, or point to the column that you mean.",
    ),
    Rule(  # reported by data/computed.py and rules/data/holds.py
        "bad-formula",
        explanation="A formula of `computed.yml`, or what a series says must hold, cannot be "
        "read, names no number, "
        "divides by zero or needs one below it; or an exception from it is wrong or not needed.",
        example=(
            "- id: half\n  title: Half of the total, 2024\n  formula: "
            "value:rd_national/2042/total / 2\n"
            "  unit: billion CNY\n  digits: 1"
        ),
        fix="write numbers, signs with blanks around them, brackets and paths such as "
        "`value:rd_national/2024/total`.",
        file="docs/data/computed.yml",
    ),
)


class Stated(NamedTuple):
    """A checked number as it is read, with the cell that it leads to and what is wrong with it."""

    link: Located
    value: Value
    text: str
    slip: Slip | None


@lru_cache(maxsize=2)
def stated(site: Site) -> Mapping[CellId, Sequence[Stated]]:
    """Map each cell to the checked numbers that lead to it."""
    found: dict[CellId, list[Stated]] = {}
    for link in site.references("value"):
        value = find_value(site.library, link.target.name)
        if isinstance(value, Value):
            text = as_read(link.masked, link.span.start, link.span.label, link.span.end)
            one = Stated(link, value, text, check_value(value, text))
            tally("value-mismatch")
            found.setdefault((value.series.id, value.key, value.column), []).append(one)
    return found


def _as_most_say(numbers: Sequence[Stated]) -> Value | None:
    """Return their cell as several numbers have it, if fewer state what it holds; what is rounded
    may fit both.
    """
    best, most = None, 1
    for text in dict.fromkeys(
        one.text for one in numbers if one.slip is not None and one.slip.swap
    ):
        other = as_stated(numbers[0].value, text)
        votes = [(check_value(other, one.text) is None) - (one.slip is None) for one in numbers]
        if votes.count(1) > max(most, votes.count(-1)):
            best, most = other, votes.count(1)
    return best


def check_site(site: Site) -> Iterator[Problem]:
    """Report wrong value links in pages and data, and cells that most of their links belie.

    The text or the data may be wrong: no number is replaced unasked.
    """
    lost = Counter[tuple[str, str]]()
    for link in site.references("value"):
        value = find_value(site.library, link.target.name)
        if isinstance(value, Slip):
            name, key, _ = cell_of(link.target.name)
            lost[name, key] += 1
            needed = [*rests_on(site.library, link.target.name), things.DATA]
            yield link.problem(value, rests_on=needed)
    yield from _lost_rows(site, lost)
    yield from _columns(site)
    for (series, _, _), numbers in stated(site).items():
        value, path = numbers[0].value, numbers[0].value.path
        below, other = (
            rests_on(site.library, path),
            _as_most_say(numbers) if series != COMPUTED else None,
        )
        everywhere = f"refdesk fix --values '{path}' brings sentences up to date"
        for link, _, text, slip in numbers:
            if slip is not None:
                hint = f"{slip.hint}; {everywhere}" if slip.swap else slip.hint
                follows = other is None or check_value(other, text) is None
                told = link.problem(Slip(slip.code, slip.message, hint))
                beside = [things.place(*told.place)]
                yield told.with_causes(rests_on=[*(below if follows else ()), *beside])
        if other is not None:
            message = f"the data say {value} at {path}, the sentences about it {other}"
            hint = f"Correct the number here, or where it is right: {everywhere}"
            slip = Slip("value-mismatch", message, hint)
            own = [things.cell(*value.cell_id)]
            place = other.key, other.column
            yield other.series.problem(place, slip, rests_on=below, explains=own)


def _columns(site: Site) -> Iterator[Problem]:
    """Report columns, or their units, that most numbers belie which lead to them, in
    several rows.
    """
    columns: dict[tuple[str, str], list[Stated]] = {}
    for (name, _, column), numbers in stated(site).items():
        columns.setdefault((name, column), []).extend(numbers)
    for (name, column), numbers in columns.items():
        wrong = [one for one in numbers if one.slip is not None]
        is_most = (
            len(wrong) > max(len(numbers) / 2, 2) and len({one.value.key for one in wrong}) > 1
        )
        if is_most and name != COMPUTED:
            first = min(wrong, key=lambda one: one.slip is not None and one.slip.swap is not None)
            series = first.value.series
            message = (
                f"most numbers that lead to '{column}' do not fit, as '{first.text}' for "
                f"{first.value}"
            )
            lost = [things.column(name, column), things.entries(name)]
            if first.slip is not None and first.slip.swap:  # the unit is right
                head = next(cell for cell in series.csv.header if cell.text == column)
                hint = "Does it hold the cells of another column?"
                slip = Slip("value-mismatch", message, hint)
                yield series.csv.file.problem(head.offset, slip, explains=lost)
            else:
                place = (name, "columns", column, "unit")
                yield series.entry.problem(place, Slip("value-unit", message), explains=lost)


def _lost_rows(site: Site, lost: Mapping[tuple[str, str], int]) -> Iterator[Problem]:
    """Report rows that numbers lead to and that are gone: published ones, and those nearly called
    as an unused one.
    """
    led_to = {(series, key) for series, key, _ in stated(site)}
    for (name, key), count in lost.items():
        series = site.library.series.get(name)
        if series is None or not series.sound or series.named_rows.get(key):
            continue
        rows = [things.entry(name, key), things.entries(name)]
        near = nearest(key, series.rows) if count > 1 else None
        page = holder(site, "series", name) or ""
        if near is None or (name, near) in led_to:
            if row_id(key) in site.addresses.ids.get(page, ()):
                file = site.library.files[name].yaml.file if name == COMPUTED else series.csv.file
                message = f"the row '{key}' was published and is gone"
                hint = "Was it removed or renamed? A row keeps its key"
                slip = Slip("unknown-value", message, hint)
                gone = [*rows, things.id_on(site.shown(page), row_id(key))]
                yield file.problem(0, slip, explains=gone)
        else:
            parts = zip(series.spec.key, key.split("/"), near.split("/"), strict=False)
            column = next(column for column, one, other in parts if one != other)
            message = (
                f"no number leads to the row '{near}', and {count} to '{key}', which is not there"
            )
            slip = Slip("unknown-value", message, f"Was it renamed? Write {key}")
            computed = site.library.entries(Computed).get(near) if name == COMPUTED else None
            if computed is not None:
                yield site.library.problem((computed, "id"), slip, explains=rows)
            else:
                yield series.problem((near, column), slip, explains=rows)
