"""The published site: the addresses, dates and versions of its pages; the forms of
generated files.
"""

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, select_autoescape

from refdesk.data.models import Change
from refdesk.files.catalog import po_path
from refdesk.files.docs_tree import relative_url
from refdesk.files.language import ENGLISH
from refdesk.site.site import Site

AUTHOR = "From 0 to 1 contributors"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
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


def doi_address(doi: str) -> str:
    """Return the address at which a DOI leads to what it identifies ('' for none)."""
    return f"https://doi.org/{doi}" if doi else ""


def last_review(site: Site) -> str:
    """Return the day of the last review of any page."""
    return max((page.reviewed for page in site.pages.values()), default="") or "1970-01-01"


class Edition(NamedTuple):
    """The edition of the site in a language: its code and name, an address from the root, whether
    it has the page.
    """

    code: str
    name: str
    url: str
    has_page: bool


class Publication:
    """A site at its public address; ``edition`` is the date of the release, ``doi`` its identifier
    (each '' between releases, the second also for a release without one).

    ``root`` is the address of the site in the language in which it is written, the same as ``base``
    for that.
    """

    def __init__(self, site: Site) -> None:
        self.site, self.base, self.language = (
            site,
            site.config.published_url,
            site.language.code,
        )
        self.root = self.base.removesuffix(site.folder)
        self.name, self.description = site.config.name, site.config.description
        extra = site.config.settings.get("extra", {})
        self.edition = str(extra.get("edition") or "")
        self.doi = str(extra.get("doi") or "")

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
        found = [Edition(ENGLISH.code, "English", url, True)]
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
