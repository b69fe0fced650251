"""``<!-- hub: NAME -->``: the record box of a regional hub."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from refdesk.blocks.base import Block
from refdesk.blocks.desk import Desk
from refdesk.blocks.template import fill
from refdesk.data.models import Designation, Facility, Hub


class HubRecord(Block, marker="hub", data="hubs"):
    """The record of a hub: titles, facilities, laboratories, fields and key numbers."""

    def render(self, desk: Desk, name: str) -> str:
        """Return the record as HTML."""
        hub = desk.library.entries(Hub)[name]
        texts = [desk.inline(inline) for inline in self.inlines(desk.library, name)]  # first those of the titles
        titles = _records(hub.designations, texts[: len(hub.designations)])
        facilities = _records(hub.facilities, texts[len(titles) :])
        return fill("hub.html", desk=desk, hub=hub, designations=titles, facilities=facilities)


def _records(
    records: Iterable[Designation | Facility], texts: Sequence[Markup]
) -> list[tuple[str, str | None, Markup]]:
    """Return the name of each record, its Chinese name and its text."""
    return [
        (one.title if isinstance(one, Designation) else one.name, one.zh, text)
        for one, text in zip(records, texts, strict=True)
    ]
