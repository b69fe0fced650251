"""Renders pages in a process of its own, which loads Markdown while the other loads the checks."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from refdesk.aide import begin_aide
from refdesk.helpers import Server

if TYPE_CHECKING:
    from refdesk.render import Renderer
    from refdesk.rendered import Rendered

_READY = True  # the answer to no text


class Rendering(NamedTuple):
    """Renders one text after the other: put one in, do something else, and take out what it came to."""

    root: Path
    aide: Server

    def put(self, text: str) -> None:
        """Begin to render a page."""
        self.aide.ask(("render", str(self.root), text))

    def take(self) -> Rendered | None:
        """What the text put in last renders to; None where it cannot be rendered, or not as the site is configured."""
        answer = self.aide.answer()
        if answer is _READY:
            answer = self.aide.answer()
        match answer:
            case (str(html), tuple(targets), tuple(ids)):
                from refdesk.html_tree import read_marked  # noqa: PLC0415 - loaded beside the helper

                return read_marked(html, targets, ids)
        return None

    def end(self) -> None:
        """Do without it from here on."""
        self.aide.end()


def begin_rendering(root: Path, aide: Server | None = None) -> Rendering | None:
    """Start to load the Markdown of the site in ``root``, with a helper that has begun already or another.

    None where there can be no helper.
    """
    aide = aide or begin_aide()
    if aide is None:
        return None
    aide.ask(("render", str(root), None))
    return Rendering(root, aide)


def render(root: str, text: str | None) -> Any:
    """What a text comes to, as ``Rendering.take`` understands it; without one, all is made ready."""
    from refdesk.render import RenderError  # noqa: PLC0415 - loaded by the helper

    renderer = _renderer(root)
    if text is None:
        return _READY
    try:
        marked, _ = renderer.convert(text)
    except RenderError:
        return None
    return None if renderer.problems else (marked.html, marked.targets, marked.ids)


@functools.cache
def _renderer(root: str) -> Renderer:
    from refdesk.config import load_config  # noqa: PLC0415 - loaded by the helper
    from refdesk.render import Renderer  # noqa: PLC0415

    return Renderer(load_config(Path(root)))
