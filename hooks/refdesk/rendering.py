"""Renders pages in a process of its own, which loads Markdown while the other loads the checks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from refdesk.helpers import Server, begin_server, can_fork

if TYPE_CHECKING:
    from refdesk.rendered import Rendered


class Rendering(NamedTuple):
    """Renders one text after the other: put one in, do something else, and take out what it came to."""

    server: Server

    def put(self, text: str) -> None:
        """Begin to render a page."""
        self.server.ask(text)

    def take(self) -> Rendered | None:
        """What the text put in last renders to; None where it cannot be rendered, or not as the site is configured."""
        match self.server.answer():
            case (str(html), tuple(targets), tuple(ids)):
                from refdesk.html_tree import read_marked  # noqa: PLC0415 - loaded beside the helper

                return read_marked(html, targets, ids)
        return None

    def end(self) -> None:
        """Do without it from here on."""
        self.server.end()


def begin_rendering(root: Path) -> Rendering | None:
    """Start to load the Markdown of the site in ``root``; None where there can be no helper."""
    return Rendering(begin_server(lambda: _prepare(root))) if can_fork() else None


def _prepare(root: Path) -> Callable[[str], Any]:
    from refdesk.config import load_config  # noqa: PLC0415 - loaded by the helper
    from refdesk.render import Renderer, RenderError  # noqa: PLC0415

    renderer = Renderer(load_config(root))

    def render(text: str) -> Any:
        try:
            marked, _ = renderer.convert(text)
        except RenderError:
            return None
        return None if renderer.problems else (marked.html, marked.targets, marked.ids)

    return render
