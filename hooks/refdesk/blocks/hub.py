"""``<!-- hub: NAME -->``: the record box of a regional hub."""

from refdesk.blocks.base import Block
from refdesk.blocks.desk import Desk
from refdesk.blocks.template import fill
from refdesk.data.models import Hub


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
