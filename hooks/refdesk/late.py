"""A module of the standard library that is loaded when it is used, not already when it is named."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any


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


def load_late(package: ModuleType, name: str, functions: frozenset[str]) -> None:
    """Put off loading a module of a package; ``functions`` are those that others import from it by name."""
    whole = f"{package.__name__}.{name}"
    if whole not in sys.modules:
        late = _Late(whole, functions)
        sys.modules[whole] = late
        setattr(package, name, late)
