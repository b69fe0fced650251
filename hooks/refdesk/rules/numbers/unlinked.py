"""Numbers that are typed as plain text beside a citation, although the data hold them or nearly
hold them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations, filterfalse, product
from typing import NamedTuple

from refdesk.data.library import Library
from refdesk.data.series import is_number
from refdesk.data.values import Value, check_value
from refdesk.data.wording import is_share
from refdesk.pages.page import Page
from refdesk.problems import things
from refdesk.problems.decisions import tally
from refdesk.problems.problem import Problem, Rule, Slip
from refdesk.site.site import Site

RULES = (
    Rule(
        "unlinked-value",
        explanation="A number beside a citation stands in the data of that source, and is not "
        "checked against it.",
        example="Spending reached 2.69% of GDP in 2024 [@nbs-2025-09-29-bulletin-2024-page].",
        fix="write the link that the hint gives: `[2.69%](value:rd_national/2024/intensity)`.",
        severity="notice",
    ),
    Rule(
        "nearly-value",
        explanation="A number beside a citation is nearly one that the data hold by that "
        "source, or that another page "
        "gives by it: the last digit differs, two digits are swapped, or it is ten times as much.",
        example="Spending reached 2.96% of GDP in 2024 [@nbs-2025-09-29-bulletin-2024-page].",
        fix="look it up in the source, and correct the one that is wrong.",
        severity="notice",
    ),
)

_NAME = re.compile(r"\d{4}|[A-Z][A-Za-z ]+")
# A number with a percent sign or a scale; bare numbers are too often something else.
_STATED = re.compile(
    r"(?P<number>\d(?<![\w.,/\[(:-]\d)[\d,]*(?:\.\d+)?)\s?"
    r"(?P<unit>%|per "
    r"cent\b|percent\b|(?:thousand|million|billion|trillion)(?:\s+(?:yuan|CNY|RMB|dollars))?\b)"
)
_MIN_DIGITS = 3  # "7%" equals too many cells by chance


class _Statement(NamedTuple):
    """A paragraph of a page: its text, the sources it cites (in order of name), its plain numbers,
    by their offset.
    """

    page: Page
    text: str
    cited: tuple[str, ...]
    numbers: tuple[re.Match[str], ...]


def check_site(site: Site) -> Iterator[Problem]:
    """Report each such number on a page, and numbers that nearly equal another one of the same
    source elsewhere.
    """
    held = _numbers(site.library)
    given: dict[tuple[str, str], dict[str, list[tuple[Page, int]]]] = {}
    for statement in (one for page in site.pages.values() for one in _statements(page)):
        yield from _held(statement, held)
        for source, match in product(statement.cited, filterfalse(_is_computed, statement.numbers)):
            of_unit = given.setdefault(
                (source, re.sub("per ?cent", "%", match["unit"]).split()[0]), {}
            )
            of_unit.setdefault(match["number"].replace(",", ""), []).append(
                (statement.page, match.start())
            )
    for of_unit in given.values():
        tally("nearly-value", decided=len(of_unit) > 1, of=len(of_unit))
        for (one, here), (other, there) in combinations(of_unit.items(), 2):
            if _nearly(one, other) and {page.uri for page, _ in here}.isdisjoint(
                page.uri for page, _ in there
            ):
                page, at = max(here[0], there[0], key=lambda place: place[0].uri)
                yield page.problem(
                    at, Slip("nearly-value", f"pages give {one} and {other} by the same source")
                )


def _numbers(library: Library) -> Mapping[str, Sequence[tuple[Value, Sequence[str]]]]:
    """Map each source to the numbers of its rows, each with the names and years in the key of the
    row.
    """
    found: dict[str, list[tuple[Value, Sequence[str]]]] = {}
    for series in library.series.values():
        columns = {
            name: one
            for name, one in series.spec.columns.items()
            if is_number(one) and one.unit != "year"
        }
        for key, row in series.rows.items() if "source" in series.spec.columns else ():
            names = [part for part in key.split("/") if _NAME.fullmatch(part)]
            for column in (one for one in columns if one not in series.spec.key and row[one].text):
                value = Value(series, key, column, row[column], series.column_unit(column, row))
                found.setdefault(row["source"].text, []).append((value, names))
    return found


def _statements(page: Page) -> Iterator[_Statement]:
    """Yield every such paragraph of a page; those that describe the site itself have none."""
    for start, end in page.paragraphs() if not page.is_about_site else ():
        stated = [*_STATED.finditer(page.scan.masked, start, end)]
        if not stated:
            continue
        spans = [span for span in page.scan.spans if start <= span.start < end]
        numbers = tuple(
            match
            for match in stated
            if len(re.sub("[.,]", "", match["number"]).strip("0")) >= _MIN_DIGITS
            and not any(span.start <= match.start() < span.end for span in spans)
        )
        cited = {
            target.name for span in spans if span.kind == "citation" for target in span.targets
        }
        if numbers and cited:
            yield _Statement(page, page.scan.masked[start:end], tuple(sorted(cited)), numbers)


def _held(
    statement: _Statement, held: Mapping[str, Sequence[tuple[Value, Sequence[str]]]]
) -> Iterator[Problem]:
    """Report numbers that the data hold or nearly hold, by a source that is cited, in a row whose
    names are there.
    """
    page, text, cited, numbers = statement
    near = (one for source in cited for one in held.get(source, ()))
    values = [value for value, names in near if all(name in text for name in names)]
    for match in numbers:
        number, at = match.group(), match.start()
        tally("unlinked-value", decided=bool(values))
        pairs = [(value, pair) for value in values if (pair := _alike(number, value)) is not None]
        meant = next(
            (value for value, (written, exact) in pairs if Decimal(written) == Decimal(exact)), None
        )
        if meant is not None:
            message = f"'{number}' stands in the data ({meant}) and is typed as plain text"
            yield page.problem(
                at, Slip("unlinked-value", message, f"Write [{number}](value:{meant.path})")
            )
            continue
        for value, pair in pairs if not _is_computed(match) else ():
            if value.path not in text and _nearly(*pair):
                message = f"'{number}' is nearly what the data hold ({value})"
                slip = Slip("nearly-value", message, f"Its path is {value.path}")
                yield page.problem(at, slip, rests_on=[things.cell(*value.cell_id)])


def _is_computed(match: re.Match[str]) -> bool:
    """Return whether the text says that the site computes the number, which so is in no source."""
    return match.string.startswith(" (computed", match.end())


def _alike(text: str, value: Value) -> tuple[str, str] | None:
    """Return the number in a text and that of a cell, if both are percentages, or else both amounts
    of one unit.

    That of a percentage has all digits, that of an amount the scale and the digits of the text.
    """
    written = re.sub(r"[^\d.]", "", text)
    if is_share(value.unit):
        return (written, value.cell.text) if re.search(r"%|cent", text) else None
    slip = check_value(value, text)
    if slip is None:
        return written, written
    return (written, slip.swap[1].replace(",", "")) if slip.swap else None


def _nearly(one: str, other: str) -> bool:
    """Return whether numbers differ by one in the last digit, by two swapped neighbours, or by a
    factor of ten.
    """
    first, second = Decimal(one), Decimal(other)
    digits = [text.replace(".", "") for text in (one, other)]
    swapped = (
        sorted(digits[0]) == sorted(digits[1])
        and sum(a != b for a, b in zip(*digits, strict=True)) == 2
    )
    is_last = (
        first.as_tuple().exponent == second.as_tuple().exponent
        and abs(int(digits[0]) - int(digits[1])) == 1
    )
    return is_last or swapped or first in {second * 10, second / 10}
