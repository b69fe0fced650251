"""The types of the fields of data: which texts, dates and addresses are well formed, and what is
wrong with others.

A field of type ``Inline`` may cite sources, link terms and check values, as a page may; one of type
``Text`` is shown as it is typed. Neither knows emphasis, code or HTML.
"""

import datetime
import re
from collections.abc import Iterator
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from refdesk.files.web_address import malformed, unsafe


class Mark(Enum):
    """What a field is, for whoever asks."""

    INLINE = "a text whose references are checked and expanded"
    PLAIN = "a text that is shown as it is typed"
    UNIQUE = "what no other entry of the file has as such a field, in any case of letters"
    NAME = "a name under which the search finds the entry"
    ORDERED = "a date by which the entries stand in the file"
    PAGE = "the path of a page, below docs/"
    VALUE = "the path of a cell of a series"
    SERIES = "the id of a series"
    PLACE = "the name of a province-level unit"
    EVENT = "the id of an event of the timeline of policy"
    CONTROL = "the id of a step of the export controls"
    COMMITMENT = "the id of a commitment"


# pattern of a text -> what is of this form, and how it is written
FORMS: dict[str, tuple[str, str]] = {}


def _formed(pattern: str, name: str, example: str) -> StringConstraints:
    FORMS[pattern] = name, example
    return StringConstraints(pattern=pattern)


Id = Annotated[
    str,
    _formed(
        r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", "id", "it with letters, digits, '-', '_' and '.' alone"
    ),
]


TODO = "TODO"  # stands where a text is still to be written
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")


def is_halved(text: str) -> bool:
    """Return whether one of the quotation marks of a text is missing; behind a figure, a mark may
    stand for inches.
    """
    return text.count('"') % 2 == 1 and not re.search(r'\d"', text)


def trimmed(value: str) -> str:
    """Return a text that a field may hold; ValueError says what is wrong with another."""
    if not value.strip():
        raise ValueError("holds nothing but spaces")
    if value.startswith(TODO):
        raise ValueError("is still to be written")
    if value.strip("\n") != value.strip():
        raise ValueError("begins or ends with a space")
    if is_halved(value) or (value.endswith("'") and not re.search(r"(?<!\w)'\w", value)):
        raise ValueError("lacks one of its quotation marks, at its beginning or its end")
    if _HANGUL.search(value):
        raise ValueError(
            "has Korean letters, for which the PDF has no font: write it in English, as translated"
        )
    return value


Text = Annotated[str, StringConstraints(min_length=1), AfterValidator(trimmed), Mark.PLAIN]
Inline = Annotated[str, StringConstraints(min_length=1), AfterValidator(trimmed), Mark.INLINE]
Title = Annotated[Text, Mark.UNIQUE, Mark.NAME]  # what an entry is called in English
# which nobody reads as a text
Expression = Annotated[str, StringConstraints(min_length=1), AfterValidator(trimmed)]
Place = Annotated[Expression, Mark.PLACE]
Page = Annotated[Expression, Mark.PAGE]
YEARS = range(1800, 2101)  # a year outside is a slip of the keyboard


def _calendar_date(value: str) -> str:
    if int(value[:4]) not in YEARS:
        raise ValueError(f"{value[:4]} is no year from {YEARS.start} to {YEARS.stop - 1}")
    if len(value) == len("2026-04-30"):
        try:
            datetime.date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"the calendar has no day {value}") from None
    return value


def _tomorrow() -> str:
    """Return the day after today, which somewhere on earth has begun."""
    return (datetime.datetime.now(tz=datetime.UTC).date() + datetime.timedelta(days=1)).isoformat()


Date = Annotated[
    str,
    _formed(
        r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$",
        "date",
        "2026, 2026-04 or 2026-04-30",
    ),
    AfterValidator(_calendar_date),
]


def _past(value: str) -> str:
    if value > _tomorrow()[: len(value)]:
        raise ValueError(f"{value} is still to come")
    return value


PastDate = Annotated[Date, AfterValidator(_past)]


def _whole(value: str) -> str:
    if len(value) < len("2026-04-30"):
        raise ValueError(f"{value} is no day (write 2026-04-30)")
    return value


Day = Annotated[Date, AfterValidator(_whole)]
PastDay = Annotated[Day, AfterValidator(_past)]


def _web_address(value: str) -> str:
    if not value.startswith(("http://", "https://")) or malformed(value):
        raise ValueError(
            "an address starts with http:// or https://, names a host, and has no blank in it"
        )
    if (slip := unsafe(value)) is not None:
        raise ValueError(slip.message)
    return value


Address = Annotated[str, AfterValidator(_web_address)]
ValuePath = Annotated[
    str, _formed(r"^[^/\s]+(/[^/]+)+$", "value path", "series/key/column"), Mark.VALUE
]


# Codes of countries that are taken for those of their languages.
_OF_COUNTRIES = {
    "cn": "zh",
    "hk": "zh",
    "tw": "zh",
    "jp": "ja",
    "kr": "ko",
    "us": "en",
    "gb": "en",
    "ua": "uk",
    "cz": "cs",
}


def language_of(tag: str) -> str | None:
    """Return the code of the language that a tag means which begins with that of a country."""
    return _OF_COUNTRIES.get(tag.partition("-")[0].lower())


def _language_code(value: str) -> str:
    if (meant := language_of(value)) is not None:
        raise ValueError(f"'{value}' is the code of a country, not of a language: write {meant}")
    return value


LanguageCode = Annotated[
    str,
    _formed(r"^[a-z]{2}(-[A-Za-z]+)*$", "language code", "en or zh"),
    AfterValidator(_language_code),
]
Doi = Annotated[str, _formed(r"^10\.\d{4,9}/\S+$", "DOI", "10.1000/182, without an address")]
_SIGNS = _formed("[\u3400-\u9fff]", "Chinese text", "it in characters")
Chinese = Annotated[str, _SIGNS, AfterValidator(trimmed), Mark.PLAIN, Mark.UNIQUE, Mark.NAME]
_LETTERS = _formed("^[^\u3400-\u9fff]+$", "pinyin", "it in Latin letters, with tone marks")
Pinyin = Annotated[str, _LETTERS, AfterValidator(trimmed), Mark.PLAIN, Mark.NAME]
_PART = r"(?:[^/:#.]|\.[^/:#.])[^/:#]*"  # of a path
PagePath = Annotated[
    str,
    _formed(
        rf"^(?:{_PART}/)*{_PART}\.md(?:#.+)?$",
        "path of a page",
        "it from docs/: hubs/old.md or hubs/old.md#heading",
    ),
]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Cells = Annotated[list[float], Field(min_length=4, max_length=4)]


Code = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


@cache
def marked_fields(model: type[BaseModel], mark: Mark) -> tuple[str, ...]:
    """Return the fields of a model that have a mark, or are lists or mappings of what has it."""
    fields = model.model_fields.items()
    return tuple(
        name for name, info in fields if mark in info.metadata or mark in parts(info.annotation)
    )


def parts(annotation: Any) -> Iterator[Any]:
    """Yield the type of a field, the types that it is made of, and their marks."""
    yield annotation
    for part in get_args(annotation):
        yield from parts(part)


def closed_list(model: type[BaseModel], field: str) -> tuple[Any, ...]:
    """Return the values that a field of a model may have, in order; none for a field that may have
    any.
    """
    info = model.model_fields.get(field)
    return (
        get_args(info.annotation)
        if info is not None and get_origin(info.annotation) is Literal
        else ()
    )


def model_in(annotation: Any) -> type[BaseModel] | None:
    """Return the model of the records that a field holds, or None."""
    for part in parts(annotation):
        if isinstance(part, type) and issubclass(part, BaseModel):
            return part
    return None
