"""The templates of the blocks: what they show is escaped, unless it is HTML (``Markup``) already.

And what Python hands to several of them: downloads, cells with their notes.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, cast

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from refdesk.charts.svg import FORMS, ids_of
from refdesk.data.wording import host, kinds, spoken_date, spoken_locator, title_language
from refdesk.files.labels import _, _n, called, language
from refdesk.html.text import slug, with_language


def table_files(path: str, of: str = "") -> list[tuple[str, str]]:
    """Return label and path of the downloads of a table, CSV and JSON; ``of`` distinguishes several
    tables.
    """
    return [
        (_("{} of {}").format(form, of) if of else form, f"data/{path}.{form.lower()}")
        for form in ("CSV", "JSON")
    ]


_TEMPLATES = Environment(
    loader=PackageLoader(__package__),
    autoescape=True,
    auto_reload=False,
    lstrip_blocks=True,
    optimized=False,  # looking for what is constant takes longer than it saves
    trim_blocks=True,
    undefined=StrictUndefined,
)
_TEMPLATES.filters |= {
    "day": spoken_date,
    "host": host,
    "lang": with_language,
    "locator": spoken_locator,
    "slug": slug,
}
_SHARED = (called, ids_of, kinds, language, table_files, title_language)
_TEMPLATES.globals |= {function.__name__: function for function in _SHARED} | {"FORMS": FORMS}
# Of a label, ``format`` escapes what it is given.
_TEMPLATES.globals |= {"_": lambda text: escape(_(text)), "_n": lambda *label: escape(_n(*label))}


def fill(template: str, **values: object) -> Markup:
    """Return a template of this folder as HTML, filled with values."""
    return Markup(_TEMPLATES.get_template(template).render(values).strip())  # noqa: S704 - the template escapes


def macro(template: str, name: str) -> Callable[..., Markup]:
    """Return a macro of a template of this folder, for what is made thousands of times."""
    return cast("Callable[..., Markup]", getattr(_TEMPLATES.get_template(template).module, name))


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
