"""``<!-- timeline: all -->`` or ``export-controls``: dated events in order."""

from collections import Counter
from itertools import groupby

from refdesk.blocks.base import FileBlock
from refdesk.blocks.desk import Desk
from refdesk.blocks.template import fill, table_files
from refdesk.data.models import Control, Event

_FILES = {"export-controls": ("export_controls",), "all": ("timeline", "export_controls")}  # by name in a marker


class Timeline(FileBlock, marker="timeline", shown=_FILES):
    """Dated events, `export-controls` or `all`; that of all begins with the newest."""

    def render(self, desk: Desk, name: str) -> str:
        """Return the timeline as HTML, with filters by kind and by text."""
        data = self.shown[name]
        known = [(one, event) for one in data for event in desk.library.files[one].entries.values()]
        events = [(one, event, *_kind(event)) for one, event in known if isinstance(event, Event | Control)]
        events.sort(key=lambda item: item[1].date, reverse=name == "all")
        counts = Counter(kind for _, _, kind, _ in events)
        choices = [(kind, kind.capitalize(), count) for kind, count in sorted(counts.items())]
        return fill(
            "timeline.html",
            desk=desk,
            name=name,
            choices=[("", "All", len(events)), *choices],
            years=[(year, list(group)) for year, group in groupby(events, lambda item: item[1].date[:4])],
            files=[one for it in data for one in table_files(it, it.replace("_", " ") if len(data) > 1 else "")],
        )


def _kind(event: Event | Control) -> tuple[str, str]:
    """Return the kind of an event, by which events are filtered, and the words for it at the event."""
    if isinstance(event, Event):
        return event.kind, event.kind
    return f"export controls: {event.kind}", f"{event.by}, {event.kind}"
