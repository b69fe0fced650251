"""``<!-- glossary -->``: every term, with Chinese, pinyin, other names, definition and sources."""

from refdesk.blocks.base import FileBlock, downloads, find_field, jumps, named_entry, table_files
from refdesk.blocks.desk import Desk
from refdesk.html.language import with_language
from refdesk.html.text import join


class Glossary(FileBlock, marker="glossary"):
    """The glossary in alphabetical order; each entry is a heading, so that search finds it by itself."""

    def render(self, desk: Desk, _: str) -> str:
        """The glossary as HTML."""
        terms = sorted(desk.library.terms.values(), key=lambda term: term.en.casefold())
        entries: list[str] = []
        for term in terms:
            also = f'<p class="rd-aliases">Also: {with_language(", ".join(term.aliases))}</p>' if term.aliases else ""
            entries.append(named_entry(term, term.en, f"<p>{desk.field('glossary', term.id, 'definition')}</p>{also}"))
        letters = jumps("Letters", ((term.en[0].upper(), term.id) for term in terms))
        head = f"<p>{downloads(desk, table_files(self.data))}</p>{find_field('Filter terms', '.rd-entry')}{letters}"
        return f'{head}<div class="rd-glossary">{join(entries)}</div>'
