"""``<!-- timeline: all -->`` or ``export-controls``: dated events in two lanes; ``latest``: the
newest, a line each.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from refdesk.blocks.base import FileBlock
from refdesk.blocks.desk import Desk
from refdesk.blocks.template import table_files
from refdesk.data.library import Library
from refdesk.data.models import Control, Event
from refdesk.files.yaml import InlineText

_BOTH = ("timeline", "export_controls")
# by name in a marker
_FILES = {"export-controls": ("export_controls",), "all": _BOTH, "latest": _BOTH}
_LANES = {
    "export-controls": ("The United States and others", "China"),
    "all": ("China’s policy on science", "Export controls"),
}
_LATEST = 5  # events


class Dated(NamedTuple):
    """An event as a timeline shows it.

    It stands in a lane, 1 or 2; its kind is that by which events are filtered, ``who`` the words
    for it at the event.
    """

    data: str
    event: Event | Control
    kind: str
    who: str
    lane: int

    @property
    def is_step_back(self) -> bool:
        """Return whether the event loosens controls."""
        return isinstance(self.event, Control) and self.event.kind in {"easing", "suspension"}


class Timeline(FileBlock, marker="timeline", shown=_FILES):
    """Dated events in two lanes, `export-controls` or `all`, of which the newest stands first;
    `latest`, the newest, a line each.
    """

    def inlines(self, library: Library, name: str) -> Iterator[InlineText]:
        """Yield the text of every event; of the latest, the titles alone are shown."""
        return iter(()) if name == "latest" else super().inlines(library, name)

    def render(self, desk: Desk, name: str) -> str:
        """Return the timeline as HTML, with filters by kind and by text; of the latest events, days
        and titles.
        """
        events = _events(desk.library, name)
        if name == "latest":
            timeline = desk.holder("timeline", "all")
            return desk.fill("timeline-latest.html", timeline=timeline, events=events[:_LATEST])
        data = self.shown[name]
        counts = Counter((data.index(one.data), one.kind) for one in events)
        choices = [(kind, kind.capitalize(), count) for (_, kind), count in sorted(counts.items())]
        return desk.fill(
            "timeline.html",
            name=name,
            lanes=_LANES[name],
            choices=[("", "All", len(events)), *choices],
            years=[
                (year, _in_lanes(group), _parted(group, 7)) for year, group in _parted(events, 4)
            ],
            files=[one for it in data for one in _files(desk, it, is_alone=len(data) == 1)],
        )


def _files(desk: Desk, data: str, *, is_alone: bool) -> list[tuple[str, str]]:
    """Return the downloads of a data file, which are called as it where it does not stand alone."""
    return table_files(data, desk.language, "" if is_alone else data.replace("_", " "))


def _events(library: Library, name: str) -> list[Dated]:
    """Return the events of a timeline in the order in which they stand."""
    events = [
        _dated(data, event, name)
        for data in Timeline.shown[name]
        for event in library.files[data].entries.values()
        if isinstance(event, Event | Control)
    ]
    return sorted(events, key=lambda one: one.event.date, reverse=name != "export-controls")


def _dated(data: str, event: Event | Control, name: str) -> Dated:
    """Return an event in its lane: that of its file or, of export controls alone, that of who took
    the step.
    """
    if isinstance(event, Event):
        return Dated(data, event, event.kind, event.kind, 1)
    is_second = name != "export-controls" or event.by == "China"
    who = f"{event.by}, {event.kind}"
    return Dated(data, event, f"export controls: {event.kind}", who, 2 if is_second else 1)


def _in_lanes(events: Sequence[Dated]) -> list[list[Dated]]:
    """Return the events of each lane."""
    return [[one for one in events if one.lane == lane] for lane in (1, 2)]


def _parted(events: Sequence[Dated], digits: int) -> list[tuple[str, list[Dated]]]:
    """Part events by the first digits of their dates, those of a year or a month."""
    return [
        (date, list(group)) for date, group in groupby(events, lambda one: one.event.date[:digits])
    ]
