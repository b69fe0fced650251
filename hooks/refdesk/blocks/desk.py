"""Makes HTML of references and text fields for the page that they stand on."""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from refdesk.blocks.template import fill, macro
from refdesk.data.library import Library
from refdesk.data.models import SeenAddress
from refdesk.data.series import COMPUTED
from refdesk.data.values import Value, find_value
from refdesk.data.wording import counted_kinds, in_unit, short_name, suffix
from refdesk.files.checkout import DOCS
from refdesk.files.docs_tree import relative_url
from refdesk.files.language import Language
from refdesk.files.references import PLAIN_LINK, plain_text
from refdesk.files.yaml import InlineText
from refdesk.html.text import slug, with_language
from refdesk.pages.expanded import Pieces
from refdesk.pages.page import Page
from refdesk.pages.scan import Span, Target
from refdesk.site.site import Site

_LABEL = Markup("\0")  # stands for a label that Markdown is to read
_SIGNS = {"*": "×", "/": "÷", "-": "−", "**": "^"}


@lru_cache(maxsize=2)
def descriptions(library: Library) -> Mapping[str, Markup]:
    """Return the descriptions of all sources by id."""
    sources = library.sources
    seen = {
        one.id: one
        for one in library.entries(SeenAddress).values()
        if one.id in sources and one.address == sources[one.id].address
    }
    filled = fill("source.html", library.language, sources=sources.values(), seen=seen)
    texts = filled.split("\0")
    return dict(zip(sources, (text.strip() for text in texts), strict=False))


def row_id(key: str) -> str:
    """Return the id of a row of a series in its table; that of its figure in a column ends with a
    point and that.
    """
    return f"row-{slug(key)}"


def _quotation(target: Target, language: Language) -> str:
    """Return the words of a source between quotation marks, with what they mean in brackets (''
    without any).
    """
    meaning = language.gettext(" ({})").format(target.meaning) if target.meaning else ""
    return f"“{target.words}”{meaning}" if target.words else ""


@dataclass
class Desk:
    """The context in which a page is expanded: resolves its links and numbers its citations.

    ``holders``, ``citing_pages`` and ``pages_with_series`` come from the module ``shown``;
    ``numbers`` and ``quotes`` are those of the sources that are cited so far.
    An edition without a bibliography lists with each page what its blocks name, too.
    """

    site: Site
    page: Page
    holders: Mapping[tuple[str, str], str]
    citing_pages: Mapping[str, Sequence[str]]
    pages_with_series: Mapping[str, Sequence[str]]
    pieces: Pieces = field(default_factory=Pieces)
    numbers: dict[str, int] = field(default_factory=dict)
    quotes: dict[str, dict[str, None]] = field(default_factory=dict)
    _named: dict[str, Markup] = field(default_factory=dict)  # sources, by their ids, as links

    @property
    def library(self) -> Library:
        """Return the data of the site."""
        return self.site.library

    @property
    def language(self) -> Language:
        """Return the language of the page."""
        return self.site.language

    def fill(self, template: str, **values: object) -> Markup:
        """Return a template of a block as HTML, filled with this desk and with values."""
        return fill(template, self.language, desk=self, **values)

    def _macro(self, name: str) -> Callable[..., Markup]:
        """Return what makes a link of a kind."""
        return macro("links.html", name, self.language)

    def holder(self, kind: str, name: str = "") -> str | None:
        """Return the page that shows a block, or None."""
        return self.holders.get((kind, name))

    def link_to(self, uri: str, fragment: str = "") -> str:
        """Return the address of a page or file of the site, relative to this page; the path may
        name a heading.
        """
        uri, _, heading = uri.partition("#")
        fragment = fragment or heading
        if uri == self.page.uri and fragment:
            return f"#{fragment}"
        tree = self.site.tree
        # what is made has its path for an address
        target = tree.url(uri) if uri in tree.files else uri
        return relative_url(target, tree.url(self.page.uri)) + (f"#{fragment}" if fragment else "")

    def link(self, address: str, label: str) -> Markup:
        """Return a link."""
        return self._macro("link")(address, label)

    def page_link(self, uri: str, fragment: str = "") -> Markup:
        """Return a link to a page with its title; the path if there is no such page."""
        page = self.site.pages.get(uri)
        return escape(uri) if page is None else self.link(self.link_to(uri, fragment), page.title)

    def value(self, path: str) -> Markup:
        """Return a cell with unit and year, linked to it; the path if there is no such cell."""
        found = find_value(self.library, path)
        if not isinstance(found, Value):
            return escape(path)
        # of what stands before it
        digits = self.language.number(in_unit(found.number, found.unit, self.language))
        link = self._value_link(found, f"{digits}{suffix(found.unit, self.language)}")
        if not found.year:
            return link
        return escape(self.language.gettext("{value} ({at})")).format(value=link, at=found.year)

    def formula(self, text: str) -> Markup:
        """Return a formula with its numbers, each linked to its row."""
        parts = self._formula(text)
        return Markup().join(
            escape(part) if isinstance(part, str) else self._value_link(*part) for part in parts
        )

    def _formula(self, text: str) -> Iterator[str | tuple[Value, str]]:
        """Yield the parts of a formula: text, and values with the numbers that they hold."""
        parts = re.split(
            r"(value:[^\s(),]+)",
            re.sub(" (\\*\\*|[-*/]) ", lambda sign: f" {_SIGNS[sign[1]]} ", text),
        )
        for at, part in enumerate(parts):
            found = find_value(self.library, part.removeprefix("value:")) if at % 2 else None
            yield (
                part
                if not at % 2
                else (found, found.cell.text)
                if isinstance(found, Value)
                else "…"
            )

    def row_link(self, value: Value, label: str, about: str = "") -> Markup:
        """Return a number as a link to its cell in a series; ``about`` is shown beside it."""
        holder, cell_id = (
            self.holder("series", value.series.id),
            f"{row_id(value.key)}.{value.column}",
        )
        address = self.link_to(holder, cell_id) if holder is not None else ""
        return self._macro("value")(address, label, about)

    @property
    def bibliography(self) -> str | None:
        """Return the page of this edition that lists all sources, or None."""
        holder = self.holder("bibliography")
        return holder if holder in self.site.published else None

    @property
    def listed_sources(self) -> Sequence[str]:
        """Return the ids of the sources that the page itself lists: those that it cites first."""
        if self.bibliography == self.holder("bibliography"):
            return [*self.numbers]
        return [key for key in {**self.numbers, **self._named} if key in self.library.sources]

    def source(self, source_id: str) -> Markup:
        """Return a source by publisher and year, linked to where the edition lists it."""
        if source_id not in self._named:  # a table names one in many rows
            source, holder = self.library.sources.get(source_id), self.bibliography
            label = short_name(source, self.language) if source is not None else source_id
            if holder is not None:
                address = self.link_to(holder, f"source-{source_id}")
            else:
                address = f"#ref-{source_id}" if source is not None else ""
            self._named[source_id] = self.link(address, label) if address else escape(label)
        return self._named[source_id]

    def field(self, data: str, entry_id: str, name: str) -> Markup:
        """Return a text field of an entry as HTML ('' if the entry has none)."""
        inlines = self.library.files[data].inlines(entry_id)
        return next(
            (self.inline(inline) for inline in inlines if inline.path[-1] == name), Markup()
        )

    def records(self, data: str, entry_id: str, name: str) -> list[tuple[Any, Markup]]:
        """Return the records in a field of an entry, each with its text as HTML."""
        return [
            (one, self.inline(text))
            for one, text in self.library.files[data].records(entry_id, name)
        ]

    def place(self, data: str, entry_id: str) -> str:
        """Return where an entry stands, as code hosts name it: the file below docs/, ``#L``, the
        line.
        """
        file = self.library.files[data]
        path = file.paths[entry_id]
        place = file.yaml_at(path).place(path)
        return f"{place.path.removeprefix(f'{DOCS}/')}#L{place.line}"

    def inline(self, inline: InlineText) -> Markup:
        """Return a text field as HTML: references are expanded, links resolved from docs/, all else
        is escaped.
        """
        found = self.site.scan_inline(inline)
        marks = [
            (*link.span(), self._plain_link(link)) for link in PLAIN_LINK.finditer(found.masked)
        ]
        marks += [(span.start, span.end, self._reference(span)) for span in found.spans]
        parts: list[Markup] = []
        at = 0
        for start, end, html in sorted(marks):
            parts += [with_language(inline.text[at:start]), html]
            at = end
        return Markup().join([*parts, with_language(inline.text[at:])])

    def _reference(self, span: Span) -> Markup:
        return (
            self.citation(span)
            if span.kind == "citation"
            else self._labelled(span, with_language(span.label))
        )

    def around(self, span: Span) -> tuple[Markup, Markup]:
        """Return the HTML before and behind the label of a term or a value; ('', '') where it leads
        nowhere.
        """
        before, _, behind = self._labelled(span, _LABEL).rpartition(_LABEL)
        return before, behind

    def _labelled(self, span: Span, label: Markup) -> Markup:
        target = span.targets[0].name
        if span.kind == "value":
            found = find_value(self.library, target)
            return self._value_link(found, label) if isinstance(found, Value) else label
        term, holder = self.library.terms.get(target), self.holder("glossary")
        if term is None or holder is None:
            return label
        pinyin = "" if self.language.is_chinese else term.pinyin
        tip = f"{term.zh} · {pinyin} · {plain_text(term.definition)}"
        return self._macro("term")(self.link_to(holder, target), label, tip)

    def citation(self, span: Span) -> Markup:
        """Return a citation with the numbers of its sources on this page."""
        sources = [self.library.sources.get(target.name) for target in span.targets]
        cited: list[tuple[Target, str, int, bool]] = []
        for target, source in zip(span.targets, sources, strict=True):
            is_first = target.name not in self.numbers
            number = (
                self.numbers.setdefault(target.name, len(self.numbers) + 1)
                if source is not None
                else 0
            )
            quote = _quotation(target, self.language)
            cited.append((target, quote, number, is_first))
            if quote:
                self.quotes.setdefault(target.name, {})[quote] = None
        is_weak = all(source is not None and source.custom.weak for source in sources)
        return self._macro("citation")(cited, is_weak)

    def _value_link(self, value: Value, label: str) -> Markup:
        series, row = value.series, value.series.rows[value.key]
        gettext = self.language.gettext
        if series.id == COMPUTED:
            parts = self._formula(row["formula"].text)
            formula = "".join(part if isinstance(part, str) else part[1] for part in parts)
            about = gettext("{title}: {value}. Computed: {formula}").format(
                title=row["title"].text, value=value, formula=formula
            )
        else:
            source = self.library.sources.get(row["source"].text) if "source" in row else None
            title, name = series.spec.columns[value.column].title, series.name_of(value.key)
            about = gettext("{name}, {at}: {value}").format(name=title, at=name, value=value)
            if source is not None:
                about += gettext(". Source: {}").format(source.publisher)
                if source.issued:
                    about += gettext(", {}").format(self.language.date(source.issued))
        return self.row_link(value, label, about)

    def _plain_link(self, match: re.Match[str]) -> Markup:
        target = match["target"]
        if "://" not in target:
            path, _, fragment = target.partition("#")
            target = self.link_to(posixpath.normpath(path), fragment)
        return self.link(target, match["label"])

    def moved_list(self) -> str:
        """Return an element with the id of each former heading or row of the page and a link to its
        new place.
        """
        html = self.fill("moved.html")
        return self.pieces.block(html) if html else ""

    def reference_list(self) -> str:
        """Return the numbered list of the sources of the page, below a heading ('' if it has
        none).
        """
        if not (listed := self.listed_sources):
            return ""
        cited = [self.library.sources[key] for key in listed]
        listed = self.fill(
            "references.html",
            listed=listed,
            count=counted_kinds(cited, self.language),
            described=descriptions(self.library),
        )
        title = self.language.gettext("References")
        return f"\n\n## {title} {{ #references }}{self.pieces.block(listed)}"
