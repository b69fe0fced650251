"""The published site: the addresses, dates and versions of its pages; the forms of
generated files.
"""

import json
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, select_autoescape

from refdesk.data.models import Change, Entry
from refdesk.data.series import Series
from refdesk.files.catalog import po_path
from refdesk.files.checkout import UnusableSiteError
from refdesk.files.docs_tree import relative_url
from refdesk.pages.page import Page
from refdesk.site.site import Site

AUTHOR = "From 0 to 1 contributors"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
LANGUAGE = "en"  # in which the site is written
_NAMES = {
    "zh": ("中文", "中文首页")
}  # what readers of a language call its edition, and its first page
_TEMPLATES = Environment(
    loader=PackageLoader(__package__),
    autoescape=select_autoescape(["html", "xml", "svg"]),
    trim_blocks=True,
)
_TEMPLATES.globals |= {"author": AUTHOR, "licence": LICENCE}


def fill_template(template: str, **values: object) -> str:
    """Render a template of this folder; every template knows author and licence."""
    return _TEMPLATES.get_template(template).render(values).rstrip() + "\n"


def json_text(value: object) -> str:
    """Return a value as JSON over several lines."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def json_lines(items: Iterable[object]) -> str:
    """Return a list as JSON with one item a line."""
    return "[\n" + ",\n".join(json.dumps(item, ensure_ascii=False) for item in items) + "\n]"


def filled(about: Mapping[str, object]) -> dict[str, object]:
    """Return a mapping without what is empty."""
    return {name: value for name, value in about.items() if value}


@contextmanager
def told_at_entry(site: Site) -> Iterator[None]:
    """Raise a fault of the program while a file is made as an UnusableSiteError at the entry that
    was at work.
    """
    try:
        yield
    except (UnusableSiteError, OSError):
        raise
    except Exception as error:
        message = f"a file cannot be made: {type(error).__name__}: {error}"
        frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
        for value in (value for frame in reversed(frames) for value in frame.f_locals.values()):
            if isinstance(value, Series):
                problem = value.entry.problem("unreadable-file", value.id, "id", message)
            elif isinstance(value, Entry) and value.id in site.library.known(value.data_name):
                problem = site.library.problem("unreadable-file", value, "id", message)
            elif isinstance(value, Page):
                problem = value.problem("unreadable-file", value.top, message)
            else:
                continue
            raise UnusableSiteError(problem) from error
        raise UnusableSiteError(message) from error


class Edition(NamedTuple):
    """The edition of the site in a language: its code and name, an address from the root, whether
    it has the page.
    """

    code: str
    name: str
    url: str
    has_page: bool


class Publication:
    """A site at its public address; ``edition`` is the date of the release ('' between releases).

    ``root`` is the address of the site in the language in which it is written, the same as ``base``
    for that.
    """

    def __init__(self, site: Site) -> None:
        self.site, self.base, self.language = (
            site,
            site.config.published_url,
            site.language or LANGUAGE,
        )
        self.root = self.base.removesuffix(f"{site.language}/") if site.language else self.base
        self.name, self.description = site.config.name, site.config.description
        self.edition = str(site.config.settings.get("extra", {}).get("edition") or "")

    def address(self, uri: str, fragment: str = "", *, seen_from: str = "") -> str:
        """Return the absolute address of a page or file; if it is not known, the address relative
        to ``seen_from``.
        """
        url, mark = self.site.tree.url(uri), f"#{fragment}" if fragment else ""
        return (self.base + url if self.base else relative_url(url, seen_from)) + mark

    def editions(self, uri: str) -> list[Edition]:
        """Return the edition in each language, with the page, or where it has none its home
        page.
        """
        url, home = self.site.tree.url(uri), self.site.tree.url("index.md")
        found = [Edition(LANGUAGE, "English", url, True)]
        for code, translations in self.site.translations.items():
            has = po_path(uri) in translations
            name, first_page = _NAMES.get(code, (code, code))
            found.append(
                Edition(code, name if has else first_page, f"{code}/{url if has else home}", has)
            )
        return found

    def changed(self, uri: str) -> str:
        """Return the day of the last change of a page: of its review or of a later entry in
        changes.yml (or '').
        """
        change = self.last_change(uri)
        return max(self.site.pages[uri].reviewed, change.date if change else "")

    def last_change(self, uri: str) -> Change | None:
        """Return the newest entry of changes.yml that names a page, or None."""
        changes = self.site.library.entries(Change).values()
        return max(
            (one for one in changes if one.page == uri),
            key=lambda change: change.date,
            default=None,
        )

    def version(self, uri: str) -> str:
        """Return the date by which a page is cited: that of the edition, otherwise of the last
        review.
        """
        return self.edition or self.site.pages[uri].reviewed
