"""``<!-- timeline: policy -->``, ``export-controls`` or ``all``: dated events in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from refdesk.blocks.base import Block, anchor, downloads, field_of, filters, table_files
from refdesk.blocks.desk import Desk
from refdesk.data.dates import spoken_date
from refdesk.data.entries import InlineText
from refdesk.data.library import Library
from refdesk.data.models import Control, Event
from refdesk.html.text import address, escape, join, with_language

FILES = {
    "policy": ("timeline",),
    "export-controls": ("export_controls",),
    "all": ("timeline", "export_controls"),
}


class Timeline(Block):
    """A list of events, oldest first, filterable by kind."""

    def names(self, library: Library) -> Iterable[str]:
        """The timelines whose data files the site has."""
        return [name for name, files in FILES.items() if all(file in library.files for file in files)]

    def inlines(self, library: Library, name: str) -> Iterator[InlineText]:
        """The texts of the events."""
        files = [library.files[data] for data in FILES[name]]
        return (inline for file in files for entry_id in file.entries for inline in file.inlines(entry_id))

    def render(self, desk: Desk, name: str) -> str:
        """The timeline as HTML."""
        events: list[tuple[str, Event | Control]] = []
        if "timeline" in FILES[name]:
            events += [("timeline", event) for event in desk.library.entries("timeline", Event).values()]
        if "export_controls" in FILES[name]:
            events += [("export_controls", step) for step in desk.library.entries("export_controls", Control).values()]
        events.sort(key=lambda item: item[1].date)
        counts = Counter(_kind(event) for _, event in events)
        choices = [(kind, kind.capitalize(), count) for kind, count in sorted(counts.items())]
        items = join(_item(desk, data, event) for data, event in events)
        names = {data: "" if len(FILES[name]) == 1 else data.replace("_", " ") for data in FILES[name]}
        files = [file for data, shown in names.items() for file in table_files(data, shown)]
        return (
            f'<figure class="rd-figure rd-events" id="timeline-{name}">{filters("Show events by kind", choices)}'
            f'<ol class="rd-timeline">{items}</ol><figcaption>{downloads(desk, files)}</figcaption></figure>'
        )


def _kind(event: Event | Control) -> str:
    return event.kind if isinstance(event, Event) else f"export controls: {event.kind}"


def _item(desk: Desk, data: str, event: Event | Control) -> str:
    text = field_of(desk.library.files[data].inlines(event.id), "text")
    who = f"{event.by}, {event.kind}" if isinstance(event, Control) else event.kind
    chinese = f' <span lang="zh-Hans">{escape(event.zh)}</span>' if event.zh else ""
    element_id = f"event-{event.id}"
    return (
        f'<li id="{address(element_id)}" data-kind="{escape(_kind(event))}"><p class="rd-when">'
        f'<time datetime="{event.date}">{spoken_date(event.date)}</time> <span class="rd-kind">{escape(who)}</span></p>'
        f"<p><strong>{with_language(event.title)}</strong>{chinese}{anchor(element_id, f'Link to {event.title}')}</p>"
        f"<p>{desk.inline(text) if text else ''}</p></li>"
    )
