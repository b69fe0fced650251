"""Numbers that are typed as plain text beside a citation, although the data hold them or nearly hold them."""

import functools
import itertools
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from refdesk.data.library import Library
from refdesk.data.series import Series, is_number
from refdesk.data.values import Value, check_value
from refdesk.data.wording import is_share
from refdesk.pages.page import Page
from refdesk.problems.problem import Problem, Rule
from refdesk.site.site import Site

RULES = (
    Rule(
        "unlinked-value",
        explanation="A number beside a citation stands in the data of that source, and is not checked against it.",
        example="Spending reached 2.69% of GDP in 2024 [@nbs-2025-09-29-bulletin-2024-page].",
        fix="write the link that the hint gives: `[2.69%](value:rd_national/2024/intensity)`.",
        severity="notice",
    ),
    Rule(
        "nearly-value",
        explanation="A number beside a citation is nearly one that the data hold by that source, or that another page "
        "gives by it: the last digit differs, two digits are swapped, or it is ten times as much.",
        example="Spending reached 2.96% of GDP in 2024 [@nbs-2025-09-29-bulletin-2024-page].",
        fix="look it up in the source, and correct the one that is wrong.",
        severity="notice",
    ),
)

_NAME = re.compile(r"\d{4}|[A-Z][A-Za-z ]+")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
# A number with a percent sign or a scale; bare numbers are too often something else.
_STATED = re.compile(
    r"(?P<number>\d(?<![\w.,/\[(:-]\d)[\d,]*(?:\.\d+)?)\s?"
    r"(?P<unit>%|per cent\b|percent\b|(?:thousand|million|billion|trillion)(?:\s+(?:yuan|CNY|RMB|dollars))?\b)"
)
_MIN_DIGITS = 3  # "7%" equals too many cells by chance


class _Statement(NamedTuple):
    """A paragraph: its text, the sources it cites (in order of name), and its plain numbers, by their offset."""

    text: str
    cited: tuple[str, ...]
    numbers: tuple[re.Match[str], ...]


def check_page(site: Site, page: Page, _: object) -> Iterator[Problem]:
    """Report each such number on a page, with the value link to use.

    Compared are the cells whose source the paragraph cites and whose year and name it mentions.
    """
    rows = _rows(site.library)
    for text, cited, numbers in _statements(page):
        years = sorted({"", *_YEAR.findall(text)})
        near = (row for source in cited for year in years for row in rows.get((source, year), ()))
        named = [(series, key) for series, key, names in near if all(name in text for name in names)]
        values = [value for series, key in named for value in _values(series, key)]
        for match in numbers:
            number, at = match.group(), match.start()
            pairs = [(value, pair) for value in values if (pair := _alike(number, value)) is not None]
            meant = next((value for value, (written, held) in pairs if Decimal(written) == Decimal(held)), None)
            if meant is not None:
                message = f"'{number}' stands in the data ({meant}) and is typed as plain text"
                yield page.problem("unlinked-value", at, message, f"Write [{number}](value:{meant.path})")
                continue
            for value, pair in pairs if not _is_computed(match) else ():
                if value.path not in text and _nearly(*pair):
                    message = f"'{number}' is nearly what the data hold ({value})"
                    told = page.problem("nearly-value", at, message, f"Its path is {value.path}")
                    yield told._replace(rests_on=(value.path,))


def check_site(site: Site) -> Iterator[Problem]:
    """Report numbers that nearly equal another one of the same source on another page."""
    given: dict[tuple[str, str], dict[str, list[tuple[Page, int]]]] = {}
    for page in site.pages.values():
        for _, cited, numbers in _statements(page):
            for source, match in itertools.product(cited, itertools.filterfalse(_is_computed, numbers)):
                of_unit = given.setdefault((source, match["unit"].split()[0]), {})
                of_unit.setdefault(match["number"].replace(",", ""), []).append((page, match.start()))
    for of_unit in given.values():
        for (one, here), (other, there) in itertools.combinations(of_unit.items(), 2):
            if _nearly(one, other) and {page.uri for page, _ in here}.isdisjoint(page.uri for page, _ in there):
                page, at = max(here[0], there[0], key=lambda place: place[0].uri)
                yield page.problem("nearly-value", at, f"pages give {one} and {other} by the same source")


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
        cited = {target.name for span in spans if span.kind == "citation" for target in span.targets}
        if numbers and cited:
            yield _Statement(page.scan.masked[start:end], tuple(sorted(cited)), numbers)


def _is_computed(match: re.Match[str]) -> bool:
    """Return whether the text says that the site computes the number, which so is in no source."""
    return match.string.startswith(" (computed", match.end())


@functools.lru_cache(maxsize=2)
def _rows(library: Library) -> dict[tuple[str, str], list[tuple[Series, str, tuple[str, ...]]]]:
    """Map source and year ('' for none) to rows, each with the names and years in its key."""
    found: dict[tuple[str, str], list[tuple[Series, str, tuple[str, ...]]]] = {}
    for series in library.series.values():
        for key, row in series.rows.items() if "source" in series.spec.columns else ():
            names = tuple(part for part in key.split("/") if _NAME.fullmatch(part))
            year = next((name for name in names if name.isdigit()), "")
            found.setdefault((row["source"].text, year), []).append((series, key, names))
    return found


def _values(series: Series, key: str) -> Iterator[Value]:
    """Yield the numbers of a row."""
    row = series.rows[key]
    for column, spec in series.spec.columns.items():
        if column not in series.spec.key and is_number(spec) and spec.unit != "year" and row[column].text:
            yield Value(series, key, column, row[column], series.column_unit(column, row))


def _alike(text: str, value: Value) -> tuple[str, str] | None:
    """Return the number in a text and that of a cell, if both are percentages, or else both amounts of one unit.

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
    """Return whether numbers differ by one in the last digit, by two swapped neighbours, or by a factor of ten."""
    first, second = Decimal(one), Decimal(other)
    digits = [text.replace(".", "") for text in (one, other)]
    swapped = sorted(digits[0]) == sorted(digits[1]) and sum(a != b for a, b in zip(*digits, strict=True)) == 2
    is_last = first.as_tuple().exponent == second.as_tuple().exponent and abs(int(digits[0]) - int(digits[1])) == 1
    return is_last or swapped or first in {second * 10, second / 10}
