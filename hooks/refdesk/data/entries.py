"""Reads a YAML data file into typed entries; every mistake becomes a problem at its line and
column.
"""

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar, Unpack, get_origin

from pydantic import BaseModel, ValidationError

from refdesk.data.fields import Mark, marked_fields, model_in
from refdesk.data.models import Entry
from refdesk.data.validation import apart, field_problem, id_of
from refdesk.files.text import TextFile
from refdesk.files.yaml import InlineText, YamlFile, YamlPath, parse_yaml
from refdesk.problems import things
from refdesk.problems.problem import Causes, Problem, Slip

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True)
class EntryFile(Generic[E]):
    """The typed entries of one data file, by id, in file order.

    ``paths`` holds every id that stands in the file, also of entries that have a mistake and are
    missing from ``entries``: a link to such an entry is not one more mistake. ``readable`` is False
    when no list of entries could be read at all: then nothing is known of the ids. ``items`` are
    all entries as they stand in the file, with their paths. ``others`` are the files beside it that
    hold entries, too, by the name with which the paths in them begin.
    """

    yaml: YamlFile
    model: type[E]
    entries: dict[str, E]
    paths: dict[str, YamlPath]
    problems: tuple[Problem, ...]
    readable: bool
    items: tuple[tuple[YamlPath, dict[str, object]], ...]
    others: Mapping[str, YamlFile] = dataclass_field(default_factory=dict)

    def yaml_at(self, path: YamlPath) -> YamlFile:
        """Return the file in which a path leads to something."""
        return self.others.get(str(path[0]), self.yaml)

    def inlines(self, entry_id: str) -> Iterator[InlineText]:
        """Yield every text field of one entry that may hold references."""
        return iter(self._texts[self.paths[entry_id], entry_id])

    def records(self, entry_id: str, field: str) -> list[tuple[Any, InlineText]]:
        """Return the records in a field of an entry, each with its text."""
        texts = [inline for inline in self.inlines(entry_id) if field in inline.path]
        return list(zip(getattr(self.entries[entry_id], field), texts, strict=True))

    def all_inlines(self) -> Iterator[InlineText]:
        """Yield every such field of all entries, also of those with a mistake: the first never
        hides the second.
        """
        return (inline for texts in self._texts.values() for inline in texts)

    @cached_property
    def _texts(self) -> dict[tuple[YamlPath, str | None], tuple[InlineText, ...]]:
        return {
            (path, id_of(item)): tuple(
                InlineText(self.yaml_at(path), *text)
                for text in marked_texts(item, self.model, path, Mark.INLINE)
            )
            for path, item in self.items
        }

    def problem(self, place: YamlPath, slip: Slip, **causes: Unpack[Causes]) -> Problem:
        """Return a problem at a place in an entry: the id of the entry, then the path below it."""
        entry_id, *below = place
        path = (*self.paths[str(entry_id)], *below)
        return self.yaml_at(path).problem(path, slip, **causes)


def names_of(entry: Entry) -> list[str]:
    """Return the names under which the search finds an entry, as its model marks them."""
    held = (getattr(entry, name) for name in marked_fields(type(entry), Mark.NAME))
    return [
        name for value in held for name in (value if isinstance(value, list) else [value]) if name
    ]


def marked_texts(
    item: object, model: type[BaseModel], path: YamlPath, mark: Mark
) -> Iterator[tuple[YamlPath, str]]:
    """Yield the texts in fields with a mark of an entry, valid or not, with their paths."""
    if not isinstance(item, dict):
        return
    for field in _fields(model, mark):
        for where, part in _parts_of(item.get(field.key), (*path, field.key), field):
            if field.has_mark and isinstance(part, str):
                yield where, part
            elif field.records is not None:
                yield from marked_texts(part, field.records, where, mark)


class _Field(NamedTuple):
    """A field that can hold texts with a mark: its key in the file, whether it has the mark itself,
    the model of the records in it.
    """

    key: str
    has_mark: bool
    records: type[BaseModel] | None
    is_mapping: bool


@functools.cache
def _fields(model: type[BaseModel], mark: Mark) -> tuple[_Field, ...]:
    """Return the fields of a model that can hold texts with a mark."""
    marked = marked_fields(model, mark)
    found: list[_Field] = []
    for name, info in model.model_fields.items():
        records = model_in(info.annotation)
        is_mapping = get_origin(info.annotation) is dict
        has_marked_records = records is not None and bool(_fields(records, mark))
        if name in marked or has_marked_records:
            found.append(_Field(info.alias or name, name in marked, records, is_mapping))
    return tuple(found)


def _parts_of(value: object, path: YamlPath, field: _Field) -> Iterator[tuple[YamlPath, object]]:
    """Yield the values in a list or a mapping, or the one value of a field, with their paths."""
    if isinstance(value, list):
        for index, part in enumerate(value):
            yield (*path, index), part
    elif isinstance(value, dict) and field.is_mapping:
        for name, part in value.items():
            yield (*path, name), part
    else:
        yield path, value


def read_entries(file: TextFile, model: type[E], *, under: str | None = None) -> EntryFile[E]:
    """Return the entries of a data file: a list (or, with ``under``, a mapping that holds the list
    under that name).
    """
    parsed = parse_yaml(file)
    listed, base, found = _list_of_entries(parsed, under)
    problems = [*parsed.problems, *found]
    entries: dict[str, E] = {}
    paths: dict[str, YamlPath] = {}
    records: list[tuple[YamlPath, dict[str, object]]] = []
    for index, item in enumerate(listed or ()):
        path: YamlPath = (*base, index)
        if isinstance(item, dict):
            records.append((path, item))
        entry, refused = _validated(parsed, path, item, model)
        problems += refused
        entry_id = id_of(item)
        if entry_id in paths:
            first = parsed.place((*paths[entry_id], "id"))
            message = f"the id '{entry_id}' stands already at line {first.line}"
            problems.append(parsed.problem((*path, "id"), Slip("duplicate-entry", message)))
            continue
        if entry_id is None:
            continue
        paths[entry_id] = path
        if entry is not None:
            entries[entry_id] = entry
    of_entries = [things.entries(model.data_name)]
    problems = [problem.with_causes(explains=of_entries) for problem in problems]
    readable = parsed.is_well_formed and listed is not None
    return EntryFile(parsed, model, entries, paths, tuple(problems), readable, tuple(records))


def _validated(
    yaml: YamlFile, path: YamlPath, item: object, model: type[E]
) -> tuple[E | None, list[Problem]]:
    """Return the typed entry that an item is, or None and what its model refuses."""
    try:
        return model.model_validate(item), []
    except ValidationError as error:
        details = apart(error.errors())
    return None, [field_problem(yaml, path, detail, item, model) for detail in details]


def _list_of_entries(
    parsed: YamlFile, under: str | None
) -> tuple[list[object] | None, YamlPath, list[Problem]]:
    """Return the list of entries (None where there is none), its path, and what is wrong
    around it.
    """
    if not parsed.is_well_formed:  # nothing more is told of it
        items = parsed.data
        return items if isinstance(items, list) else [], (), []
    if under is None:
        return _as_list(parsed, parsed.data, (), [])
    mapping = parsed.data
    if not isinstance(mapping, dict) or under not in mapping:
        message = f"the entries stand below '{under}:'"
        return None, (), [parsed.problem((), Slip("missing-field", message))]
    others = mapping.keys() - {under}
    unknown = [
        parsed.problem((key,), Slip("unknown-field", f"unknown field '{key}'"), at_key=True)
        for key in others
    ]
    return _as_list(parsed, mapping[under], (under,), unknown)


def _as_list(
    parsed: YamlFile, items: object, base: YamlPath, problems: list[Problem]
) -> tuple[list[object] | None, YamlPath, list[Problem]]:
    """Return what should be a list of entries; a file without any has an empty one."""
    if items is None:
        return [], base, problems
    if isinstance(items, list):
        return items, base, problems
    message = "must be a list of entries, each beginning with '- id:'"
    return None, base, [*problems, parsed.problem(base, Slip("wrong-type", message))]
