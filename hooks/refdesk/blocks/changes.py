"""``<!-- changes -->``: what has changed, newest first; ``<!-- changes: latest -->``: the newest few, a sentence each.

CHANGELOG.md comes from the same entries.
"""

from refdesk.blocks.base import FileBlock


class Changes(FileBlock, marker="changes", shown={"": ("changes",), "latest": ("changes",)}):
    """What has changed, newest first; with the name `latest`, the first sentences of the newest few."""
