"""``<!-- claims -->``: the founding report, claim by claim."""

from refdesk.blocks.base import FileBlock


class Claims(FileBlock, marker="claims"):
    """The claims of the founding report: what it says, the verdict, what the record says."""
