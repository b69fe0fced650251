"""``<!-- changes -->``: additions and corrections, newest first; ``<!-- changes: latest -->``: the newest few.

CHANGELOG.md comes from the same entries.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from refdesk.blocks.base import FileBlock


class Changes(FileBlock, marker="changes"):
    """What has changed, newest first; with the name `latest`, the newest few."""

    shown: ClassVar[Mapping[str, Sequence[str]]] = {"": ("changes",), "latest": ("changes",)}
