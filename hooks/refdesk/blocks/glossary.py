"""``<!-- glossary -->``: every term, with Chinese, pinyin, other names, definition and sources."""

from __future__ import annotations

from refdesk.blocks.base import FileBlock, anchor, downloads, table_files
from refdesk.blocks.desk import Desk
from refdesk.data.models import Term
from refdesk.html.text import address, escape, join, with_language


class Glossary(FileBlock):
    """The glossary in alphabetical order; each entry is a heading, so that search finds it by itself."""

    data = "glossary"

    def render(self, desk: Desk, _: str) -> str:
        """The glossary as HTML."""
        terms = sorted(desk.library.terms.values(), key=lambda term: term.en.casefold())
        entries = join(_entry(desk, term) for term in terms)
        return f'<div class="rd-glossary"><p>{downloads(desk, table_files(self.data))}</p>{entries}</div>'


def _entry(desk: Desk, term: Term) -> str:
    file = desk.library.files["glossary"]
    definition = next(file.inlines(term.id))
    aliases = f'<p class="rd-aliases">Also: {with_language(", ".join(term.aliases))}</p>' if term.aliases else ""
    return (
        f'<section class="rd-entry"><h3 id="{address(term.id)}">{escape(term.en)} '
        f'<span lang="zh-Hans">{escape(term.zh)}</span>{anchor(term.id, f"Link to {term.en}")}</h3>'
        f'<p class="rd-pinyin" lang="zh-Latn-pinyin">{escape(term.pinyin)}</p>'
        f"<p>{desk.inline(definition)}</p>{aliases}</section>"
    )
