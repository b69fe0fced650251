"""``<!-- editions -->``: the dated editions of the site, newest first, with what identifies their
files.
"""

from refdesk.blocks.base import FileBlock


class Editions(FileBlock, marker="editions"):
    """The dated editions, newest first."""
