"""Builds the site in a new folder, which replaces the old one when the build is complete."""

import os
import shutil
import signal
import sys
import time
from collections.abc import MutableMapping
from contextlib import suppress
from pathlib import Path
from typing import Any

_LONG_AGO = 3_600  # seconds: no build runs so long


class SiteFolder:
    """The folder that a build writes into; a build that is terminated removes it."""

    def __init__(self, settings: MutableMapping[str, Any]) -> None:
        """Makes the engine write into an empty folder, and removes those of builds that were killed."""
        self._settings, self._named = settings, settings["site_dir"]
        self._place = Path(os.path.realpath(self._named))
        self._part = self._place.with_name(f".{self._place.name}.{os.getpid()}")
        for left in self._place.parent.glob(f".{self._place.name}.*"):
            if left == self._part or left.stat().st_mtime < time.time() - _LONG_AGO:
                shutil.rmtree(left, ignore_errors=True)
        self._part.mkdir(parents=True)
        settings["site_dir"] = str(self._part)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))

    def close(self) -> str:
        """Replaces the old site, unless an error has ended the build; returns an error of the disk as one line."""
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        self._settings["site_dir"], error = self._named, sys.exc_info()[1]
        try:
            if error is None:
                self._put(self._part.with_name(f"{self._part.name}.old"))
        except OSError as failure:
            error = failure
        shutil.rmtree(self._part, ignore_errors=True)
        return f"{error.filename or self._named}: {error.strerror}" if isinstance(error, OSError) else ""

    def _put(self, old: Path) -> None:
        """Replaces the old site, but keeps its hidden files such as .git, as engines do."""
        while self._part.exists():
            with suppress(FileNotFoundError):
                self._place.rename(old)
            try:
                self._part.rename(self._place)
            except OSError:  # meanwhile another build has put its site there
                if not self._place.exists():
                    old.rename(self._place)
                    raise
            for hidden in old.glob(".*"):
                hidden.rename(self._place / hidden.name)
            shutil.rmtree(old, ignore_errors=True)
