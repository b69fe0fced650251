"""``<!-- hub: NAME -->``: the record box of a regional hub; ``<!-- facilities -->``: a map of the
large facilities.
"""

from collections.abc import Iterator

from markupsafe import Markup

from refdesk.blocks.base import Block, FileBlock
from refdesk.blocks.desk import Desk
from refdesk.data.library import Library
from refdesk.data.models import Facility, Hub, Province
from refdesk.files.yaml import InlineText


class HubRecord(Block, marker="hub", data="hubs"):
    """The record of a hub: titles, facilities, laboratories, fields and key numbers."""


class Facilities(FileBlock, marker="facilities", data="hubs"):
    """A tile map of the provinces with their large facilities, which are listed below it."""

    def inlines(self, library: Library, _: str) -> Iterator[InlineText]:
        """Return the texts of these facilities."""
        return (text for _hub, one, text in _facilities(library) if one.provinces)

    def render(self, desk: Desk, _: str) -> str:
        """Return the map and the list as HTML."""
        found = [
            (unit, facilities_in(desk, unit.name))
            for unit in desk.library.entries(Province).values()
        ]
        return desk.fill("facilities.html", found=found)


def _facilities(library: Library) -> Iterator[tuple[Hub, Facility, InlineText]]:
    for hub in library.entries(Hub).values():
        yield from (
            (hub, *one) for one in library.files[Hub.data_name].records(hub.id, "facilities")
        )


def facilities_in(desk: Desk, place: str) -> list[tuple[Hub, Facility, Markup]]:
    """Return the large facilities in a province, each with its hub and its text."""
    return [
        (hub, one, desk.inline(text))
        for hub, one, text in _facilities(desk.library)
        if place in one.provinces
    ]
