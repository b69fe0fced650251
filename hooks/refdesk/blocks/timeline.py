"""``<!-- timeline: policy -->``, ``export-controls`` or ``all``: dated events in order."""

from collections import Counter

from refdesk.blocks.base import FileBlock, anchor, downloads, figure, filters, find_field, jumps, table_files
from refdesk.blocks.desk import Desk
from refdesk.data.dates import spoken_date
from refdesk.data.models import Control, Event
from refdesk.html.language import with_language
from refdesk.html.text import escape, join

FILES = {
    "policy": ("timeline",),
    "export-controls": ("export_controls",),
    "all": ("timeline", "export_controls"),
}


class Timeline(FileBlock, marker="timeline"):
    """A list of events, with filters by kind and by text; the list of all events begins with the newest."""

    shown = FILES

    def render(self, desk: Desk, name: str) -> str:
        """The timeline as HTML."""
        known = [(data, one) for data in FILES[name] for one in desk.library.files[data].entries.values()]
        events = [(data, one) for data, one in known if isinstance(one, Event | Control)]
        events.sort(key=lambda item: item[1].date, reverse=name == "all")
        counts = Counter(_kind(event) for _, event in events)
        choices = [(kind, kind.capitalize(), count) for kind, count in sorted(counts.items())]
        items = join(_item(desk, data, event) for data, event in events)
        several = len(FILES[name]) > 1
        files = [one for data in FILES[name] for one in table_files(data, data.replace("_", " ") if several else "")]
        years = jumps("Years", ((event.date[:4], f"event-{event.id}") for _, event in events))
        by_text = find_field("Filter events", ".rd-timeline > li")
        shown = f'{filters("Show events by kind", choices)}{by_text}{years}<ol class="rd-timeline">{items}</ol>'
        return figure(f"timeline-{name}", shown, downloads(desk, files), "rd-events")


def _kind(event: Event | Control) -> str:
    return event.kind if isinstance(event, Event) else f"export controls: {event.kind}"


def _item(desk: Desk, data: str, event: Event | Control) -> str:
    who = f"{event.by}, {event.kind}" if isinstance(event, Control) else event.kind
    chinese = f' <span lang="zh-Hans">{escape(event.zh)}</span>' if event.zh else ""
    element_id = f"event-{event.id}"
    return (
        f'<li id="{escape(element_id)}" data-kind="{escape(_kind(event))}"><p class="rd-when">'
        f'<time datetime="{event.date}">{spoken_date(event.date)}</time> <span class="rd-kind">{escape(who)}</span></p>'
        f"<p><strong>{with_language(event.title)}</strong>{chinese}{anchor(element_id, f'Link to {event.title}')}</p>"
        f"<p>{desk.field(data, event.id, 'text')}</p></li>"
    )
