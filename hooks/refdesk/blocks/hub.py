"""``<!-- hub: NAME -->``: the record box of a regional hub; ``<!-- facilities -->``: a map of the large facilities."""

from collections.abc import Iterator

from markupsafe import Markup

from refdesk.blocks.base import Block, FileBlock
from refdesk.blocks.desk import Desk
from refdesk.blocks.template import fill
from refdesk.data.library import Library
from refdesk.data.models import Facility, Hub, Province
from refdesk.files.yaml import InlineText


class HubRecord(Block, marker="hub", data="hubs"):
    """The record of a hub: titles, facilities, laboratories, fields and key numbers."""


class Facilities(FileBlock, marker="facilities", data="hubs"):
    """A tile map of the provinces with their large facilities, which are listed below it."""

    def inlines(self, library: Library, _: str) -> Iterator[InlineText]:
        """Yield the texts of these facilities."""
        for hub_id in library.entries(Hub):
            listed = library.files[self.data].records(hub_id, "facilities")
            yield from (text for one, text in listed if one.provinces)

    def render(self, desk: Desk, _: str) -> str:
        """Return the map and the list as HTML."""
        found = [(unit, facilities_in(desk, unit.name)) for unit in desk.library.entries(Province).values()]
        return fill("facilities.html", desk=desk, found=found)


def facilities_in(desk: Desk, place: str) -> list[tuple[Hub, Facility, Markup]]:
    """Return the large facilities in a province, each with its hub and its text."""
    library = desk.library
    hubs = library.entries(Hub).values()
    listed = ((hub, *one) for hub in hubs for one in library.files[Hub.data_name].records(hub.id, "facilities"))
    return [(hub, one, desk.inline(text)) for hub, one, text in listed if place in one.provinces]
