"""The entries of the index: pages, headings, terms, institutions, claims, events, sources, rows,
with their names.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from lxml.html import HtmlElement as Element

from refdesk.blocks.shown import holder
from refdesk.data.entries import names_of
from refdesk.data.library import Library
from refdesk.data.models import Entry as DataEntry
from refdesk.data.models import Hub, Institution, SearchWords, Source, Technology, Term
from refdesk.data.series import Series
from refdesk.problems.suggest import unaccented
from refdesk.search.sections import Section, read_sections
from refdesk.site.site import Site

_KINDS = frozenset({"claim", "event", "source"})  # each also begins the ids of its entries
# Full stops between which a title was removed.
_STOPS = re.compile(r"\.(?:\s*\.)+")


class PageHtml(NamedTuple):
    """A rendered page: its address, its title, the titles of the sections above it, its content."""

    url: str
    title: str
    trail: tuple[str, ...]
    content: Element


class Entry(NamedTuple):
    """An entry of the index. ``names`` are shown in results; ``keywords`` lead to it and are never
    shown.
    """

    page: str
    anchor: str
    kind: str
    heading: str
    text: str
    names: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


def read_entries(site: Site, pages: Mapping[str, PageHtml]) -> Iterator[Entry]:
    """Yield every entry of the site in the order of its pages; an event that stands on several
    pages only once.
    """
    shown = _shown_entries(site)
    by_page = site.library.entries(SearchWords)
    events: set[str] = set()
    for uri, page in pages.items():
        top, *rest = read_sections(page.content)
        words = by_page.get(uri)
        lead = f"{site.pages[uri].description} {top.text}".lstrip()
        yield _of_page(site, Entry(uri, "", "page", page.title, lead, keywords=_phrases(words)))
        for section in rest:
            entry = _of_section(site.library, uri, section, shown.get((uri, section.anchor)))
            if entry.anchor in events or (section.anchor == "references" and not section.text):
                continue
            if entry.kind == "event":
                events.add(entry.anchor)
            if asked := _phrases(words, section.anchor):
                entry = entry._replace(keywords=_unique([*entry.keywords, *asked]))
            aside = site.pages[uri].is_about_site and entry.kind == "section"
            yield entry._replace(kind="note") if aside else entry


def _phrases(words: SearchWords | None, part: str = "") -> tuple[str, ...]:
    """Return the phrases under which readers may look for a page or a part of it."""
    return tuple(phrase for _, phrase in words.phrases(part)) if words is not None else ()


def _shown_entries(site: Site) -> Mapping[tuple[str | None, str], DataEntry]:
    """Map the page and the id of the row of each entry of the data that has names, where it is
    shown, to the entry.
    """
    library = site.library
    shown = [(name, holder(site, name), "") for name in library.files]
    shown += [
        (spec.data, holder(site, "table", spec.id), f"{spec.id}-")
        for spec in library.tables.values()
    ]
    return {
        (page, f"{prefix}{key}"): entry
        for name, page, prefix in shown
        for key, entry in library.files[name].entries.items()
        if names_of(entry)
    }


def _of_page(site: Site, entry: Entry) -> Entry:
    """Return the entry of a page with the names of its hub, its terms, its technologies and the
    rows of its series.
    """
    library, rows = site.library, list[str]()
    entry = _with_hub(library, entry)
    names, others = entry.names, [*entry.keywords]
    title = site.first.pages[entry.page].title.casefold()
    for term in site.first.library.terms.values():
        if title in {name.casefold() for name in (term.en, *term.aliases)}:
            others += names_of(term)
    for key, technology in library.entries(Technology).items():
        if holder(site, "technology", key) == entry.page:
            others += names_of(technology)
    for series in library.series.values():
        if holder(site, "series", series.id) == entry.page:
            rows += chain(*bilingual(series))
    text = "\n".join(filter(None, [entry.text, ", ".join(_unique(rows))]))
    return entry._replace(text=text, keywords=_unique(n for n in others if n not in names))


def _with_hub(library: Library, entry: Entry) -> Entry:
    """Return the entry of a page or a section with the names of the hub that it is about, if it is
    about one.
    """
    place = f"{entry.page}#{entry.anchor}" if entry.anchor else entry.page
    hub = next((hub for hub in library.entries(Hub).values() if hub.page == place), None)
    if hub is None:
        return entry
    zh, pinyin = parts(hub.zh), parts(hub.pinyin)
    names = _unique([*zh[:1], *pinyin[:1]])
    others = [*parts(hub.name), *zh[1:], *pinyin[1:], *parts(hub.province.replace(" and ", ", "))]
    return entry._replace(names=names, keywords=_unique([*entry.keywords, *others]))


def _of_section(library: Library, uri: str, section: Section, shown: DataEntry | None) -> Entry:
    """Return the entry of a section with its names; ``shown`` is the entry of the data that it
    shows, if any.
    """
    anchor = section.anchor
    prefix, _, key = anchor.partition("-")
    # An entry of the catalogue summarises the page of its series.
    kind = "row" if section.is_entry or anchor.startswith("catalogue-") else "section"
    entry = Entry(uri, anchor, kind, section.heading, section.text)
    if shown is not None:
        first, *others = names_of(shown)
        names = _unique([*(parts(first) if isinstance(shown, Institution) else [first]), *others])
        initials = tuple(short for short in _initials(names[0]) if short not in names)
        kind = type(shown).__name__.lower() if isinstance(shown, Term | Institution) else kind
        return entry._replace(kind=kind, names=names, keywords=initials)
    if section.is_entry and prefix in _KINDS:
        entry = entry._replace(kind=prefix)
        return (
            _of_source(entry, library.sources[key])
            if prefix == "source" and key in library.sources
            else entry
        )
    return _with_hub(library, entry)


def bilingual(series: Series) -> Iterator[tuple[str, str]]:
    """Yield the English and Chinese names in the rows of a series, such as those of provinces."""
    for column in series.spec.columns:
        if f"{column}_zh" in series.spec.columns:
            yield from (
                (row[column].text, row[f"{column}_zh"].text) for row in series.rows.values()
            )


def _of_source(entry: Entry, source: Source) -> Entry:
    """Return the entry of a source with its title as heading and the rest of the list item
    as text.
    """
    gloss = source.custom.gloss
    text = entry.text.replace(f"[{gloss or source.title}]", "", 1)
    return entry._replace(
        heading=source.title,
        text=_STOPS.sub(".", text).lstrip(" ."),
        names=(gloss,) if gloss else (),
        keywords=_unique(_publishers(source)),
    )


def _publishers(source: Source) -> Iterator[str]:
    """Yield the names of the publishers of a source, in full and abbreviated: ``Associated Press``,
    AP.
    """
    keeper = source.custom.copy_at if source.custom.copy_url and not source.url else None
    for name in filter(None, (source.publisher, source.container_title, keeper)):
        for part in re.split(r"[(（)）;/]|,? (?:summarising|translating) |, ", name):
            short = re.sub(r"^(The|U\.S\.) |新闻$", "", part.strip())
            if short:
                yield short
                yield from _initials(short, least=2)


def parts(text: str) -> list[str]:
    """Split a name into the one before the brackets and those in them."""
    found = [part.strip() for part in re.split(r"[(（）)、;；,，]", text)]
    return [part for part in found if part]


def _initials(name: str, least: int = 3) -> Iterator[str]:
    """Yield the initials of a name with and without “of”: ``National People's Congress``, NPC."""
    words = [
        word
        for word in re.findall(r"[A-Za-z][\w’']*", name)
        if word not in {"the", "and", "for", "in"}
    ]
    for kept in ([word for word in words if word != "of"], words):
        letters = "".join(word[0] for word in kept)
        if len(letters) >= least and all(word[0].isupper() or word == "of" for word in kept):
            yield letters.upper()


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    """Remove names that differ from an earlier one in spaces, case and accents alone."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(unaccented(name.replace(" ", "")), name)
    return tuple(found.values())
