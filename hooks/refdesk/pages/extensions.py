"""Which Markdown extensions may be imported: those that are installed, never a file of the checkout that is checked.

A configuration names its extensions by module, and Python-Markdown imports whatever is called so, and calls whatever
stands behind a colon. A check reads strangers' configurations, so it looks first where the module is and whether it is
an extension at all.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path

from markdown import util
from markdown.extensions import Extension

from refdesk.files.import_path import installed_folders


class NotInstalledError(Exception):
    """A name that leads to no installed Markdown extension: why, as the end of a sentence that begins with it."""


_OF_MARKDOWN = frozenset(
    {"abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code", "footnotes", "legacy_attrs",
     "legacy_em", "md_in_html", "meta", "nl2br", "sane_lists", "smarty", "tables", "toc", "wikilinks"}
)  # fmt: skip
_FOR_MARKDOWN = re.compile(rb"\bmakeExtension\b|^\s*(?:from|import)\s+markdown\b", re.MULTILINE)


@contextlib.contextmanager
def without_highlighter(names: Iterable[str]) -> Iterator[None]:
    """Load extensions without Pygments, which two of those known here use where it is there, and no other.

    Colours change no link, and to load what makes them takes a twentieth of the check of a page.
    """
    known = all(
        name.removeprefix("markdown.extensions.") in _OF_MARKDOWN or name.startswith("pymdownx.") for name in names
    )
    if not known or "pygments" in sys.modules:
        yield
        return
    sys.modules["pygments"] = None  # type: ignore[assignment]  # so an import of it fails
    try:
        yield
    finally:
        del sys.modules["pygments"]


def load_extension(name: str, options: Mapping[str, object], root: Path) -> Extension:
    """The Markdown extension of that name; NotInstalledError when there is none."""
    module_name, class_name = _home(name)
    spec = _found(module_name)
    if spec is None or spec.origin is None or not Path(spec.origin).is_file():
        raise NotInstalledError("is not installed")
    origin = Path(spec.origin).resolve()
    if origin.is_relative_to(root.resolve()) and not any(map(origin.is_relative_to, installed_folders())):
        raise NotInstalledError("is a file of this checkout, which a check does not run")
    if _FOR_MARKDOWN.search(origin.read_bytes()) is None:
        raise NotInstalledError("is no Markdown extension")
    module = importlib.import_module(module_name)
    maker = getattr(module, class_name or "makeExtension", None)
    if not callable(maker) or (class_name and not (isinstance(maker, type) and issubclass(maker, Extension))):
        raise NotInstalledError("is no Markdown extension")
    made = maker(**options)
    if not isinstance(made, Extension):
        raise NotInstalledError("is no Markdown extension")
    return made


def _home(name: str) -> tuple[str, str]:
    """The module of an extension, and its class in there ('' for the one that the module names).

    Names of Python-Markdown and pymdownx say it themselves: to look up any other, all that is installed is searched,
    which costs a fifth of the check of one page.
    """
    if name in _OF_MARKDOWN:
        return f"markdown.extensions.{name}", ""
    if not name.startswith(("markdown.extensions.", "pymdownx.")):
        entry = next((entry for entry in util.get_installed_extensions() if entry.name == name), None)
        if entry is not None:
            return entry.module, entry.attr
    module_name, _, class_name = name.partition(":")
    return module_name, class_name


def _found(name: str) -> ModuleSpec | None:
    """Where a module is; nothing is imported to find out."""
    top, *rest = name.split(".")
    try:
        spec = importlib.util.find_spec(top) if top else None
        for end in range(len(rest)):
            if spec is None or spec.submodule_search_locations is None:
                return None
            spec = PathFinder.find_spec(".".join([top, *rest[: end + 1]]), spec.submodule_search_locations)
    except (ImportError, ValueError):
        return None
    return spec
