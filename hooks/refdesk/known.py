"""What a site is known to be from the notes of an earlier check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from refdesk.addresses import moved_from
from refdesk.files import FileTree, left_out_of_version_control, read_tree
from refdesk.known_config import KnownConfig
from refdesk.notes import Notes, PageNote, front_digest
from refdesk.page import Page, front_text, read_page
from refdesk.reading import NOTHING, Ahead
from refdesk.text import read_text

if TYPE_CHECKING:
    from refdesk.config import SiteConfig
    from refdesk.patterns import Matches
    from refdesk.targets import Resolved


class Doubt(Exception):  # noqa: N818 - it is no error
    """The whole site has to be checked."""


class KnownSite:
    """What the checks of one page ask of a ``Site``, from notes and files."""

    def __init__(self, root: Path, settings: Mapping[str, object], notes: Notes) -> None:
        self.notes = notes
        self.config = cast("SiteConfig", KnownConfig(root, settings))
        self.library = SimpleNamespace(present=notes.present)
        self.downloads = frozenset(notes.downloads)
        self.data_downloads = frozenset(notes.data_downloads)
        self.redirected = dict(notes.redirected)
        self.pages = _Pages(self)
        self.resolved: dict[tuple[str, str, bool], Resolved] = {}
        self._page_notes: dict[str, PageNote] = {}

    def note(self, uri: str) -> PageNote:
        """What is noted of a page; KeyError where there is none."""
        if uri not in self._page_notes:
            self._page_notes[uri] = PageNote.read(self.notes.pages[uri])
        return self._page_notes[uri]

    @cached_property
    def tree(self) -> FileTree:
        """The files of the documentation folder."""
        return read_tree(self.config)

    def shown(self, uri: str) -> str:
        """The path of a file of the documentation folder as reports show it."""
        return uri if self.config.docs_shown == "." else f"{self.config.docs_shown}/{uri}"

    def moved_from(self, uri: str) -> dict[str, str]:
        """Former heading or row of a page -> its new address."""
        return moved_from(self.redirected, uri)

    @cached_property
    def _ignored(self) -> Matches:
        return left_out_of_version_control(self.config, self.tree)

    def is_made_later(self, shown: str) -> bool:
        """Whether a missing file is one that a build step makes."""
        return self._ignored(shown)


class _Pages(Mapping[str, Page]):
    """The pages of a site, each read when it is asked for."""

    def __init__(self, site: KnownSite) -> None:
        self._site = site
        self._read: dict[str, Page] = {}

    def __getitem__(self, uri: str) -> Page:
        if uri not in self._read:
            if uri not in self._site.notes.pages:
                raise KeyError(uri)
            file = read_text(self._site.config.docs_dir / uri, self._site.shown(uri))
            math = "pymdownx.arithmatex" in self._site.config.extensions
            ahead = self._front(uri, file.text)
            self._read[uri] = read_page(uri, file, math=math, citations=self._site.notes.present, ahead=ahead)
        return self._read[uri]

    def _front(self, uri: str, text: str) -> Ahead:
        """What the front matter of a page says, where it stands as it was noted."""
        note, found = self._site.note(uri), front_text(text)
        if found is None or note.front is None or front_digest(text, found[1]) != note.interface.front:
            return NOTHING
        return Ahead({found[0]: note.front}, {}, {})

    def __iter__(self) -> Iterator[str]:
        return iter(self._site.notes.pages)

    def __len__(self) -> int:
        return len(self._site.notes.pages)
