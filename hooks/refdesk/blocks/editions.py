"""``<!-- editions -->``: the dated editions of the site, newest first, with what identifies their
files; ``<!-- editions: newest -->``: how the newest is cited.
"""

from refdesk.blocks.base import FileBlock


class Editions(FileBlock, marker="editions", shown={"": ("editions",), "newest": ("editions",)}):
    """The dated editions, newest first; or the citation of the newest."""
