"""The helper of a check: begun before the rest is loaded, told what to do as soon as that is known.

It reads a site ahead (``reading``) or renders pages that have changed (``rendering``).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from refdesk.helpers import Server, begin_server, can_fork


def begin_aide() -> Server | None:
    """Start the helper; None where there can be none."""
    return begin_server(_prepare) if can_fork() else None


def _prepare() -> Callable[[Any], Any]:
    from pathlib import Path  # noqa: PLC0415 - loaded by the helper

    from refdesk.import_path import leave_out_checkout  # noqa: PLC0415

    leave_out_checkout(Path.cwd())
    if _was_checked_before():  # most likely, pages are to be rendered
        import markdown  # noqa: F401, PLC0415

        import refdesk.html_tree  # noqa: PLC0415
    else:
        import refdesk.page  # noqa: PLC0415
        import refdesk.yaml_nodes  # noqa: F401, PLC0415

    return _answer


def _was_checked_before() -> bool:
    """A guess, from the command line: whatever is loaded in vain, the answer is the same."""
    from pathlib import Path  # noqa: PLC0415 - loaded by the helper

    from refdesk.root import CACHE  # noqa: PLC0415

    arguments = [*sys.argv[1:], "--root", "."]
    root = arguments[arguments.index("--root") + 1]
    return (Path(root) / CACHE / "report.json").exists()


def _answer(question: Any) -> Any:
    match question:
        case ("read", str(root)):
            from refdesk.reading import read  # noqa: PLC0415 - loaded by the helper

            return read(root)
        case ("render", str(root), str(settings), text):
            from refdesk.rendering import render  # noqa: PLC0415 - loaded by the helper

            return render(root, settings, text)
    raise ValueError(question)
