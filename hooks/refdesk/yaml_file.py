"""YAML with places: every value and every key knows its line and column."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from refdesk.problems import Problem
from refdesk.text import START, Place, TextFile

if TYPE_CHECKING:
    from refdesk.yaml_nodes import Builder

YamlPath = tuple[str | int, ...]


class _YamlFile(NamedTuple):
    file: TextFile
    data: object
    problems: tuple[Problem, ...] = ()


class YamlFile(_YamlFile):
    """A parsed YAML file: plain data, and what is wrong with it. Dates stay text.

    Where each part stands is looked up when it is first asked for: most files have no mistake, and in those nobody
    asks.
    """

    @cached_property
    def _builder(self) -> Builder:
        from refdesk.yaml_nodes import build  # noqa: PLC0415 - whoever has only known texts needs no parser

        return build(self.file)

    @property
    def places(self) -> Mapping[YamlPath, Place]:
        """A path such as ``(3, "title")`` -> the place of the value."""
        return self._builder.places

    @property
    def key_places(self) -> Mapping[YamlPath, Place]:
        """A path -> the place of its key."""
        return self._builder.key_places

    @property
    def ends(self) -> Mapping[YamlPath, Place]:
        """A path -> the place where the value ends."""
        return self._builder.ends

    def place(self, path: YamlPath) -> Place:
        """The place of the value at ``path``, or of the nearest part above it that exists."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, START)

    def key_place(self, path: YamlPath) -> Place:
        """The place of the key at ``path``, or of the value when it has no key."""
        return self.key_places.get(path) or self.place(path)

    def span(self, path: YamlPath) -> tuple[int, int]:
        """The offsets at which the source text of the value at ``path`` begins and ends."""
        if path not in self.places:
            at = self.file.offset(self.place(path))
            return at, at
        return self.file.offset(self.places[path]), self.file.offset(self.ends[path])

    def problem(self, code: str, path: YamlPath, message: str, hint: str = "", *, at_key: bool = False) -> Problem:
        """A problem at the value (or the key) at ``path``."""
        place = self.key_place(path) if at_key else self.place(path)
        return Problem(self.file.path, place.line, place.column, code, message, hint)


class InlineText(NamedTuple):
    """A text field with references, and where it stands in its YAML file."""

    yaml: YamlFile
    path: YamlPath
    text: str


_NOTHING: Mapping[str, object] = {}


def parse_yaml(file: TextFile, known: Mapping[str, object] = _NOTHING) -> YamlFile:
    """Parse one YAML document; whatever is wrong with it becomes problems, and ``data`` is None where nothing is left.

    ``known`` holds what some texts without a mistake say. Aliases are refused: in data they help nobody, and they are
    how a small file becomes a large one.
    """
    if file.text in known:
        return YamlFile(file, known[file.text], file.problems)
    from refdesk.yaml_nodes import parsed  # noqa: PLC0415 - whoever has only known texts needs no parser

    data, problems = parsed(file)
    return YamlFile(file, data, (*file.problems, *problems))
