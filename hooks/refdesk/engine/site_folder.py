"""Builds the site in a new folder, which takes the place of the old one when the build is
complete.
"""

import ctypes
import os
import shutil
import signal
import sys
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

from refdesk.files.checkout import UnusableSiteError

_LONG_AGO = 3_600  # seconds: no build runs so long
# of the system calls: paths are those of this process; the two paths change places
_HERE, _SWAP = -100, 2


class SiteFolder:
    """The folder that a build writes into; a build that is terminated removes it."""

    def __init__(self, settings: MutableMapping[str, Any]) -> None:
        """Make the engine write into an empty folder. Raise UnusableSiteError where none can be
        made.
        """
        self._settings, self._named = settings, settings["site_dir"]
        self._place = Path(os.path.realpath(self._named))
        self._part = self._place.with_name(f".{self._place.name}.{os.getpid()}")
        try:
            self._make()
        except OSError as error:
            hint = "Name a folder that can be written: mkdocs build --site-dir FOLDER"
            raise UnusableSiteError(
                f"the site cannot be written: {self._said(error)}. {hint}"
            ) from None
        settings["site_dir"] = str(self._part)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))

    def _make(self) -> None:
        """Make an empty folder; put right what builds that were killed left, and remove it."""
        self._discard(self._part)
        self._part.mkdir(parents=True)
        now = self._part.stat().st_mtime  # by the clock of the disk, as the others have it
        for left in self._place.parent.glob(f".{self._place.name}.*"):
            if left.suffix == ".old" and not self._place.exists():
                left.rename(self._place)
            elif left.stat().st_mtime < now - _LONG_AGO:
                self._discard(left)

    def close(self) -> str:
        """Replace the old site, unless an error has ended the build; return an error of the disk as
        one line.
        """
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        self._settings["site_dir"], error = self._named, sys.exc_info()[1]
        try:
            if error is None:
                self._put()
        except OSError as failure:
            error = failure
        shutil.rmtree(self._part, ignore_errors=True)
        return self._said(error) if isinstance(error, OSError) else ""

    def _said(self, error: OSError) -> str:
        return f"{error.filename or self._named}: {error.strerror}"

    def _put(self) -> None:
        """Let the two sites change places, in one step where the system can."""
        if self._place.exists() and _swap(self._part, self._place):
            self._discard(self._part)
            return
        old = self._part.with_name(f"{self._part.name}.old")
        if self._place.exists():
            self._place.rename(old)
        self._part.rename(self._place)
        if old.exists():
            self._discard(old)

    def _discard(self, old: Path) -> None:
        """Remove a former site, but keep its hidden files such as .git, as engines do."""
        for hidden in old.glob(".*"):
            if not (self._place / hidden.name).exists():
                hidden.rename(self._place / hidden.name)
        shutil.rmtree(old, ignore_errors=True)


def _swap(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system cannot do that."""
    if sys.platform == "win32":
        return False
    system, paths = ctypes.CDLL(None), (os.fsencode(one), os.fsencode(other))
    if hasattr(system, "renameat2"):  # Linux
        return bool(system.renameat2(_HERE, paths[0], _HERE, paths[1], _SWAP) == 0)
    return hasattr(system, "renamex_np") and bool(system.renamex_np(*paths, _SWAP) == 0)  # macOS
