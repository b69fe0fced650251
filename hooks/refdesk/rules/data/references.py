"""References between data files: ids, names, fields and series exist and are named once."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from refdesk.data.entries import EntryFile
from refdesk.data.fields import Mark, marked_fields
from refdesk.data.library import Library
from refdesk.data.models import Entry
from refdesk.data.series import Series
from refdesk.files.yaml import YamlPath
from refdesk.problems.problem import Problem
from refdesk.problems.suggest import nearest
from refdesk.search.sources import suggest_source


def check_data(library: Library) -> Iterator[Problem]:
    """Report unknown and repeated ids: sources of rows, fields of tables, series of charts."""
    for series in library.written_series():
        yield from _sources_of_rows(library, series)
    for file in library.files.values():
        yield from _lists(library, file)
        yield from _alike(file)


def renamed(
    library: Library, code: str, unused: Iterable[Entry], named: Mapping[str, int], lead: str
) -> Iterator[Problem]:
    """Report entries that nothing names, where several references name nearly the same id, which is not there.

    ``named`` says how often each id is named; ``lead`` stands before it in that of the entry on its page.
    """
    for entry in unused:
        lost = [name for name, count in named.items() if count > 1 and not library.is_known(entry.data_name, name)]
        if (name := nearest(entry.id, lost)) is not None:
            message = f"nothing refers to '{entry.id}', and {named[name]} references to '{name}', which is not there"
            problem = library.problem(code, entry, "id", message, f"Was it renamed? Write {name}")
            yield problem._replace(explains=(f"#{lead}{name}",))


def _sources_of_rows(library: Library, series: Series) -> Iterator[Problem]:
    """Report cells that name an unknown source, separate sources in another way, or name one twice."""
    file = series.csv.file
    for row, name in product(series.rows.values(), series.spec.source_columns):
        cell, are_several = row[name], series.spec.columns[name].unit == "sources"
        keys = list(re.finditer(r"[^;\s]+" if are_several else ".+", cell.text))
        written = "; ".join(match.group() for match in keys)
        if written != cell.text:
            message = "the sources of a cell are set off by a semicolon and a space"
            yield file.problem("wrong-type", cell.offset, message, f"Write {written}")
        seen: set[str] = set()
        for match in keys:
            key = match.group()
            if key in seen:
                message = f"the source '{key}' stands in this cell already"
                yield file.problem("duplicate-entry", cell.offset + match.start(), message)
            seen.add(key)
            if not library.is_known("sources", key):
                suggestion = suggest_source(library, key)
                problem = file.problem("unknown-source", cell.offset + match.start(), f"no source '{key}'", *suggestion)
                yield problem._replace(rests_on=(f"#source-{key}",))


def _lists(library: Library, file: EntryFile[Entry]) -> Iterator[Problem]:
    """Report unknown sources of an entry, and words and sources that it lists twice."""
    for path, item in file.items:
        for key, words in ((key, words) for key, words in item.items() if isinstance(words, list)):
            seen: set[str] = set()
            for where, word in (((*path, key, at), word) for at, word in enumerate(words) if isinstance(word, str)):
                if key == "sources" and not library.is_known("sources", word):
                    suggestion = suggest_source(library, word)
                    problem = file.yaml.problem("unknown-source", where, f"no source '{word}'", *suggestion)
                    yield problem._replace(rests_on=(f"#source-{word}",))
                if _folded(word) in seen:
                    message = f"'{word}' stands in this list already"
                    yield file.yaml.problem("duplicate-entry", where, message, "Remove it")
                seen.add(_folded(word))


def _alike(file: EntryFile[Entry]) -> Iterator[Problem]:
    """Report names, and whatever else belongs to one entry alone, that stand in two places."""
    fields = {name: file.model.model_fields[name] for name in marked_fields(file.model, Mark.UNIQUE)}
    first: dict[tuple[str, str], object] = {}  # field and what stands there -> id of its entry
    listed: list[tuple[YamlPath, object]] = []
    for path, item in file.items:
        for key, value in ((key, item[key]) for key in fields if item.get(key)):
            if isinstance(value, list) and Mark.UNIQUE not in fields[key].metadata:
                listed += [((*path, key, at), one) for at, one in enumerate(value)]
            elif first.setdefault((key, _folded(value)), item.get("id")) != item.get("id"):
                message = f"'{value}' is the '{key}' of '{first[key, _folded(value)]}' already"
                yield file.yaml.problem("duplicate-entry", (*path, key), message)
    for where, value in listed:  # other names: nothing and nobody is called so
        for key in [key for key in fields if (key, _folded(value)) in first][:1]:
            message = f"'{value}' is the '{key}' of '{first[key, _folded(value)]}' already"
            yield file.yaml.problem("duplicate-entry", where, message, "Remove it")


def _folded(word: object) -> str:
    """Return a word as the search compares it: in lower case, without spaces around it."""
    return str(word).strip().casefold()
