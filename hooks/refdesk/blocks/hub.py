"""``<!-- hub: NAME -->``: the record box of a regional hub."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from refdesk.blocks.base import Desk
from refdesk.data.entries import InlineText
from refdesk.data.library import Library
from refdesk.data.models import Hub
from refdesk.html.text import address, escape, join, with_language


class HubRecord:
    """Titles, facilities, laboratories, fields and key numbers of one hub."""

    def names(self, library: Library) -> Iterable[str]:
        """The ids of the hubs."""
        return library.entries("hubs", Hub)

    def accepts(self, library: Library, name: str) -> bool:
        """Whether hubs.yml has the hub."""
        return name in library.entries("hubs", Hub)

    def is_broken(self, library: Library, name: str) -> bool:
        """Whether hubs.yml has a mistake in the hub."""
        return name not in self.names(library) and library.is_known("hubs", name)

    def inlines(self, library: Library, name: str) -> Iterator[InlineText]:
        """The text fields of the hub."""
        yield from library.files["hubs"].inlines(name)

    def sources(self, library: Library, name: str) -> Iterator[str]:
        """None beyond the citations."""
        del library, name
        return iter(())

    def render(self, desk: Desk, name: str) -> str:
        """The record as HTML."""
        hub = desk.library.entries("hubs", Hub)[name]
        inlines = list(desk.library.files["hubs"].inlines(name))
        rows = [("Province", with_language(hub.province))]
        rows += [("Titles", _records(desk, inlines, "designations", hub.designations))] if hub.designations else []
        rows += [("Facilities", _records(desk, inlines, "facilities", hub.facilities))] if hub.facilities else []
        rows += (
            [("National laboratories named", with_language(", ".join(hub.laboratories)))] if hub.laboratories else []
        )
        rows += [("Fields", with_language(", ".join(hub.fields)))] if hub.fields else []
        rows += [("R&D intensity", desk.value(hub.intensity))] if hub.intensity else []
        rows += [("Basic-research share", desk.value(hub.basic_share))] if hub.basic_share else []
        missing = next((inline for inline in inlines if inline.path[-1] == "not_found"), None)
        rows += [("Not found", desk.inline(missing))] if missing is not None else []
        body = join(f"<div><dt>{escape(label)}</dt><dd>{content}</dd></div>" for label, content in rows)
        return (
            f'<aside class="rd-record" id="hub-{address(name)}" aria-label="Record: {escape(hub.name)}">'
            f'<p class="rd-record-title">{with_language(hub.name)} <span lang="zh-Hans">{escape(hub.zh)}</span> '
            f'<span class="rd-pinyin" lang="zh-Latn-pinyin">{escape(hub.pinyin)}</span></p><dl>{body}</dl></aside>'
        )


def _records(desk: Desk, inlines: list[InlineText], name: str, records: Iterable[object]) -> str:
    texts = {i.path[-2]: i for i in inlines if len(i.path) >= 3 and i.path[-3] == name}
    items: list[str] = []
    for index, record in enumerate(records):
        label = str(getattr(record, "title", None) or getattr(record, "name", ""))
        chinese = getattr(record, "zh", None)
        zh = f' <span lang="zh-Hans">{escape(chinese)}</span>' if chinese else ""
        text = desk.inline(texts[index]) if index in texts else ""
        items.append(f"<li><strong>{with_language(label)}</strong>{zh}: {text}</li>")
    return f"<ul>{join(items)}</ul>"
