"""``<!-- send-form: source -->``: a form by which readers send a source, an entry or a correction.

Its fields are those of the model. A script checks what is typed, writes it as the YAML of the data,
and hands it to the code host: a source as a file of its own, anything else as an issue.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, cast, get_args, get_origin

from pydantic import BaseModel, StringConstraints
from pydantic.fields import FieldInfo

from refdesk.blocks.base import FileBlock
from refdesk.blocks.desk import Desk
from refdesk.data.fields import Address, Date, Mark
from refdesk.data.library import Library
from refdesk.data.models import Entry, Event, Institution, Name, Person, Source, Term
from refdesk.files.mkdocs_yml import SiteConfig
from refdesk.files.yaml import InlineText

MISTAKE = "mistake"
_SCRIPT = "assets/scripts/form.js"
_BRANCH = re.compile(r"edit/(?P<branch>[^/]+)/")


class Form(NamedTuple):
    """Which fields of which entries a form asks for, in order; the others are left to editors."""

    model: type[Entry]
    fields: Mapping[str, str]  # what each is called; "custom.kind" is that of a record within


_CHINESE = {"zh": "Chinese", "pinyin": "Pinyin"}
_NAMED = {"name": "Name in English", **_CHINESE, "kind": "Kind", "text": "What is to be known"}
FORMS: Mapping[str, Form] = {
    "source": Form(
        Source,
        {
            "title": "Title",
            "custom.gloss": "The title in English",
            "url": "Address",
            "author": "Authors",
            "publisher": "Publisher",
            "container_title": "Newspaper, journal or site",
            "issued": "Published on",
            "accessed": "Read on",
            "language": "Language",
            "doi": "DOI",
            "type": "Form",
            "custom.kind": "Kind of source",
            "custom.read": "How it was read",
            "custom.copy_at": "Keeper of the copy",
            "custom.copy_url": "Address of the copy",
        },
    ),
    "term": Form(
        Term,
        {"en": "English", **_CHINESE, "aliases": "Other names", "definition": "What it means here"},
    ),
    "event": Form(
        Event,
        {
            "date": "Date",
            "kind": "Kind",
            "title": "What happened",
            "zh": "Chinese name",
            "text": "What it was about",
        },
    ),
    "person": Form(Person, _NAMED),
    "institution": Form(Institution, {**_NAMED, "place": "Province"}),
}


Kind = Literal["text", "long", "list", "names", "date", "url", "choice"]


class Control(NamedTuple):
    """A field as a form shows it: ``kind`` says how it is typed and checked."""

    path: str  # as it is written: "custom.copy-url"
    label: str
    kind: Kind
    help: str
    pattern: str  # '' for any text
    is_required: bool
    choices: tuple[str, ...]


class SendForm(FileBlock, marker="send-form", script=_SCRIPT, shown={"": ()}):
    """A form to send a source, a term, an event, a person, an institution, or a correction."""

    def names(self, _: Library) -> Collection[str]:
        """Return the kinds of forms."""
        return [*FORMS, MISTAKE]

    def inlines(self, _library: Library, _name: str) -> Iterator[InlineText]:
        """Yield nothing: no entry is shown."""
        return iter(())

    def render(self, desk: Desk, name: str) -> str:
        """Return the form, and where what is typed is to be sent."""
        form = FORMS.get(name)
        return desk.fill(
            "form.html",
            name=name,
            controls=[*_controls(form)] if form is not None else [],
            data=form.model.data_name if form is not None else "",
            host=_host(desk.site.config),
        )


class Host(NamedTuple):
    """Where a copy of the site takes what is sent: '' for what its settings do not name."""

    repository: str
    branch: str
    contact: str


def _host(config: SiteConfig) -> Host:
    """Return where a copy of the site takes what is sent."""
    settings = config.settings
    branch = _BRANCH.search(str(settings.get("edit_uri") or ""))
    extra = settings.get("extra")
    contact = extra.get("contact") if isinstance(extra, Mapping) else None
    return Host(
        repository=str(settings.get("repo_url") or "").rstrip("/"),
        branch=branch["branch"] if branch is not None else "main",
        contact=str(contact or ""),
    )


def _controls(form: Form) -> Iterator[Control]:
    """Yield the fields of a form."""
    for path, label in form.fields.items():
        *records, name = path.split(".")
        model: type[BaseModel] = form.model
        for record in records:
            model = _record(model.model_fields[record])
        field = model.model_fields[name]
        yield _control(".".join([*records, field.alias or name]), label, field)


def _record(field: FieldInfo) -> type[BaseModel]:
    """Return the model of a field that holds a record."""
    if not (isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)):
        raise TypeError(f"{field.annotation} is no record")
    return field.annotation


def _control(path: str, label: str, field: FieldInfo) -> Control:
    """Return how a field is typed, by its type."""
    types = [field.annotation, *get_args(field.annotation)]
    about = [*field.metadata, *(one for kind in types for one in getattr(kind, "__metadata__", ()))]
    patterns = [one.pattern for one in about if isinstance(one, StringConstraints) and one.pattern]
    return Control(
        path=path,
        label=label,
        kind=_kind(types, about),
        help=str(field.description),
        pattern=str(patterns[0]) if patterns else "",
        is_required=field.is_required(),
        choices=next((get_args(one) for one in types if get_origin(one) is Literal), ()),
    )


def _kind(types: Sequence[object], about: Sequence[object]) -> Kind:
    """Return how a field of some types is typed, of which ``about`` holds the constraints."""
    if any(get_origin(one) is Literal for one in types):
        return "choice"
    if get_origin(types[0]) is list:
        return "names" if Name in types else "list"
    if Mark.INLINE in about:
        return "long"
    for kind, of_type in (("date", Date), ("url", Address)):
        if get_args(of_type)[1] in about:
            return cast("Kind", kind)
    return "text"
