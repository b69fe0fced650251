"""What is made ready when it is used, not already when it is named: modules of Python, regular expressions."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any, cast


class _Late(ModuleType):
    """Stands for a module: some of its functions load it when they are called, everything else when it is asked for."""

    def __init__(self, name: str, functions: frozenset[str]) -> None:
        super().__init__(name)
        self._functions = functions

    def __getattr__(self, name: str) -> Any:
        if name in self._functions:
            return _calling(self, name)
        if name.startswith("__"):  # what an import statement looks for
            raise AttributeError(name)
        return getattr(_real(self), name)


def _real(late: _Late) -> ModuleType:
    if sys.modules.get(late.__name__) is late:
        del sys.modules[late.__name__]
    return importlib.import_module(late.__name__)


def _calling(late: _Late, name: str) -> Callable[..., Any]:
    def call(*args: Any, **options: Any) -> Any:
        return getattr(_real(late), name)(*args, **options)

    return call


def load_late(name: str, functions: frozenset[str]) -> None:
    """Put off loading a module (of a package that is loaded); ``functions`` are those that others import by name."""
    if name in sys.modules:
        return
    late = _Late(name, functions)
    sys.modules[name] = late
    package, _, module = name.rpartition(".")
    if package:
        setattr(sys.modules[package], module, late)


class _LatePattern:
    """Stands for a regular expression: most pages hold no sign of most mistakes, and so most are never compiled."""

    def __init__(self, *given: Any) -> None:
        self._given = given

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._given), name)
        setattr(self, name, found)
        return found


def late_pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """A regular expression that is compiled when it is first asked for something."""
    return cast("re.Pattern[str]", _LatePattern(text, flags))
