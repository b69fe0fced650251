"""Renders pages in a process of its own, which loads Markdown while the other loads the checks."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from refdesk.aide import begin_aide
from refdesk.helpers import Server
from refdesk.rendered import Rendered

if TYPE_CHECKING:
    from refdesk.config import SiteConfig
    from refdesk.render import Renderer

_READY = True  # the answer to no text


class Rendering(NamedTuple):
    """Renders one text after the other: put one in, do something else, and take out what it came to."""

    root: Path
    settings: str
    aide: Server

    def put(self, text: str | None) -> None:
        """Begin to render a page; without one, to load what that needs."""
        self.aide.ask(("render", str(self.root), self.settings, text))

    def take(self) -> Rendered | None:
        """What the text put in last renders to; None where it cannot be rendered, or not as the site is configured."""
        answer = self.aide.answer()
        if answer is _READY:
            answer = self.aide.answer()
        return Rendered.from_json(answer)

    def end(self) -> None:
        """Do without it from here on."""
        self.aide.end()


def begin_rendering(root: Path, settings: Mapping[str, object], aide: Server | None = None) -> Rendering | None:
    """Start to load the Markdown of the site in ``root``, with a helper that has begun already or another.

    ``settings`` are those that an earlier check noted. None where there can be no helper.
    """
    aide = aide or begin_aide()
    if aide is None:
        return None
    rendering = Rendering(root, json.dumps(settings), aide)
    rendering.put(None)
    return rendering


def render(root: str, settings: str, text: str | None) -> Any:
    """What a text comes to, as ``Rendering.take`` understands it; without one, all is made ready."""
    from refdesk.render import RenderError  # noqa: PLC0415 - loaded by the helper

    renderer = _renderer(root, settings)
    if text is None:
        return _READY
    try:
        marked, _ = renderer.convert(text)
    except RenderError:
        return None
    return None if renderer.problems else marked.read().as_json()


@functools.cache
def _renderer(root: str, settings: str) -> Renderer:
    from refdesk.known_config import KnownConfig  # noqa: PLC0415 - loaded by the helper
    from refdesk.render import Renderer  # noqa: PLC0415

    return Renderer(cast("SiteConfig", KnownConfig(Path(root), json.loads(settings))))
