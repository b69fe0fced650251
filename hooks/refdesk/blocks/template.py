"""The templates of the blocks: what they show is escaped, unless it is HTML (``Markup``) already.

And what Python hands to several of them: downloads, cells with their notes.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from types import CodeType
from typing import NamedTuple, cast

from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup, escape
from typing_extensions import override

from refdesk.charts.svg import FORMS, ids_of
from refdesk.data.wording import host, kinds, spoken_locator, title_language
from refdesk.files.language import Language
from refdesk.html.text import slug, with_language


def table_files(path: str, language: Language, of: str = "") -> list[tuple[str, str]]:
    """Return label and path of the downloads of a table, CSV and JSON; ``of`` distinguishes several
    tables.
    """
    form_of = language.gettext("{} of {}")
    return [
        (form_of.format(form, of) if of else form, f"data/{path}.{form.lower()}")
        for form in ("CSV", "JSON")
    ]


class _Compiled(BytecodeCache):
    """The compiled templates, which are the same in every language."""

    def __init__(self) -> None:
        self._known: dict[str, CodeType] = {}

    @override
    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._known.get(bucket.key)

    @override
    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._known[bucket.key] = bucket.code


_COMPILED = _Compiled()


@lru_cache(maxsize=2)
def _templates(language: Language) -> Environment:
    """Return the templates as they are filled in a language."""
    made = Environment(
        loader=PackageLoader(__package__),
        autoescape=True,
        auto_reload=False,
        bytecode_cache=_COMPILED,
        lstrip_blocks=True,
        optimized=False,  # looking for what is constant takes longer than it saves
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    made.filters |= {
        "day": language.date,
        "host": host,
        "lang": with_language,
        "locator": partial(spoken_locator, language=language),
        "slug": slug,
    }
    made.globals |= {
        "FORMS": FORMS,
        "called": language.called,
        "ids_of": ids_of,
        "kinds": partial(kinds, language=language),
        "language": language,
        "table_files": partial(table_files, language=language),
        "title_language": partial(title_language, language=language),
        # of a label, ``format`` escapes what it is given
        "_": lambda text: escape(language.gettext(text)),
        "_n": lambda *label: escape(language.ngettext(*label)),
    }
    return made


def fill(template: str, language: Language, **values: object) -> Markup:
    """Return a template of this folder as HTML, filled with values in a language."""
    return Markup(_templates(language).get_template(template).render(values).strip())  # noqa: S704 - the template escapes


@lru_cache(maxsize=32)
def macro(template: str, name: str, language: Language) -> Callable[..., Markup]:
    """Return a macro of a template of this folder, for what is made thousands of times."""
    module = _templates(language).get_template(template).module
    return cast("Callable[..., Markup]", getattr(module, name))


class Cell(NamedTuple):
    """A cell of a table of figures; ``notes`` are the numbers of its notes, ``id`` is ''
    for none.
    """

    content: str
    notes: Sequence[int] = ()
    is_head: bool = False
    is_number: bool = False
    id: str = ""


# A row of a table of figures: its id ('' for none) and its cells.
Row = tuple[str, Sequence[Cell]]


class CellNotes:
    """Numbers the sources and notes of the cells of tables; the same text has the same number in
    every cell.
    """

    def __init__(self, name: str) -> None:
        """Begin the ids of the notes with ``name``."""
        self.name = name
        self.texts: dict[Markup, int] = {}

    def numbers(self, texts: Iterable[Markup]) -> list[int]:
        """Return the numbers of texts in HTML."""
        return [self.texts.setdefault(text, len(self.texts) + 1) for text in texts]
