"""``<!-- hub: NAME -->``: the record box of a regional hub; ``<!-- facilities -->``: a map of the large facilities."""

from collections.abc import Iterator

from markupsafe import Markup

from refdesk.blocks.base import Block, FileBlock
from refdesk.blocks.desk import Desk
from refdesk.blocks.explorer import explorer_link, query
from refdesk.blocks.parts import table_files
from refdesk.blocks.template import fill
from refdesk.data.library import Library
from refdesk.data.models import Facility, Hub, Province
from refdesk.files.yaml import InlineText


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

    def inlines(self, library: Library, _: str) -> Iterator[InlineText]:
        """Yield the texts of these facilities."""
        for hub in library.entries(Hub).values():
            listed = zip(hub.facilities, _texts(library, hub, "facilities"), strict=True)
            yield from (text for one, text in listed if one.provinces)

    def render(self, desk: Desk, _: str) -> str:
        """Return the map and the list as HTML."""
        units, hubs = desk.library.entries(Province).values(), desk.library.entries(Hub).values()
        found = [(unit, [(hub, *one) for hub in hubs for one in facilities_of(desk, hub, unit.name)]) for unit in units]
        return fill("facilities.html", desk=desk, found=found, files=table_files(self.data))


def titles_of(desk: Desk, hub: Hub) -> list[tuple[str, str | None, Markup]]:
    """Return the titles of a hub in English and Chinese, with their texts."""
    texts = _texts(desk.library, hub, "designations")
    return [(one.title, one.zh, desk.inline(text)) for one, text in zip(hub.designations, texts, strict=True)]


def facilities_of(desk: Desk, hub: Hub, place: str = "") -> list[tuple[Facility, Markup]]:
    """Return the facilities of a hub, with their texts; those in one province alone, if it is named."""
    listed = zip(hub.facilities, _texts(desk.library, hub, "facilities"), strict=True)
    return [(one, desk.inline(text)) for one, text in listed if not place or place in one.provinces]


def _texts(library: Library, hub: Hub, field: str) -> list[InlineText]:
    """Return the texts of the records in a field of a hub."""
    return [text for text in library.files[Hub.data_name].inlines(hub.id) if field in text.path]
