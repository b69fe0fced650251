"""Where Python may import from while a checkout is looked at: from what is installed, never from the checkout."""

from __future__ import annotations

import functools
import site
import sys
import sysconfig
from pathlib import Path

_OWN = Path(__file__).resolve().parent.parent.parent  # this package may be installed from a checkout


def leave_out_checkout(root: Path) -> None:
    """Take the current folder and everything in the checkout off the import path, except what is installed there."""
    sys.path[:] = [entry for entry in sys.path if not _is_foreign(Path(entry or ".").resolve(), root.resolve())]


def _is_foreign(folder: Path, root: Path) -> bool:
    return folder not in installed_folders() and (folder == Path.cwd() or folder.is_relative_to(root))


@functools.cache
def installed_folders() -> frozenset[Path]:
    """The folders of the standard library, of installed packages and of this package."""
    own = (sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib"))
    paths = [*own, *site.getsitepackages(), site.getusersitepackages()]
    folders = {Path(path).resolve() for path in paths}
    return frozenset({_OWN, *folders, *(folder / "lib-dynload" for folder in folders)})
