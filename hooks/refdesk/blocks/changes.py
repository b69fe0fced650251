"""``<!-- changes -->``: additions and corrections, newest first; ``<!-- changes: latest -->``: the newest few.

CHANGELOG.md comes from the same entries.
"""

from refdesk.blocks.base import FileBlock


class Changes(FileBlock, marker="changes", shown={"": ("changes",), "latest": ("changes",)}):
    """What has changed, newest first; with the name `latest`, the newest few."""
