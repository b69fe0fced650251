"""``<!-- glossary -->``: every term, with Chinese, pinyin, other names, definition and sources."""

from itertools import groupby

from refdesk.blocks.base import FileBlock
from refdesk.blocks.desk import Desk
from refdesk.blocks.parts import table_files
from refdesk.blocks.shown import pages_naming
from refdesk.blocks.template import fill


class Glossary(FileBlock, marker="glossary"):
    """All terms in alphabetical order; each is a heading, so that search finds it by itself."""

    def render(self, desk: Desk, _: str) -> str:
        """Return the glossary as HTML."""
        terms = sorted(desk.library.terms.values(), key=lambda term: term.en.casefold())
        letters = [(letter, list(group)) for letter, group in groupby(terms, lambda term: term.en[0].upper())]
        used = pages_naming(desk.site, "term")
        return fill("glossary.html", desk=desk, letters=letters, used=used, files=table_files(self.data))
