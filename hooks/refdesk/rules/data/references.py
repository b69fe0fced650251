"""References between data files: ids, names, fields and series exist and are named once."""

import re
from collections.abc import Iterator

from refdesk.data.library import Library
from refdesk.data.series import Series
from refdesk.problems.problem import Problem, Rule
from refdesk.problems.suggest import suggest_name
from refdesk.rules.data.files import LOADING_ERRORS
from refdesk.site.site import Site

RULES = (
    Rule(  # reported by data/references.py
        "empty-table",
        explanation="A table keeps the rows whose field has a certain value, and no row has it.",
        example=(
            "- id: paradigms-short\n  data: paradigms\n  caption: The modes in short\n  only:\n    origin: reports\n  "
            "columns:\n  - {field: feature, title: Feature, row_header: true}\n  - {field: basic, title: Basic}"
        ),
        fix="correct the value under `only:`. The hint lists those in the data.",
        language="yaml",
        after=LOADING_ERRORS,
    ),
)


def check_site(site: Site) -> Iterator[Problem]:
    """Reports unknown and repeated ids: sources of rows, fields of tables, series of charts."""
    library = site.library
    known = library.known("sources")
    for series in library.series.values():
        yield from _sources_of_rows(library, series, known)
    for name in library.files:
        yield from _lists(library, name, known)
    yield from _alike(library)


def _sources_of_rows(library: Library, series: Series, known: set[str]) -> Iterator[Problem]:
    """Reports cells that name an unknown source, separate sources in another way, or name one twice."""
    file = series.csv.file
    columns = {name: column.unit for name, column in series.spec.columns.items()}
    named = [name for name, unit in columns.items() if unit in {"source", "sources"}]
    for cell, unit in ((row[name], columns[name]) for row in series.rows.values() for name in named):
        if cell.text in known or cell.text != cell.text.strip():  # spaces around it are reported by another rule
            continue
        at = file.offset(cell.place)
        keys = list(re.finditer(r"[^;\s]+" if unit == "sources" else ".+", cell.text))
        written = "; ".join(match.group() for match in keys)
        if unit == "sources" and written != cell.text:
            message = "the sources of a cell are set off by a semicolon and a space"
            yield file.problem("wrong-type", at, message, f"Write {written}")
        seen: set[str] = set()
        for match in keys:
            key = match.group()
            if key in seen:
                message = f"the source '{key}' stands in this cell already"
                yield file.problem("duplicate-entry", at + match.start(), message)
            seen.add(key)
            if not library.is_known("sources", key):
                suggestion = suggest_name(key, known)
                yield file.problem("unknown-source", at + match.start(), f"no source '{key}'", *suggestion)


_LISTS = ("sources", "aliases", "words", "laboratories", "fields")
_OWN_NAMES = ("en", "zh", "pinyin")


def _lists(library: Library, name: str, known: set[str]) -> Iterator[Problem]:
    """Reports unknown sources, words that an entry lists twice, and aliases that are its name or another term."""
    file, yaml = library.files[name], library.files[name].yaml
    terms = {_folded(item.get("en")): item.get("id") for _, item in file.items if name == "glossary"}
    for path, item in file.items:
        for key, words in ((key, words) for key in _LISTS if isinstance(words := item.get(key), list)):
            seen = {_folded(item.get(own)) for own in _OWN_NAMES} if key == "aliases" else set()
            for index, word in enumerate(words):
                where, folded = (*path, key, index), _folded(word)
                if key == "sources" and isinstance(word, str) and not library.is_known("sources", word):
                    yield yaml.problem("unknown-source", where, f"no source '{word}'", *suggest_name(word, known))
                if folded in seen:
                    yield yaml.problem("duplicate-entry", where, f"'{word}' stands in this entry already", "Remove it")
                elif key == "aliases" and folded in terms:
                    message = f"'{word}' is the term '{terms[folded]}' itself"
                    yield yaml.problem("duplicate-entry", where, message, "Remove it")
                seen.add(folded)


# Data file -> fields whose values must be unique.
_ALIKE = {
    "glossary": ("en", "zh"),
    "provinces": ("name", "zh", "code", "tile"),
    "institutions": ("name", "zh"),
    "people": ("name", "zh"),
    "hubs": ("name", "zh", "page"),
    "technologies": ("en", "zh"),
}


def _alike(library: Library) -> Iterator[Problem]:
    """Reports names that two entries share."""
    fields = [(library.files[name], key) for name, keys in _ALIKE.items() if name in library.files for key in keys]
    for file, key in fields:
        first: dict[str, object] = {}
        for path, item in file.items:
            value = _folded(item.get(key) or "")
            if value and value in first:
                message = f"'{item[key]}' is the '{key}' of '{first[value]}' already"
                yield file.yaml.problem("duplicate-entry", (*path, key), message)
            first.setdefault(value, item.get("id"))


def _folded(word: object) -> str:
    """Returns a word as the search compares it: in lower case, without spaces around it."""
    return str(word).strip().casefold()
