"""What a model refuses about a record, as problems at the places of its fields."""

import re
from collections.abc import Mapping, Sequence

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from refdesk.data.fields import FORMS, TODO, closed_list, model_in
from refdesk.files.yaml import YamlFile, YamlPath
from refdesk.problems.problem import Problem, Slip
from refdesk.problems.suggest import certain_swap, did_you_mean, nearest

_NUMBER = re.compile(r"[-+]?\d[\d.]*")
_TYPES = {
    "string_type": "a text",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping of fields",
}


def id_of(item: object) -> str | None:
    """Return the id of an entry, as it is meant: without quotation marks of a word processor."""
    if not isinstance(item, dict) or "id" not in item:
        return None
    return str(item["id"]).strip("“”‘’„ ")


def apart(details: Sequence[ErrorDetails]) -> list[ErrorDetails]:
    """Return what is wrong with an entry, each mistake once: a field under a misspelled key is not
    missing as well.
    """
    unknown = [detail["loc"] for detail in details if detail["type"] == "extra_forbidden"]

    def is_misspelled(missing: tuple[int | str, ...]) -> bool:
        beside = [str(loc[-1]) for loc in unknown if loc[:-1] == missing[:-1]]
        return any(nearest(key, [str(missing[-1])]) for key in beside)

    return [
        detail
        for detail in details
        if detail["type"] != "missing" or not is_misspelled(detail["loc"])
    ]


def field_problem(
    yaml: YamlFile, base: YamlPath, detail: ErrorDetails, item: object, model: type[BaseModel]
) -> Problem:
    """Return what a model refuses about an item, as a problem at the place of the field."""
    loc = detail["loc"]
    path: YamlPath = (*base, *loc)
    if detail["type"] == "missing":
        known = _fields_at(model, loc[:-1])
        return yaml.problem(path[:-1], _missing_field(_field_in(loc), item, known))
    if detail["type"] == "extra_forbidden":
        slip = _unknown_field(model, loc)
        if slip.swap is not None and (*path[:-1], slip.swap[1]) in yaml.keys:
            slip = slip._replace(swap=None)  # the field would stand twice
        return yaml.problem(path, slip, at_key=True)
    written = yaml.file.text[slice(*yaml.span(path))]
    return yaml.problem(path, _wrong_value(detail, written, model))


def _field_in(loc: tuple[int | str, ...]) -> str:
    """Return the name of the field at a location: its last part that is no number in a list."""
    names = [part for part in loc if isinstance(part, str)]
    return names[-1] if names else ""


def _missing_field(field: str, item: object, known: Mapping[str, str]) -> Slip:
    entry_id = id_of(item)
    here = f" (entry '{entry_id}')" if entry_id else ""
    return Slip("missing-field", f"the field '{field}' is missing{here}", known.get(field, ""))


def _unknown_field(model: type[BaseModel], loc: tuple[int | str, ...]) -> Slip:
    """Return what is wrong with a key that no field has: it may stand too far out, or be
    misspelled.
    """
    field, record = _field_in(loc), loc[:-1]
    known = _fields_at(model, record)
    outer = [name for name in known if field in _fields_at(model, (*record, name))]
    hint = f"It stands below '{outer[0]}:', indented" if outer else did_you_mean(field, known)
    if not hint and known:
        hint = f"Known fields: {', '.join(known)}"
    swap = certain_swap(field, known)
    return Slip("unknown-field", f"unknown field '{field}'", hint, swap)


def _wrong_value(detail: ErrorDetails, written: str, model: type[BaseModel]) -> Slip:
    """Return what is wrong with the value of a field, which is ``written`` so in the file."""
    kind, value, field = detail["type"], detail["input"], _field_in(detail["loc"])
    context = detail.get("ctx", {})
    if kind in _TYPES:
        has_fields = bool(_fields_at(model, detail["loc"]))
        slip = _wrong_type(kind, field, value, written, has_fields=has_fields)
    elif kind == "literal_error":
        slip = _unlisted_value(field, value, str(context.get("expected", "")))
    elif kind == "string_pattern_mismatch":
        slip = _malformed_value(value, str(context.get("pattern")))
    else:
        reason = detail["msg"].removeprefix("Value error, ")
        slip = Slip("wrong-type", f"'{field}': {reason[:1].lower()}{reason[1:]}")
    if value == TODO:
        slip = slip._replace(message=f"'{field}' is still to be written")
    if not slip.hint and (value == TODO or kind in _TYPES):
        known = _fields_at(model, detail["loc"][:-1])
        slip = slip._replace(hint=known.get(field, ""))
    return slip


def _wrong_type(kind: str, field: str, value: object, written: str, *, has_fields: bool) -> Slip:
    """Return what is wrong with a value of another type; a list of records has fields."""
    hint, swap = "", None
    if kind == "string_type" and isinstance(value, bool | int | float):
        hint = f'Write "{written}" between double quotes'
        if _NUMBER.fullmatch(written):
            swap = (written, f'"{written}"')
    elif kind == "list_type" and isinstance(value, str) and not has_fields:
        hint = f"Write [{value}]"
    return Slip("wrong-type", f"'{field}' must be {_TYPES[kind]}", hint, swap)


def _unlisted_value(field: str, value: object, expected: str) -> Slip:
    """Return what is wrong with a value outside a closed list, ``'one', 'two' or 'three'``."""
    allowed = re.split(", | or ", expected.replace("'", ""))
    hint = did_you_mean(str(value), allowed) or f"Allowed: {', '.join(allowed)}"
    swap = certain_swap(str(value), allowed)
    return Slip("wrong-type", f"'{value}' is not a value of '{field}'", hint, swap)


def _malformed_value(value: object, pattern: str) -> Slip:
    name, example = FORMS.get(pattern, ("text", ""))
    hint = f"Write {example}" if example else ""
    return Slip("wrong-type", f"'{value}' is not a well-formed {name}", hint)


def _fields_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> dict[str, str]:
    """Return the fields of the record that a location inside an entry leads to, and what each may
    hold or says.
    """
    for part in loc:
        inner = _model_below(model, part)
        if inner is None:
            return {}
        model = inner
    return {info.alias or name: _help_of(model, name) for name, info in model.model_fields.items()}


def _model_below(model: type[BaseModel], part: int | str) -> type[BaseModel] | None:
    """Return the model of the records in a field; a number, or a key of a mapping of records,
    leads to no other model.
    """
    for name, info in model.model_fields.items():
        if part in {name, info.alias}:
            return model_in(info.annotation)
    return model


def _help_of(model: type[BaseModel], name: str) -> str:
    """Return what a field may hold, or says."""
    allowed = closed_list(model, name)
    if allowed:
        return f"Allowed: {', '.join(map(str, allowed))}"
    return model.model_fields[name].description or ""
