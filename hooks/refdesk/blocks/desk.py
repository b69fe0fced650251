"""Turns references and text fields into HTML for the page that they stand on."""

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from refdesk.data.library import Library
from refdesk.data.plain_text import plain_text
from refdesk.data.series import COMPUTED
from refdesk.data.sources import describe, short_name
from refdesk.data.values import Value, find_value
from refdesk.files.docs_tree import relative_url
from refdesk.files.yaml import InlineText
from refdesk.html.language import with_language
from refdesk.html.text import WEAK, escape, join, slug
from refdesk.pages.expanded import Pieces
from refdesk.pages.page import Page
from refdesk.pages.scan import PLAIN_LINK, Span
from refdesk.site.site import Site

_LABEL = "\0"  # stands for a label that is not made here
_SIGNS = {"*": "×", "/": "÷", "-": "−", "**": "^"}


def row_id(key: str) -> str:
    """Returns the id of a row of a series in its table."""
    return f"row-{slug(key)}"


@dataclass
class Desk:
    """The context in which a page is expanded: resolves its links and numbers its citations.

    ``holders``, ``citing_pages`` and ``pages_with_series`` come from the module ``shown``.
    """

    site: Site
    page: Page
    holders: Mapping[tuple[str, str], str]
    citing_pages: Mapping[str, Sequence[str]]
    pages_with_series: Mapping[str, Sequence[str]]
    pieces: Pieces = field(default_factory=Pieces)
    _numbers: dict[str, int] = field(default_factory=dict)

    @property
    def library(self) -> Library:
        """The data of the site."""
        return self.site.library

    def holder(self, kind: str, name: str = "") -> str | None:
        """Returns the page that shows a block, or None."""
        return self.holders.get((kind, name))

    def link_to(self, uri: str, fragment: str = "") -> str:
        """Returns the address of a page or file of the site, relative to this page."""
        if uri == self.page.uri and fragment:
            return f"#{fragment}"
        tree = self.site.tree
        target = tree.url(uri) if uri in tree.files else uri  # what is made has its path for an address
        return relative_url(target, tree.url(self.page.uri)) + (f"#{fragment}" if fragment else "")

    def page_link(self, uri: str, fragment: str = "") -> str:
        """Returns a link to a page with its title; the escaped path if there is no such page."""
        page = self.site.pages.get(uri)
        if page is None:
            return escape(uri)
        return f'<a href="{escape(self.link_to(uri, fragment))}">{escape(page.title)}</a>'

    def value(self, path: str) -> str:
        """Returns a cell with unit and year, linked to its row; the escaped path if there is no such cell."""
        found = find_value(self.library, path)
        if not isinstance(found, Value):
            return escape(path)
        year = next((f" ({part})" for part in found.key.split("/") if re.fullmatch(r"\d{4}", part)), "")
        return self._value_link(found, escape(str(found))) + year

    def formula(self, text: str, *, is_plain: bool = False) -> str:
        """Returns a formula with its numbers, each linked to its row, or as plain text."""
        parts = re.split(r"(value:[^\s(),]+)", re.sub(" (\\*\\*|[-*/]) ", lambda sign: f" {_SIGNS[sign[1]]} ", text))
        found = (find_value(self.library, part.removeprefix("value:")) for part in parts[1::2])
        numbers = ((one, one.cell.text) if isinstance(one, Value) else (None, "…") for one in found)
        parts[1::2] = [text if is_plain or one is None else self._value_link(one, text) for one, text in numbers]
        return "".join(part if is_plain or at % 2 else escape(part) for at, part in enumerate(parts))

    def row_link(self, series: str, key: str, label: str, attributes: str = "") -> str:
        """Returns a number as a link to its row in a series."""
        holder = self.holder("series", series)
        if holder is None:
            return f'<span class="rd-value"{attributes}>{label}</span>'
        return f'<a class="rd-value" href="{escape(self.link_to(holder, row_id(key)))}"{attributes}>{label}</a>'

    def source(self, source_id: str) -> str:
        """Returns a source by publisher and year, linked to its entry in the bibliography."""
        source = self.library.sources.get(source_id)
        holder = self.holder("bibliography")
        label = short_name(source) if source is not None else source_id
        if holder is None:
            return escape(label)
        return f'<a href="{escape(self.link_to(holder, f"source-{source_id}"))}">{with_language(label)}</a>'

    def field(self, data: str, entry_id: str, name: str) -> str:
        """Returns a text field of an entry as HTML ('' if the entry has none)."""
        inlines = self.library.files[data].inlines(entry_id)
        return next((self.inline(inline) for inline in inlines if inline.path[-1] == name), "")

    def inline(self, inline: InlineText) -> str:
        """Returns a text field as HTML: references are expanded, links resolved from docs/, all else is escaped."""
        found = self.site.scan_inline(inline)
        links = [m for m in PLAIN_LINK.finditer(found.masked) if m["target"].partition(":")[0] not in {"term", "value"}]
        marks: list[tuple[int, int, Span | re.Match[str]]] = [(span.start, span.end, span) for span in found.spans]
        marks += [(match.start(), match.end(), match) for match in links]
        parts: list[str] = []
        at = 0
        for start, end, mark in sorted(marks, key=lambda mark: mark[0]):
            parts.append(with_language(inline.text[at:start]))
            parts.append(self._reference(mark) if isinstance(mark, Span) else self._plain_link(mark))
            at = end
        return join([*parts, with_language(inline.text[at:])])

    def _reference(self, span: Span) -> str:
        if span.kind == "citation":
            return self.citation(span)
        before, behind = self.around(span)
        return f"{before}{escape(span.label)}{behind}"

    def around(self, span: Span) -> tuple[str, str]:
        """Returns the HTML before and behind the label of a term or a value; ('', '') where it leads nowhere."""
        target = span.targets[0].name
        if span.kind == "value":
            found = find_value(self.library, target)
            link = self._value_link(found, _LABEL) if isinstance(found, Value) else _LABEL
        elif (term := self.library.terms.get(target)) is not None and (holder := self.holder("glossary")) is not None:
            tip = escape(f"{term.zh} · {term.pinyin} · {plain_text(term.definition)}")
            link = f'<a class="rd-term" href="{escape(self.link_to(holder, target))}" data-tip="{tip}">{_LABEL}</a>'
        else:
            link = _LABEL
        before, _, behind = link.partition(_LABEL)
        return before, behind

    def citation(self, span: Span) -> str:
        """Returns a citation with the numbers of its sources on this page."""
        items: list[str] = []
        sources = [self.library.sources.get(target.name) for target in span.targets]
        is_weak = all(source is not None and source.custom.weak for source in sources)
        for target in span.targets:
            if target.name not in self.library.sources:
                items.append(escape(f"@{target.name}"))
                continue
            is_first = target.name not in self._numbers
            number = self._numbers.setdefault(target.name, len(self._numbers) + 1)
            back = f' id="cite-{number}"' if is_first else ""
            locator = f'<span class="rd-locator">, {escape(target.locator)}</span>' if target.locator else ""
            # site.js shows the reference from the list at the end of the page.
            items.append(f'<a href="#ref-{escape(target.name)}"{back}>{number}</a>{locator}')
        weak = f'<span class="{WEAK}">, weak</span>' if is_weak else ""
        return f'<span class="rd-cite" data-search-exclude>&#91;{"; ".join(items)}{weak}&#93;</span>'

    def _value_link(self, value: Value, label: str) -> str:
        series, row = value.series, value.series.rows[value.key]
        if series.id == COMPUTED:
            about = f"{row['title'].text}: {value}. Computed: {self.formula(row['formula'].text, is_plain=True)}"
        else:
            source = self.library.sources.get(row["source"].text) if "source" in row else None
            about = f"{series.spec.columns[value.column].title}, {value.key.replace('/', ', ')}: {value}"
            if source is not None:
                about += f". Source: {source.publisher}{f', {source.issued}' if source.issued else ''}"
        return self.row_link(series.id, value.key, label, f' title="{escape(about)}"')

    def _plain_link(self, match: re.Match[str]) -> str:
        target, label = match["target"], with_language(match["label"])
        if "://" in target:
            return f'<a href="{escape(target)}" rel="noopener">{label}</a>'
        path, _, fragment = target.partition("#")
        return f'<a href="{escape(self.link_to(posixpath.normpath(path), fragment))}">{label}</a>'

    def moved_list(self) -> str:
        """Returns an element with the id of each former heading or row of the page and a link to its new place."""
        lines: list[str] = []
        for fragment, target in self.site.moved_from(self.page.uri).items():
            path, _, there = target.partition("#")
            if path in self.site.pages:
                about = f'<p class="rd-moved" id="{escape(fragment)}" data-search-exclude>'
                lines.append(f"{about}This part has moved to: {self.page_link(path, there)}</p>")
        return self.pieces.block(join(lines)) if lines else ""

    def reference_list(self) -> str:
        """Returns the numbered list of the sources that the page cites, below a heading ('' if it cites none)."""
        if not self._numbers:
            return ""
        items: list[str] = []
        for key, number in self._numbers.items():
            holder, pages = self.holder("bibliography"), len(self.citing_pages.get(key, ()))
            link = escape(self.link_to(holder or "", f"source-{key}"))
            others = f' <a class="rd-cited" href="{link}">cited on {pages} pages</a>' if holder and pages > 1 else ""
            back = f'<a class="rd-back" href="#cite-{number}" aria-label="Back to the text">&#8617;</a>'
            items.append(f'<li id="ref-{escape(key)}">{describe(self.library.sources[key])}{others} {back}</li>')
        listed = f'<ol class="rd-references" data-search-exclude>{join(items)}</ol>'
        return f"\n\n## References {{ #references }}{self.pieces.block(listed)}"
