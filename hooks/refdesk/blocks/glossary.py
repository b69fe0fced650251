"""``<!-- glossary -->``: every term, with Chinese, pinyin, other names, definition and sources."""

from itertools import groupby

from refdesk.blocks.base import FileBlock
from refdesk.blocks.desk import Desk
from refdesk.blocks.shown import pages_naming
from refdesk.problems.suggest import unaccented


class Glossary(FileBlock, marker="glossary"):
    """All terms in alphabetical order; each is a heading, so that search finds it by itself."""

    def render(self, desk: Desk, _: str) -> str:
        """Return the glossary as HTML."""
        called = desk.language.called
        terms = [
            (called(term.en, unaccented(term.pinyin)), term) for term in desk.library.terms.values()
        ]
        terms.sort(key=lambda item: item[0].casefold())
        groups = groupby(terms, lambda item: item[0][0].upper())
        letters = [(letter, [term for _name, term in group]) for letter, group in groups]
        used = pages_naming(desk.site.first, "term")
        return desk.fill("glossary.html", letters=letters, used=used)
