"""The base classes of blocks."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence

from refdesk.blocks.desk import Desk
from refdesk.data.library import Library
from refdesk.files.yaml import InlineText

# Word in a marker -> block.
BLOCKS: dict[str, "Block"] = {}


class Block(ABC):
    """A kind of block. Unless it says otherwise, its markers name an entry of a data file."""

    data: str
    script: str = ""  # the path of a script that its page loads

    def __init_subclass__(cls, marker: str = "", data: str = "") -> None:
        """Registers the block for a word in markers; its data file is called ``data``, or as the word."""
        if marker:
            cls.data = data or marker
            BLOCKS[marker] = cls()

    def names(self, library: Library) -> Iterable[str]:
        """Returns the names that a marker may give ('' for a marker without a name)."""
        return library.files[self.data].entries if self.data in library.files else ()

    def accepts(self, library: Library, name: str) -> bool:
        """Whether a marker may give this name."""
        return name in self.names(library)

    def inlines(self, library: Library, name: str) -> Iterator[InlineText]:
        """Yields the text fields that the block shows."""
        return library.files[self.data].inlines(name)

    def sources(self, library: Library, name: str) -> Iterable[str]:
        """Returns the sources that the block names in addition to those cited in its text fields."""
        del library, name
        return ()

    @abstractmethod
    def render(self, desk: Desk, name: str) -> str:
        """Returns the block as HTML without blank lines, or as Markdown with such HTML."""


class FileBlock(Block):
    """A block that shows all entries of a data file, by a marker without a name, or of several, as ``shown`` says.

    One that shows no entries has ``shown = {"": ()}``.
    """

    @property
    def shown(self) -> Mapping[str, Sequence[str]]:
        """Maps each name in a marker to the data files whose entries it shows."""
        return {"": [self.data]}

    def names(self, library: Library) -> Iterable[str]:
        """Returns the names whose data files the site has."""
        return [name for name, files in self.shown.items() if all(file in library.files for file in files)]

    def inlines(self, library: Library, name: str) -> Iterator[InlineText]:
        """Yields the text fields of every entry."""
        files = [library.files[file] for file in self.shown[name]]
        return (inline for file in files for entry_id in file.entries for inline in file.inlines(entry_id))
