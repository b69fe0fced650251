"""Where the site is published, and how its pages are addressed from there."""

from jinja2 import Environment, PackageLoader, select_autoescape

from refdesk.data.models import Change
from refdesk.files.docs_tree import relative_url
from refdesk.site.site import Site

AUTHOR = "From 0 to 1 contributors"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
LANGUAGE = "en"
_TEMPLATES = Environment(
    loader=PackageLoader(__package__), autoescape=select_autoescape(["html", "xml", "svg"]), trim_blocks=True
)
_TEMPLATES.globals |= {"author": AUTHOR, "language": LANGUAGE, "licence": LICENCE}


def fill_template(template: str, **values: object) -> str:
    """One of the templates that stand beside this module, filled; what it knows of itself are author and licence."""
    return _TEMPLATES.get_template(template).render(values).rstrip() + "\n"


class Publication:
    """A site as it is published at an address; ``edition`` names the release ('' between releases)."""

    def __init__(self, site: Site) -> None:
        self.site, self.base = site, site.config.published_url
        self.name, self.description = site.config.name, site.config.description
        self.edition = str(site.config.settings.get("extra", {}).get("edition") or "")

    def address(self, uri: str, fragment: str = "", *, seen_from: str = "") -> str:
        """The whole address of a page or file; where none is known, its address as seen from a published file."""
        url, mark = self.site.tree.url(uri), f"#{fragment}" if fragment else ""
        return (self.base + url if self.base else relative_url(url, seen_from)) + mark

    def changed(self, uri: str) -> str:
        """When a page last changed: its review, or a later change that names it ('' when neither is known)."""
        change = self.last_change(uri)
        return max(self.site.pages[uri].reviewed, change.date if change else "")

    def last_change(self, uri: str) -> Change | None:
        """The newest change that names a page, if one does."""
        changes = self.site.library.entries("changes", Change).values()
        return max((one for one in changes if one.page == uri), key=lambda change: change.date, default=None)

    def version(self, uri: str) -> str:
        """The date that a page is cited by: that of the edition, else of the last review."""
        return self.edition or self.site.pages[uri].reviewed
