"""Which Markdown extensions may be imported: those that are installed, never a file of the checkout that is checked.

A configuration names its extensions by module, and Python-Markdown imports whatever is called so, and calls whatever
stands behind a colon. A check reads strangers' configurations, so it looks first where the module is and whether it is
an extension at all.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
from collections.abc import Mapping
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path

from markdown import util
from markdown.extensions import Extension

from refdesk.import_path import installed_folders


class NotInstalledError(Exception):
    """A name that leads to no installed Markdown extension: why, as the end of a sentence that begins with it."""


_FOR_MARKDOWN = re.compile(rb"\bmakeExtension\b|^\s*(?:from|import)\s+markdown\b", re.MULTILINE)


def load_extension(name: str, options: Mapping[str, object], root: Path) -> Extension:
    """The Markdown extension of that name; NotInstalledError when there is none."""
    entry = next((entry for entry in util.get_installed_extensions() if entry.name == name), None)
    module_name, class_name = (entry.module, entry.attr) if entry is not None else _parts(name)
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


def _parts(name: str) -> tuple[str, str]:
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
