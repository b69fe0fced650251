"""``<!-- hub: NAME -->``: the record box of a regional hub; ``<!-- facilities -->``: a map of the large facilities."""

from refdesk.blocks.base import Block, FileBlock
from refdesk.blocks.desk import Desk
from refdesk.blocks.parts import table_files
from refdesk.blocks.template import fill
from refdesk.charts.tiles import shade
from refdesk.data.models import Hub, Province

_STEPS = (1, 2, 3)  # numbers of facilities from which the tile of a province is darker


class HubRecord(Block, marker="hub", data="hubs"):
    """The record of a hub: titles, facilities, laboratories, fields and key numbers."""

    def render(self, desk: Desk, name: str) -> str:
        """Return the record as HTML."""
        hub = desk.library.entries(Hub)[name]
        texts = [desk.inline(inline) for inline in self.inlines(desk.library, name)]  # first those of the titles
        titles = [(one.title, one.zh, text) for one, text in zip(hub.designations, texts, strict=False)]
        others = texts[len(titles) :]
        facilities = [(one.name, one.zh, text) for one, text in zip(hub.facilities, others, strict=True)]
        return fill("hub.html", desk=desk, hub=hub, designations=titles, facilities=facilities)


class Facilities(FileBlock, marker="facilities", data="hubs"):
    """A tile map of the provinces with their large facilities, which are listed below it."""

    def render(self, desk: Desk, _: str) -> str:
        """Return the map and the list as HTML."""
        file = desk.library.files[self.data]
        found = [
            (hub, facility, desk.inline(text))
            for hub in desk.library.entries(Hub).values()
            for at, facility in enumerate(hub.facilities)
            for text in file.inlines(hub.id)
            if text.path[-3:] == ("facilities", at, "text")
        ]
        units = [
            (unit, [one for one in found if unit.name in one[1].provinces])
            for unit in desk.library.entries(Province).values()
        ]
        tiles = [(unit, len(listed), shade(len(listed), _STEPS)) for unit, listed in units]
        count = sum(bool(facility.provinces) for _, facility, _ in found)
        return fill("facilities.html", desk=desk, units=units, tiles=tiles, count=count, files=table_files(self.data))
