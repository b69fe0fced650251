"""The data in another language: they are the same, but for the texts that are translated."""

import copy
import operator
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import reduce
from typing import Any

from pydantic import BaseModel, ValidationError

from refdesk.data.computed import with_computed
from refdesk.data.entries import E, EntryFile, marked_texts
from refdesk.data.fields import Mark
from refdesk.data.library import Library
from refdesk.data.models import Entry, SeriesSpec, Source
from refdesk.data.series import Series
from refdesk.files.catalog import po_path
from refdesk.files.checkout import DOCS
from refdesk.files.language import Language, Translation
from refdesk.files.yaml import YamlPath


def texts_by_file(library: Library) -> Iterator[tuple[str, str]]:
    """Yield the texts that a translation may replace, each after the path of its PO file.

    Of a series, these are also the words in its rows, notes among them, unless they have a label or
    Chinese beside them; those of the computed numbers are entries of a file of their own.
    """
    whole = with_computed(library)
    for file in whole.entry_files():
        for text in _of_entries(file):
            yield _po_of(file), text
    for series in whole.written_series():
        for text in _of_rows(series):
            yield _po_of(series.entry), text


def _of_entries(file: EntryFile[Any]) -> Iterator[str]:
    items = dict(file.items)
    for name, entry in file.entries.items():
        kept = _kept(entry)
        for where, text in _texts(items[file.paths[name]], file.model):
            if where[0] not in kept:
                yield text


def _of_rows(series: Series) -> Iterator[str]:
    columns = series.spec.columns
    for name in _worded(series.spec):
        if f"{name}_zh" not in columns:
            yield from (text for text in series.texts(name) if text not in columns[name].labels)


def _worded(spec: SeriesSpec) -> list[str]:
    """Return the columns of which readers are shown the words: the key, and what is no unit."""
    other = spec.unit_columns | {f"{name}_zh" for name in spec.columns}
    return [
        name
        for name, column in spec.columns.items()
        if name in spec.key or (column.unit == "text" and name not in other)
    ]


def _kept(entry: Entry) -> set[str]:
    """Return the fields of an entry that no translation replaces: what a foreign text is called,
    and who wrote it.
    """
    if not isinstance(entry, Source) or entry.language.startswith("zh"):
        return set()
    names = {"author", "editor", "container-title"}
    return names if entry.custom.title_note == "described" else names | {"title"}


def _po_of(file: EntryFile[E]) -> str:
    """Return the path of the PO file of a data file: ``data/hubs.po``."""
    return po_path(file.yaml.file.path.removeprefix(f"{DOCS}/"))


def _texts(item: object, model: type[BaseModel]) -> Iterator[tuple[YamlPath, str]]:
    """Yield the texts of an entry that a translation may replace, with their paths: its names are
    what it is known by.

    An entry without a Chinese name is known by none.
    """
    names = (
        {where for where, _ in marked_texts(item, model, (), Mark.NAME)}
        if "zh" in model.model_fields
        else set()
    )
    for mark in (Mark.PLAIN, Mark.INLINE):
        yield from (one for one in marked_texts(item, model, (), mark) if one[0] not in names)


def translated(library: Library, language: Language, known: Mapping[str, Translation]) -> Library:
    """Return data in a language, with the texts that are translated by a PO file, of which the
    paths are given, in place of others; and with the computed numbers as a series.
    """
    files = {name: _entries(file, known.get(_po_of(file))) for name, file in library.files.items()}
    whole = with_computed(replace(library, files=files, language=language))
    series = {
        name: replace(_series(one, known.get(_po_of(one.entry))), language=language)
        for name, one in whole.series.items()
    }
    return replace(whole, series=series)


def _entries(file: EntryFile[E], translation: Translation | None) -> EntryFile[E]:
    """Return the entries of a data file with translated texts; one that these would spoil stays as
    it is.
    """
    if translation is None:
        return file
    items, entries = dict(file.items), dict(file.entries)
    for name in file.entries:
        path = file.paths[name]
        said = {where: translation(text) for where, text in _texts(items[path], file.model)}
        if any(said.values()):
            item: Any = copy.deepcopy(items[path])
            for where, text in said.items():
                if text:
                    reduce(operator.getitem, where[:-1], item)[where[-1]] = text
            with suppress(ValidationError):
                entries[name], items[path] = file.model.model_validate(item), item
    return replace(file, items=tuple(items.items()), entries=entries)


def _series(series: Series, translation: Translation | None) -> Series:
    """Return a series with labels in another language for the words in its rows."""
    if translation is None:
        return series
    entry = _entries(series.entry, translation)
    spec = entry.entries[series.id]
    columns = dict(spec.columns)
    for name in _worded(spec):
        zh = f"{name}_zh"
        rows = series.rows.values()
        said = {
            row[name].text: row[zh].text if zh in row else translation(row[name].text)
            for row in rows
        }
        labels = {text: label for text, label in said.items() if label}
        columns[name] = columns[name].model_copy(update={"labels": labels | columns[name].labels})
    return replace(series, entry=entry, spec=spec.model_copy(update={"columns": columns}))
