"""The helper of a check: begun before the rest is loaded, told what to do as soon as that is known.

It reads a site ahead (``reading``) or renders pages that have changed (``rendering``).
"""

from __future__ import annotations

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
    import refdesk.config  # noqa: F401, PLC0415 - whatever is asked, it takes YAML and this

    return _answer


def _answer(question: Any) -> Any:
    match question:
        case ("read", str(root)):
            from refdesk.reading import read  # noqa: PLC0415 - loaded by the helper

            return read(root)
        case ("render", str(root), text):
            from refdesk.rendering import render  # noqa: PLC0415 - loaded by the helper

            return render(root, text)
    raise ValueError(question)
