"""``<!-- markers -->``: every marker that a page may hold, and what it shows."""

import inspect

from refdesk.blocks.base import BLOCKS, Block, FileBlock
from refdesk.blocks.desk import Desk


class Markers(FileBlock, marker="markers", shown={"": ()}):
    """This table of markers."""

    def render(self, desk: Desk, _: str) -> str:
        """Return a table in Markdown, with a name that each marker may give."""
        known = (
            (kind, block, next(iter(block.names(desk.library)), None))
            for kind, block in sorted(BLOCKS.items())
        )
        rows = [
            f"| `<!-- {kind}{f': {name}' if name else ''} -->` | {shows(block)} |"
            for kind, block, name in known
            if name is not None
        ]
        return "\n".join(["| marker | shows |", "|---|---|", *rows])


def shows(block: Block) -> str:
    """Return the words by which a block says what its marker shows."""
    return (inspect.getdoc(block) or "").partition("\n")[0].removesuffix(".").replace("|", "\\|")
