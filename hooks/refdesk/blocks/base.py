"""The base classes of blocks: what a block declares of itself."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from refdesk.blocks.desk import Desk
from refdesk.data.entries import EntryFile
from refdesk.data.library import Library
from refdesk.files.yaml import InlineText

# Word in a marker -> block.
BLOCKS: dict[str, "Block"] = {}
_Shown = Mapping[str, Sequence[str]]  # of a ``FileBlock``: data files, by the name in a marker


class Block:
    """A kind of block, whose markers name an entry of a data file.

    The first line of the docstring of each says what its marker shows: a page lists them.
    """

    marker: ClassVar[str]
    data: ClassVar[str]
    script: ClassVar[str]  # the path of a script that its page loads
    must_show: ClassVar[bool]  # whether each entry is there to be shown by this block, on some page
    shown: ClassVar[_Shown]

    def __init_subclass__(
        cls,
        marker: str = "",
        data: str = "",
        script: str = "",
        *,
        must_show: bool = False,
        shown: _Shown | None = None,
    ) -> None:
        """Register the block for a word in markers; its data file is called ``data``, or as the
        word.
        """
        if marker:
            cls.marker, cls.data, cls.script, cls.must_show = (
                marker,
                data or marker,
                script,
                must_show,
            )
            cls.shown = shown or {"": (cls.data,)}
            BLOCKS[marker] = cls()

    def names(self, library: Library) -> Collection[str]:
        """Return the names that a marker may give ('' for a marker without a name)."""
        return library.files[self.data].entries if self.data in library.files else ()

    def file(self, library: Library, _: str) -> EntryFile[Any]:
        """Return the data file in which a name stands."""
        return library.files[self.data]

    def inlines(self, library: Library, name: str) -> Iterator[InlineText]:
        """Yield the text fields that the block shows."""
        return self.file(library, name).inlines(name)

    def sources(self, _library: Library, _name: str) -> Iterable[str]:
        """Return the sources that the block names in addition to those cited in its text fields."""
        return ()

    def series(self, _library: Library, _name: str) -> Iterable[str]:
        """Return the series that the block shows."""
        return ()

    def render(self, desk: Desk, name: str) -> str | list[str]:
        """Return the block as HTML (``Markup``) or Markdown, or a list of parts of either kind.

        Unless a block says otherwise, it is the template called as its marker, filled with the
        entry or with all.
        """
        entries = self.file(desk.library, name).entries
        return desk.fill(f"{self.marker}.html", name=name, entry=entries.get(name), entries=entries)


class FileBlock(Block):
    """A block that shows all entries of a data file, by a marker without a name, or of several, as
    ``shown`` says.

    One that shows no entries has ``shown={"": ()}``.
    """

    def names(self, library: Library) -> Collection[str]:
        """Return the names whose data files the site has."""
        return [
            name
            for name, files in self.shown.items()
            if all(file in library.files for file in files)
        ]

    def inlines(self, library: Library, name: str) -> Iterator[InlineText]:
        """Yield the text fields of every entry."""
        files = [library.files[file] for file in self.shown[name]]
        return (
            inline
            for file in files
            for entry_id in file.entries
            for inline in file.inlines(entry_id)
        )
