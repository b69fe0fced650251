"""``<!-- changes -->``: what has changed, newest first.

CHANGELOG.md comes from the same entries.
"""

from refdesk.blocks.base import FileBlock


class Changes(FileBlock, marker="changes"):
    """What has changed, newest first."""
