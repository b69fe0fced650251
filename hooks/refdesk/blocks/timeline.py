"""``<!-- timeline: all -->`` or ``export-controls``: dated events in order; ``latest``: the newest,
a line each.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from refdesk.blocks.base import FileBlock
from refdesk.blocks.desk import Desk
from refdesk.blocks.template import fill, table_files
from refdesk.data.library import Library
from refdesk.data.models import Control, Event
from refdesk.files.yaml import InlineText

_BOTH = ("timeline", "export_controls")
# by name in a marker
_FILES = {"export-controls": ("export_controls",), "all": _BOTH, "latest": _BOTH}
_LATEST = 5  # events


class Timeline(FileBlock, marker="timeline", shown=_FILES):
    """Dated events, `export-controls` or `all`, of which the newest stands first; `latest`, the
    newest, a line each.
    """

    def inlines(self, library: Library, name: str) -> Iterator[InlineText]:
        """Yield the text of every event; of the latest, the titles alone are shown."""
        return iter(()) if name == "latest" else super().inlines(library, name)

    def render(self, desk: Desk, name: str) -> str:
        """Return the timeline as HTML, with filters by kind and by text; of the latest events, days
        and titles.
        """
        data = self.shown[name]
        known = [(one, event) for one in data for event in desk.library.files[one].entries.values()]
        events = [
            (one, event, *_kind(event))
            for one, event in known
            if isinstance(event, Event | Control)
        ]
        events.sort(key=lambda item: item[1].date, reverse=name != "export-controls")
        if name == "latest":
            timeline = desk.holder("timeline", "all")
            return fill(
                "timeline-latest.html", desk=desk, timeline=timeline, events=events[:_LATEST]
            )
        counts = Counter(kind for _, _, kind, _ in events)
        choices = [(kind, kind.capitalize(), count) for kind, count in sorted(counts.items())]
        return fill(
            "timeline.html",
            desk=desk,
            name=name,
            choices=[("", "All", len(events)), *choices],
            years=[
                (year, list(group))
                for year, group in groupby(events, lambda item: item[1].date[:4])
            ],
            files=[
                one
                for it in data
                for one in table_files(it, it.replace("_", " ") if len(data) > 1 else "")
            ],
        )


def _kind(event: Event | Control) -> tuple[str, str]:
    """Return the kind of an event, by which events are filtered, and the words for it at
    the event.
    """
    if isinstance(event, Event):
        return event.kind, event.kind
    return f"export controls: {event.kind}", f"{event.by}, {event.kind}"
