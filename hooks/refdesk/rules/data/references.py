"""What data files take from each other: ids, names, fields and series that exist, each named once."""

from __future__ import annotations

import re
from collections.abc import Iterator

from refdesk.data.chart_references import chart_problems
from refdesk.data.entries import EntryFile
from refdesk.data.library import Library
from refdesk.data.models import ENTRY_FILES, Entry, TableSpec
from refdesk.problems.problem import Problem, Rule
from refdesk.problems.suggest import certain, did_you_mean, misspelled
from refdesk.rules.data.files import LOST_DATA
from refdesk.site.site import Site

RULES = (
    Rule(
        "empty-table",
        explanation="A table keeps the rows whose field has a certain value, and no row has it.",
        example=(
            "- id: paradigms-short\n  data: paradigms\n  caption: The modes in short\n  only:\n    origin: reports\n  "
            "columns:\n  - field: feature\n    title: Feature\n    row_header: true\n  - field: basic\n    title: "
            "Basic research"
        ),
        fix="correct the value under `only:`. The hint lists those in the data.",
        language="yaml",
        after=LOST_DATA,
    ),
)


def check_site(site: Site) -> Iterator[Problem]:
    """Ids that one data file takes from another: sources of rows, fields of tables, series of charts."""
    library = site.library
    known = library.known("sources")
    for series in library.series.values():
        named = [(name, column) for name, column in series.spec.columns.items() if column.unit in {"source", "sources"}]
        for row in series.rows.values():
            for name, column in named:
                cell = row[name]
                if cell.text in known or not cell.text or _is_padded(cell.text):
                    continue
                seen: set[str] = set()
                keys = [key for _, key in _keys(cell.text, several=True)]
                if len(keys) > 1 and column.unit == "sources" and "; ".join(keys) != cell.text:
                    yield Problem(
                        series.csv.file.path, cell.line, cell.column, "wrong-type",
                        "the sources of a cell are set off by a semicolon and a space", f"Write {'; '.join(keys)}",
                    )  # fmt: skip
                for at, key in _keys(cell.text, several=column.unit == "sources"):
                    if key in seen:
                        yield Problem(
                            series.csv.file.path, cell.line, cell.column + at, "duplicate-entry",
                            f"the source '{key}' stands in this cell already",
                        )  # fmt: skip
                    seen.add(key)
                    if not library.is_known("sources", key):
                        yield series.csv.file.problem(
                            "unknown-source", series.csv.file.offset(cell.place) + at,
                            f"no source '{key}'", did_you_mean(key, known), certain(key, known),
                        )  # fmt: skip
    for name in library.files:
        yield from _listed_sources(library, name, known)
        yield from _listed_words(library, name)
    yield from _alike(library)
    yield from _foreign_names(library)
    yield from _provinces(library)
    yield from _table_problems(library)
    yield from chart_problems(library)


def _is_padded(text: str) -> bool:
    """Whether a cell begins or ends with a space, which is reported by itself."""
    return text != text.strip()


def _keys(text: str, *, several: bool) -> Iterator[tuple[int, str]]:
    if not several:
        yield 0, text
        return
    for match in re.finditer(r"[^;\s]+", text):
        yield match.start(), match.group()


def _listed_sources(library: Library, name: str, known: set[str]) -> Iterator[Problem]:
    yaml = library.files[name].yaml
    for path, item in library.files[name].items:
        sources = item.get("sources")
        seen: set[str] = set()
        for index, key in enumerate(sources if isinstance(sources, list) else ()):
            where = (*path, "sources", index)
            if not isinstance(key, str):
                continue
            if not library.is_known("sources", key):
                hint, swap = did_you_mean(key, known), certain(key, known)
                yield yaml.problem("unknown-source", where, f"no source '{key}'", hint, swap)
            if key in seen:
                yield yaml.problem("duplicate-entry", where, f"the source '{key}' is listed already")
            seen.add(key)


_WORD_LISTS = ("aliases", "words", "laboratories", "fields")
_OWN_NAMES = ("en", "zh", "pinyin")


def _listed_words(library: Library, name: str) -> Iterator[Problem]:
    """Words that an entry lists twice, or lists as another name although they are its own."""
    yaml = library.files[name].yaml
    for path, item in library.files[name].items:
        for key in _WORD_LISTS:
            words = item.get(key)
            if not isinstance(words, list):
                continue
            seen = {_folded(item.get(own)) for own in _OWN_NAMES} if key == "aliases" else set()
            if len({*seen, *map(_folded, words)}) == len(seen) + len(words):
                continue  # no word twice
            for index, word in enumerate(words):
                if isinstance(word, str) and _folded(word) in seen:
                    message = f"'{word}' stands in this entry already"
                    yield yaml.problem("duplicate-entry", (*path, key, index), message, "Remove it")
                seen.add(_folded(word))


_ALIKE = {
    "glossary": ("en",),
    "provinces": ("name", "zh", "code", "tile"),
    "institutions": ("name",),
    "people": ("name",),
    "hubs": ("name",),
}


def _alike(library: Library) -> Iterator[Problem]:
    """Names that two entries share, so that nobody can tell them apart."""
    for name, keys in _ALIKE.items():
        file = library.files.get(name)
        if file is not None:
            for key in keys:
                yield from _shared(file, key)


def _shared(file: EntryFile[Entry], key: str) -> Iterator[Problem]:
    """Texts of one field that an entry before has as well."""
    first: dict[str, object] = {}
    for path, item in file.items:
        value = _folded(item.get(key)) if item.get(key) is not None else ""
        if value and value in first:
            message = f"'{item[key]}' is the '{key}' of '{first[value]}' already"
            yield file.yaml.problem("duplicate-entry", (*path, key), message)
        first.setdefault(value, item.get("id"))


def _foreign_names(library: Library) -> Iterator[Problem]:
    """Other names of a term that are a term of their own."""
    terms = library.files.get("glossary")
    if terms is None:
        return
    own = {_folded(item.get("en")): item.get("id") for _, item in terms.items}
    for path, item in terms.items:
        aliases = item.get("aliases")
        for index, alias in enumerate(aliases if isinstance(aliases, list) else ()):
            other = own.get(_folded(alias))
            if other is not None and other != item.get("id"):
                message = f"'{alias}' is the term '{other}' itself"
                yield terms.yaml.problem("duplicate-entry", (*path, "aliases", index), message, "Remove it")


def _provinces(library: Library) -> Iterator[Problem]:
    """Province-level units of hubs that are nearly one of the list."""
    hubs, units = library.files.get("hubs"), library.files.get("provinces")
    names = [str(item.get("name")) for _, item in units.items] if units is not None else []
    for path, item in hubs.items if hubs is not None else ():
        for one in re.split(r",\s*| and ", str(item.get("province", ""))):
            near = misspelled(one, names) if one not in names else None
            if near is not None and hubs is not None:
                message = f"docs/data/provinces.yml has no unit '{one}'"
                yield hubs.yaml.problem("unknown-value", (*path, "province"), message, f"Did you mean '{near}'?")


def _folded(word: object) -> str:
    """A word as the search reads it: without capitals and blanks around it."""
    return str(word).strip().casefold()


def _table_problems(library: Library) -> Iterator[Problem]:
    file = library.entry_file("tables", TableSpec)
    if file is None:
        return
    for table_id, table in file.entries.items():
        model = ENTRY_FILES.get(table.data)
        if model is None or table.data not in library.files:
            yield file.problem(
                "unknown-block-name", table_id, "data", f"no data file '{table.data}'",
                did_you_mean(table.data, library.files), certain(table.data, library.files),
            )  # fmt: skip
            continue
        fields = list(model.model_fields)
        shown: set[str] = set()
        for index, column in enumerate(table.columns):
            if column.field in shown:
                message = f"the field '{column.field}' is shown already"
                yield file.problem("duplicate-entry", table_id, f"columns.{index}.field", message)
            shown.add(column.field)
            if column.field not in fields:
                yield file.problem(
                    "unknown-field", table_id, f"columns.{index}.field",
                    f"'{table.data}' has no field '{column.field}'", did_you_mean(column.field, fields),
                    certain(column.field, fields),
                )  # fmt: skip
        for field_name in table.only:
            if field_name not in fields:
                yield file.problem(
                    "unknown-field", table_id, f"only.{field_name}",
                    f"'{table.data}' has no field '{field_name}'", did_you_mean(field_name, fields),
                )  # fmt: skip
        yield from _filter_problems(library, file, table)


def _filter_problems(library: Library, file: EntryFile[TableSpec], table: TableSpec) -> Iterator[Problem]:
    """Filters that leave no row, by which the table would be empty."""
    for name, wanted in table.only.items():
        values = sorted({str(item.get(name)) for _, item in library.files[table.data].items if name in item})
        if values and wanted not in values:
            message = f"no entry of '{table.data}' has '{wanted}' as its '{name}'"
            hint = did_you_mean(wanted, values) or f"Values: {', '.join(values[:12])}"
            yield file.problem("empty-table", table.id, f"only.{name}", message, hint)
