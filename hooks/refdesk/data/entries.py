"""Reads a YAML data file into typed entries; every mistake becomes a problem at its line and column."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from refdesk.data.models import Entry, InlineMark, PlainMark
from refdesk.files.text import TextFile
from refdesk.files.yaml import InlineText, YamlFile, YamlPath, parse_yaml
from refdesk.problems.problem import Problem
from refdesk.problems.suggest import did_you_mean, nearest

__all__ = ["EntryFile", "InlineText", "field_problem", "read_entries"]

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True)
class EntryFile(Generic[E]):
    """The typed entries of one data file, by id, in file order.

    ``paths`` holds every id that stands in the file, also of entries that have a mistake and are missing from
    ``entries``: a link to such an entry is not one more mistake. ``readable`` is False when no list of entries could be
    read at all: then nothing is known of the ids. ``items`` are all entries as they stand in the file, with their
    paths, and ``broken`` the text fields of those that have a mistake: the first mistake never hides the second.
    """

    yaml: YamlFile
    entries: dict[str, E]
    paths: dict[str, YamlPath]
    problems: tuple[Problem, ...]
    readable: bool = True
    items: tuple[tuple[YamlPath, dict[str, object]], ...] = ()
    broken: tuple[InlineText, ...] = ()

    def inlines(self, entry_id: str) -> Iterator[InlineText]:
        """Every text field of one entry that may hold references."""
        return iter(self._texts[entry_id])

    @cached_property
    def _texts(self) -> dict[str, tuple[InlineText, ...]]:
        return {key: tuple(_inlines(entry, self.yaml, self.paths[key])) for key, entry in self.entries.items()}

    def problem(self, code: str, entry_id: str, field: str, message: str, hint: str = "") -> Problem:
        """A problem at a field of an entry (a dotted name reaches into lists: ``sources.1``)."""
        path: list[str | int] = list(self.paths[entry_id])
        path += [int(part) if part.isdigit() else part for part in field.split(".")]
        return self.yaml.problem(code, tuple(path), message, hint)


def _inlines(record: BaseModel, yaml: YamlFile, path: YamlPath) -> Iterator[InlineText]:
    for name, key, is_inline in _fields(type(record)):
        value = getattr(record, name)
        if isinstance(value, str):
            if is_inline:
                yield InlineText(yaml, (*path, key), value)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from _inlines(item, yaml, (*path, key, index))
                elif is_inline and isinstance(item, str):
                    yield InlineText(yaml, (*path, key, index), item)


def _raw_inlines(item: object, model: type[BaseModel], yaml: YamlFile, path: YamlPath) -> Iterator[InlineText]:
    """The text fields of an entry that is not valid as a whole."""
    if not isinstance(item, dict):
        return
    for name, key, is_inline in _fields(model):
        value = item.get(key)
        if isinstance(value, str) and is_inline:
            yield InlineText(yaml, (*path, key), value)
        elif isinstance(value, list):
            inner = _model_in(model.model_fields[name].annotation)
            for index, part in enumerate(value):
                if isinstance(part, str) and is_inline:
                    yield InlineText(yaml, (*path, key, index), part)
                elif inner is not None:
                    yield from _raw_inlines(part, inner, yaml, (*path, key, index))


def plain_texts(item: object, model: type[BaseModel], path: YamlPath) -> Iterator[tuple[YamlPath, str]]:
    """The texts of an entry, valid or not, that are shown as they are typed, with their paths."""
    if not isinstance(item, dict):
        return
    for key, is_plain, inner, is_mapping in _plain_fields(model):
        value = item.get(key)
        if isinstance(value, str):
            if is_plain:
                yield (*path, key), value
            continue
        parts: Iterable[tuple[str | int | None, object]] = ()
        if isinstance(value, list):
            parts = enumerate(value)
        elif isinstance(value, dict):
            parts = value.items() if is_mapping else ((None, value),)
        for index, part in parts:
            where = (*path, key) if index is None else (*path, key, index)
            if is_plain and isinstance(part, str):
                yield where, part
            elif inner is not None:
                yield from plain_texts(part, inner, where)


@functools.cache
def inline_fields(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields of a model whose texts may hold references."""
    return tuple(key for _, key, is_inline in _fields(model) if is_inline)


@functools.cache
def _plain_fields(model: type[BaseModel]) -> tuple[tuple[str, bool, type[BaseModel] | None, bool], ...]:
    """The fields of a model that can hold texts to show.

    Each with its key in the file, whether the text is plain, the model of the records in it, whether it is a mapping.
    """
    fields = (
        (
            info.alias or name,
            _is_marked(info, PlainMark),
            _model_in(info.annotation),
            get_origin(info.annotation) is dict,
        )
        for name, info in model.model_fields.items()
    )
    return tuple(one for one in fields if one[1] or one[2] is not None)


@functools.cache
def _fields(model: type[BaseModel]) -> tuple[tuple[str, str, bool], ...]:
    """The fields of a model that can hold text: attribute, key in the file, whether the text may hold references."""
    return tuple((name, info.alias or name, _is_marked(info, InlineMark)) for name, info in model.model_fields.items())


def _is_marked(info: FieldInfo, mark: type) -> bool:
    return any(isinstance(one, mark) for one in info.metadata) or mark.__name__ in repr(info.annotation)


def _list_of_entries(parsed: YamlFile, under: str | None) -> tuple[object, YamlPath, list[Problem]]:
    """What should be the list of entries, its path, and what is wrong around it."""
    problems: list[Problem] = []
    items: object = parsed.data
    base: YamlPath = ()
    if under is not None and items is not None:
        base = (under,)
        if isinstance(items, dict) and under in items:
            for key in items:
                if key != under:
                    hint = did_you_mean(str(key), [under])
                    problems.append(
                        parsed.problem("unknown-field", (key,), f"unknown field '{key}'", hint, at_key=True)
                    )
            items = items[under]
        else:
            hint = did_you_mean(under, [str(key) for key in items]) if isinstance(items, dict) else ""
            hint = f"Write '{under}:' for it" if hint else ""
            problems.append(parsed.problem("missing-field", (), f"the entries stand below '{under}:'", hint))
            items = []
    if items is None:
        items = []
    if not isinstance(items, list):
        problems.append(parsed.problem("wrong-type", base, "must be a list of entries, each beginning with '- id:'"))
    return items, base, problems


def read_entries(file: TextFile, model: type[E], *, under: str | None = None) -> EntryFile[E]:
    """The entries of a data file: a list (or, with ``under``, a mapping that holds the list under that name)."""
    parsed = parse_yaml(file)
    items, base, found = _list_of_entries(parsed, under)
    problems = [*parsed.problems, *found]
    readable = not parsed.problems and isinstance(items, list) and (under is None or _stands(parsed.data, under))
    items = items if isinstance(items, list) else []
    entries: dict[str, E] = {}
    paths: dict[str, YamlPath] = {}
    broken: list[InlineText] = []
    refused = {(problem.line, problem.column) for problem in parsed.problems}  # an alias has no value
    for index, item in enumerate(items):
        path = (*base, index)
        if item is None and refused and tuple(parsed.place(path)) in refused:
            continue
        try:
            entry = model.model_validate(item)
        except ValidationError as error:
            problems += [field_problem(parsed, path, detail, item, model) for detail in apart(error.errors())]
            entry = None
            broken += _raw_inlines(item, model, parsed, path)
        except RecursionError:
            problems.append(parsed.problem("wrong-type", path, "is nested too deeply"))
            continue
        entry_id = entry.id if entry is not None else _id_of(item)
        if entry_id is None:
            continue
        if entry_id in paths:
            first = parsed.place((*paths[entry_id], "id"))
            message = f"the id '{entry_id}' stands already at line {first.line}"
            problems.append(parsed.problem("duplicate-entry", (*path, "id"), message))
            broken += _raw_inlines(item, model, parsed, path) if entry is not None else ()
            continue
        paths[entry_id] = path
        if entry is not None:
            entries[entry_id] = entry
    whole = tuple(((*base, index), item) for index, item in enumerate(items) if isinstance(item, dict))
    return EntryFile(parsed, entries, paths, tuple(problems), readable, whole, tuple(broken))


def _stands(data: object, under: str) -> bool:
    return isinstance(data, dict) and under in data


def _id_of(item: object) -> str | None:
    """The id of an entry; one under a misspelled key is still known."""
    keys = [str(key) for key in item] if isinstance(item, dict) else []
    key = "id" if "id" in keys else next((key for key in keys[:1] if nearest(key, ["id"])), None)
    return str(item[key]) if isinstance(item, dict) and key in item else None


def apart(details: Sequence[ErrorDetails]) -> list[ErrorDetails]:
    """What is wrong with an entry, each mistake once: a field under a misspelled key is not missing as well."""
    extra = [detail["loc"] for detail in details if detail["type"] == "extra_forbidden"]
    details = [_of_number(detail) for detail in details if detail["loc"][-1:] != ("float",)]
    return [
        detail
        for detail in details
        if detail["type"] != "missing"
        or not any(loc[:-1] == detail["loc"][:-1] and nearest(str(loc[-1]), [str(detail["loc"][-1])]) for loc in extra)
    ]


def _of_number(detail: ErrorDetails) -> ErrorDetails:
    """What is wrong where a number of any kind may stand, told of the place itself."""
    if detail["loc"][-1:] != ("int",):
        return detail
    return {**detail, "loc": detail["loc"][:-1], "type": "number_type"}


_TYPES = {
    "string_type": "a text",
    "int_type": "a whole number",
    "number_type": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping of fields",
    "model_attributes_type": "a mapping of fields",
}


def field_problem(
    yaml: YamlFile, base: YamlPath, detail: ErrorDetails, item: object, model: type[BaseModel]
) -> Problem:
    """What a model refuses about an item, as a problem at the place of the field."""
    path: YamlPath = (*base, *detail["loc"])
    field = next((part for part in reversed(detail["loc"]) if isinstance(part, str)), "")
    kind = detail["type"]
    if kind == "missing":
        here = f" (entry '{_id_of(item)}')" if _id_of(item) else ""
        return yaml.problem("missing-field", path[:-1], f"the field '{field}' is missing{here}")
    if kind == "extra_forbidden":
        known = [info.alias or name for name, info in model.model_fields.items()] if len(detail["loc"]) == 1 else []
        known = known or _fields_at(model, detail["loc"][:-1])
        hint = did_you_mean(field, known) or (f"Known fields: {', '.join(known)}" if known else "")
        return yaml.problem("unknown-field", path, f"unknown field '{field}'", hint, at_key=True)
    if kind in _TYPES:
        value = detail["input"]
        hint = ""
        if kind == "string_type" and isinstance(value, bool | int | float):
            hint = f'Write "{value}" between double quotes'
        return yaml.problem("wrong-type", path, f"'{field}' must be {_TYPES[kind]}, not {_describe(value)}", hint)
    if kind == "literal_error":
        allowed = [
            word.strip("'") for word in str(detail.get("ctx", {}).get("expected", "")).replace(" or ", ", ").split(", ")
        ]
        hint = did_you_mean(str(detail["input"]), allowed) or f"Allowed: {', '.join(allowed)}"
        return yaml.problem("wrong-type", path, f"'{detail['input']}' is not a value of '{field}'", hint)
    if kind == "string_pattern_mismatch":
        name, hint = _pattern_of(str(detail.get("ctx", {}).get("pattern", "")), str(detail["input"]))
        return yaml.problem("wrong-type", path, f"'{detail['input']}' is not a well-formed {name}", hint)
    if kind in {"string_too_short", "too_short"}:
        least = detail.get("ctx", {}).get("min_length", 1)
        message = f"'{field}' is empty" if least == 1 else f"'{field}' must hold at least {least} items"
        return yaml.problem("wrong-type", path, message)
    message = detail["msg"].removeprefix("Value error, ")
    return yaml.problem("wrong-type", path, f"'{field}': {message[:1].lower()}{message[1:]}")


def _pattern_of(pattern: str, value: str) -> tuple[str, str]:
    """What a text was to be by its pattern, and how this one is written so, or else an example."""
    if pattern.startswith(r"^\d{4}"):
        return "date", _date_hint(value)
    if pattern.startswith("^[a-z]{2}"):
        return "language code", "Write en or zh"
    if pattern.startswith(r"^10\."):
        doi = re.search(r"10\.\d{4,9}/\S+", value)
        return "DOI", f"Write {doi.group() if doi is not None else '10.1000/182'}, without an address"
    if pattern.startswith("^[^/"):
        return "value path", "Write series/key/column"
    meant = re.sub(r"[^A-Za-z0-9_.]+", "-", value).strip("-._")
    return "id (letters, digits, '-', '_' and '.')", f"Write {meant}" if meant else ""


_MONTHS = 12


def _date_hint(value: str) -> str:
    """How a date of another form is written here; where day and month may be confused, the forms that there are."""
    match = re.fullmatch(r"(\d{4})[-/.年](\d\d?)(?:[-/.月](\d\d?)日?|月)?", value.strip())
    parts = [int(part) for part in match.groups() if part is not None] if match is not None else []
    if not parts or parts[1] not in range(1, _MONTHS + 1):
        return "Write 2026, 2026-04 or 2026-04-30"
    return "Write " + "-".join(f"{part:02}" for part in parts)


def _fields_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """The names of the fields of the record that a location inside an entry leads to."""
    current: type[BaseModel] = model
    for part in loc:
        if isinstance(part, int):
            continue
        info = next((i for n, i in current.model_fields.items() if part in {n, i.alias}), None)
        if info is None:
            continue  # a key of a mapping of records
        inner = _model_in(info.annotation)
        if inner is None:
            return []
        current = inner
    return [info.alias or name for name, info in current.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _model_in(argument)
        if found is not None:
            return found
    return None


def _describe(value: object) -> str:
    match value:
        case None:
            return "empty"
        case bool():
            return "true or false"
        case int() | float():
            return f"the number {value}"
        case list():
            return "a list"
        case dict():
            return "a mapping"
    return "a text"
