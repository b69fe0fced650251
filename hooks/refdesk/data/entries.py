"""Reads a YAML data file into typed entries; every mistake becomes a problem at its line and
column.
"""

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from refdesk.data.fields import FORMS, TODO, Mark, closed_list, marked_fields, parts
from refdesk.data.models import Entry
from refdesk.files.text import TextFile
from refdesk.files.yaml import InlineText, YamlFile, YamlPath, parse_yaml
from refdesk.problems.problem import Problem, Swap
from refdesk.problems.suggest import certain_swap, did_you_mean, nearest

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True)
class EntryFile(Generic[E]):
    """The typed entries of one data file, by id, in file order.

    ``paths`` holds every id that stands in the file, also of entries that have a mistake and are
    missing from ``entries``: a link to such an entry is not one more mistake. ``readable`` is False
    when no list of entries could be read at all: then nothing is known of the ids. ``items`` are
    all entries as they stand in the file, with their paths.
    """

    yaml: YamlFile
    model: type[E]
    entries: dict[str, E]
    paths: dict[str, YamlPath]
    problems: tuple[Problem, ...]
    readable: bool
    items: tuple[tuple[YamlPath, dict[str, object]], ...]

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
            (path, _id_of(item)): tuple(
                InlineText(self.yaml, *text)
                for text in marked_texts(item, self.model, path, Mark.INLINE)
            )
            for path, item in self.items
        }

    def problem(
        self,
        code: str,
        entry_id: str,
        field: str | YamlPath,
        message: str,
        hint: str = "",
        swap: Swap | None = None,
    ) -> Problem:
        """Return a problem at a field of an entry, or at a path below it."""
        below = (field,) if isinstance(field, str) else field
        return self.yaml.problem(code, (*self.paths[entry_id], *below), message, hint, swap)


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
    for key, has_mark, inner, is_mapping in _fields(model, mark):
        value = item.get(key)
        held: Iterable[tuple[YamlPath, object]] = [((*path, key), value)]
        if isinstance(value, list):
            held = (((*path, key, index), part) for index, part in enumerate(value))
        elif isinstance(value, dict) and is_mapping:
            held = (((*path, key, name), part) for name, part in value.items())
        for where, part in held:
            if has_mark and isinstance(part, str):
                yield where, part
            elif inner is not None:
                yield from marked_texts(part, inner, where, mark)


@functools.cache
def _fields(
    model: type[BaseModel], mark: Mark
) -> tuple[tuple[str, bool, type[BaseModel] | None, bool], ...]:
    """Return the fields of a model that can hold texts with a mark.

    Each with its key in the file, whether it has the mark, the model of the records in it, whether
    it is a mapping.
    """
    fields = (
        (
            info.alias or name,
            name in marked_fields(model, mark),
            _model_in(info.annotation),
            get_origin(info.annotation) is dict,
        )
        for name, info in model.model_fields.items()
    )
    return tuple(one for one in fields if one[1] or (one[2] is not None and _fields(one[2], mark)))


def read_entries(file: TextFile, model: type[E], *, under: str | None = None) -> EntryFile[E]:
    """Return the entries of a data file: a list (or, with ``under``, a mapping that holds the list
    under that name).
    """
    parsed = parse_yaml(file)
    listed, base, found = _list_of_entries(parsed, under)
    problems = [*parsed.problems, *found]
    items = [((*base, index), item) for index, item in enumerate(listed or ())]
    entries: dict[str, E] = {}
    paths: dict[str, YamlPath] = {}
    for path, item in items:
        entry = None
        try:
            entry = model.model_validate(item)
        except ValidationError as error:
            problems += [
                field_problem(parsed, path, detail, item, model) for detail in apart(error.errors())
            ]
        entry_id = _id_of(item)
        if entry_id in paths:
            first = parsed.place((*paths[entry_id], "id"))
            message = f"the id '{entry_id}' stands already at line {first.line}"
            problems.append(parsed.problem("duplicate-entry", (*path, "id"), message))
        elif entry_id is not None:
            paths[entry_id] = path
            if entry is not None:
                entries[entry_id] = entry
    records = tuple((path, item) for path, item in items if isinstance(item, dict))
    problems = [
        problem._replace(explains=(*problem.explains, f"{model.data_name}/*"))
        for problem in problems
    ]
    readable = parsed.is_well_formed and listed is not None
    return EntryFile(parsed, model, entries, paths, tuple(problems), readable, records)


def _list_of_entries(
    parsed: YamlFile, under: str | None
) -> tuple[list[object] | None, YamlPath, list[Problem]]:
    """Return the list of entries (None where there is none), its path, and what is wrong
    around it.
    """
    base: YamlPath = ()
    items, others = parsed.data, set()
    if under is not None and parsed.is_well_formed:
        if not isinstance(items, dict) or under not in items:
            return (
                None,
                (),
                [parsed.problem("missing-field", (), f"the entries stand below '{under}:'")],
            )
        items, base, others = items[under], (under,), items.keys() - {under}
    problems = [
        parsed.problem("unknown-field", (key,), f"unknown field '{key}'", at_key=True)
        for key in others
    ]
    if (
        items is None or isinstance(items, list) or not parsed.is_well_formed
    ):  # of what is not well formed, nothing more is told
        return items if isinstance(items, list) else [], base, problems
    message = "must be a list of entries, each beginning with '- id:'"
    return None, base, [*problems, parsed.problem("wrong-type", base, message)]


def _id_of(item: object) -> str | None:
    """Return the id of an entry, as it is meant: without quotation marks of a word processor."""
    return str(item["id"]).strip("“”‘’„ ") if isinstance(item, dict) and "id" in item else None


def apart(details: Sequence[ErrorDetails]) -> list[ErrorDetails]:
    """Return what is wrong with an entry, each mistake once: a field under a misspelled key is not
    missing as well.
    """
    extra = [detail["loc"] for detail in details if detail["type"] == "extra_forbidden"]

    def is_misspelled(*path: str | int) -> bool:
        return any(
            loc[:-1] == path[:-1] and nearest(str(loc[-1]), [str(path[-1])]) for loc in extra
        )

    return [
        detail
        for detail in details
        if detail["type"] != "missing" or not is_misspelled(*detail["loc"])
    ]


_TYPES = {
    "string_type": "a text",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping of fields",
}


def field_problem(
    yaml: YamlFile, base: YamlPath, detail: ErrorDetails, item: object, model: type[BaseModel]
) -> Problem:
    """Return what a model refuses about an item, as a problem at the place of the field."""
    path: YamlPath = (*base, *detail["loc"])
    field = next((part for part in reversed(detail["loc"]) if isinstance(part, str)), "")
    kind, value, context = detail["type"], detail["input"], detail.get("ctx", {})
    hint, swap = "", None
    known = _fields_at(model, detail["loc"][:-1])
    if kind == "missing":
        here = f" (entry '{_id_of(item)}')" if _id_of(item) else ""
        return yaml.problem(
            "missing-field",
            path[:-1],
            f"the field '{field}' is missing{here}",
            known.get(field, ""),
        )
    if kind == "extra_forbidden":
        within = next(
            (name for name in known if field in _fields_at(model, (*detail["loc"][:-1], name))),
            None,
        )
        hint = f"It stands below '{within}:', indented" if within else did_you_mean(field, known)
        hint = hint or (f"Known fields: {', '.join(known)}" if known else "")
        swap = certain_swap(field, known)
        if swap is not None and (*path[:-1], swap[1]) in yaml.keys:
            swap = None  # the field would stand twice
        return yaml.problem(
            "unknown-field", path, f"unknown field '{field}'", hint, swap, at_key=True
        )
    if kind in _TYPES:
        if kind == "string_type" and isinstance(value, bool | int | float):
            written = yaml.file.text[slice(*yaml.span(path))]
            hint = f'Write "{written}" between double quotes'
            swap = (written, f'"{written}"') if re.fullmatch(r"[-+]?\d[\d.]*", written) else None
        elif (
            kind == "list_type" and isinstance(value, str) and not _fields_at(model, detail["loc"])
        ):
            hint = f"Write [{value}]"
        message = f"'{field}' must be {_TYPES[kind]}"
    elif kind == "literal_error":
        allowed = re.split(", | or ", str(context.get("expected", "")).replace("'", ""))
        hint = did_you_mean(str(value), allowed) or f"Allowed: {', '.join(allowed)}"
        swap = certain_swap(str(value), allowed)
        message = f"'{value}' is not a value of '{field}'"
    elif kind == "string_pattern_mismatch":
        name, example = FORMS.get(str(context.get("pattern")), ("text", ""))
        message, hint = (
            f"'{value}' is not a well-formed {name}",
            f"Write {example}" if example else "",
        )
    else:
        message = detail["msg"].removeprefix("Value error, ")
        message = f"'{field}': {message[:1].lower()}{message[1:]}"
    if value == TODO:
        message = f"'{field}' is still to be written"
    if value == TODO or kind in _TYPES:
        hint = hint or known.get(field, "")
    return yaml.problem("wrong-type", path, message, hint, swap)


def _fields_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> dict[str, str]:
    """Return the fields of the record that a location inside an entry leads to, and what each may
    hold or says.
    """
    for part in loc:  # a number, or a key of a mapping of records, leads to no other model
        info = next(
            (info for name, info in model.model_fields.items() if part in {name, info.alias}), None
        )
        inner = model if info is None else _model_in(info.annotation)
        if inner is None:
            return {}
        model = inner
    return {
        info.alias or name: f"Allowed: {', '.join(map(str, allowed))}"
        if (allowed := closed_list(model, name))
        else info.description or ""
        for name, info in model.model_fields.items()
    }


def _model_in(annotation: Any) -> type[BaseModel] | None:
    return next(
        (one for one in parts(annotation) if isinstance(one, type) and issubclass(one, BaseModel)),
        None,
    )
