"""Texts of data: what is markup on a page comes out as it is typed.

Text fields know references and plain links, plain fields and cells of a series not even those; none knows emphasis,
code or HTML.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from refdesk.checks.markup import SIGNS, Markup, in_inline, in_plain, in_text
from refdesk.data.entries import inline_fields, plain_texts
from refdesk.data.models import ENTRY_FILES, SeriesSpec
from refdesk.files.yaml import InlineText, YamlFile, YamlPath
from refdesk.problems.problem import Problem
from refdesk.rules.data import yaml_comments
from refdesk.site.references import field_problem

if TYPE_CHECKING:
    from pydantic import BaseModel

    from refdesk.data.series import Series
    from refdesk.site.site import Site


def check_site(site: Site) -> Iterator[Problem]:
    """Markup in the fields of the data and in the cells of series, and texts that end in a comment."""
    library = site.library
    for inline in library.inlines():
        for slip in in_inline(inline.text, site.scan_inline(inline)) if SIGNS.search(inline.text) else ():
            yield field_problem(inline, slip.offset, _code(slip), slip.message, slip.hint)
    for name, file in library.files.items():
        yield from _plain_fields(file.yaml, file.items, ENTRY_FILES[name])
        yield from yaml_comments.check(file.yaml, "yaml-syntax")
    for series in library.series.values():
        yield from _plain_fields(series.entry.yaml, series.entry.items, SeriesSpec)
        yield from yaml_comments.check(series.entry.yaml, "yaml-syntax")
        yield from _cells(series)


def _code(slip: Markup) -> str:
    """Emphasis, code and HTML in data are told and stop nothing: they come out as typed, as all that data hold."""
    return "markup-in-data" if slip.code in {"stray-mark", "malformed-html"} else slip.code


def _plain_fields(
    yaml: YamlFile, items: tuple[tuple[YamlPath, dict[str, object]], ...], model: type[BaseModel]
) -> Iterator[Problem]:
    for base, item in items:
        for path, text in plain_texts(item, model, base):
            if SIGNS.search(text) or "term:" in text or "value:" in text:
                name = next(part for part in reversed(path) if isinstance(part, str))
                inline = InlineText(yaml, path, text)
                for slip in in_plain(text, f"'{name}' is plain text", _elsewhere(model)):
                    yield field_problem(inline, slip.offset, _code(slip), slip.message, slip.hint)


def _elsewhere(model: type[BaseModel]) -> str:
    """Where a reference can stand in place of a plain field."""
    fields = inline_fields(model)
    return f"References stand in {' or '.join(fields)}" if fields else "Remove the reference"


def _cells(series: Series) -> Iterator[Problem]:
    """Cells of text: the place is that of the cell. A reference in one is told with the other slips of its column."""
    columns = [name for name, column in series.spec.columns.items() if column.unit == "text"]
    for row in series.rows.values() if SIGNS.search(series.csv.file.text) else ():
        for name in columns:
            cell = row[name]
            if SIGNS.search(cell.text):
                for slip in in_text(cell.text, f"the cells of '{name}' are plain text"):
                    yield Problem(series.csv.file.path, cell.line, cell.column, _code(slip), slip.message, slip.hint)
