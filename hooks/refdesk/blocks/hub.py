"""``<!-- hub: NAME -->``: the record box of a regional hub; ``<!-- facilities -->``: a map of the large facilities."""

from markupsafe import Markup

from refdesk.blocks.base import Block, FileBlock
from refdesk.blocks.desk import Desk
from refdesk.blocks.explorer import explorer_link, query
from refdesk.blocks.parts import table_files
from refdesk.blocks.template import fill
from refdesk.charts.tiles import shade
from refdesk.data.models import Facility, Hub, Province
from refdesk.files.yaml import InlineText

_STEPS = (1, 2, 3)  # numbers of facilities from which the tile of a province is darker


class HubRecord(Block, marker="hub", data="hubs"):
    """The record of a hub: titles, facilities, laboratories, fields and key numbers."""

    def render(self, desk: Desk, name: str) -> str:
        """Return the record as HTML."""
        hub = desk.library.entries(Hub)[name]
        return fill(
            "hub.html",
            desk=desk,
            hub=hub,
            designations=titles_of(desk, hub),
            facilities=[(one.name, one.zh, text) for one, text in facilities_of(desk, hub)],
            beside=explorer_link(desk, query(lines=hub.compares), "compare") if hub.compares else "",
        )


class Facilities(FileBlock, marker="facilities", data="hubs"):
    """A tile map of the provinces with their large facilities, which are listed below it."""

    def render(self, desk: Desk, _: str) -> str:
        """Return the map and the list as HTML."""
        hubs = desk.library.entries(Hub).values()
        found = [(hub, facility, text) for hub in hubs for facility, text in facilities_of(desk, hub)]
        units = [
            (unit, [one for one in found if unit.name in one[1].provinces])
            for unit in desk.library.entries(Province).values()
        ]
        tiles = [(unit, len(listed), shade(len(listed), _STEPS)) for unit, listed in units]
        count = sum(bool(facility.provinces) for _, facility, _ in found)
        return fill("facilities.html", desk=desk, units=units, tiles=tiles, count=count, files=table_files(self.data))


def titles_of(desk: Desk, hub: Hub) -> list[tuple[str, str | None, Markup]]:
    """Return the titles of a hub in English and Chinese, with their texts."""
    texts = _texts(desk, hub, "designations")
    return [(one.title, one.zh, desk.inline(text)) for one, text in zip(hub.designations, texts, strict=True)]


def facilities_of(desk: Desk, hub: Hub, place: str = "") -> list[tuple[Facility, Markup]]:
    """Return the facilities of a hub, with their texts; those in one province alone, if it is named."""
    listed = zip(hub.facilities, _texts(desk, hub, "facilities"), strict=True)
    return [(one, desk.inline(text)) for one, text in listed if not place or place in one.provinces]


def _texts(desk: Desk, hub: Hub, field: str) -> list[InlineText]:
    """Return the texts of the records in a field of a hub."""
    return [text for text in desk.library.files[Hub.data_name].inlines(hub.id) if field in text.path]
