"""``<!-- hub: NAME -->``: the record box of a regional hub."""

from collections.abc import Iterable

from refdesk.blocks.base import Block
from refdesk.blocks.desk import Desk
from refdesk.data.models import Hub
from refdesk.files.yaml import InlineText
from refdesk.html.language import with_language
from refdesk.html.text import escape, join


class HubRecord(Block, marker="hub", data="hubs"):
    """Titles, facilities, laboratories, fields and key numbers of one hub."""

    def render(self, desk: Desk, name: str) -> str:
        """The record as HTML."""
        hub = desk.library.entries("hubs", Hub)[name]
        inlines = list(desk.library.files["hubs"].inlines(name))
        rows = {
            "Province": with_language(hub.province),
            "Titles": _records(desk, inlines, "designations", hub.designations),
            "Facilities": _records(desk, inlines, "facilities", hub.facilities),
            "National laboratories named": with_language(", ".join(hub.laboratories)),
            "Fields": with_language(", ".join(hub.fields)),
            "R&D intensity": desk.value(hub.intensity) if hub.intensity else "",
            "Basic-research share": desk.value(hub.basic_share) if hub.basic_share else "",
        }
        facts = ((escape(label), content) for label, content in rows.items() if content)
        body = join(f"<div><dt>{label}</dt><dd>{content}</dd></div>" for label, content in facts)
        return (
            f'<aside class="rd-record" id="hub-{escape(name)}" aria-label="Record: {escape(hub.name)}">'
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
    return f"<ul>{join(items)}</ul>" if items else ""
