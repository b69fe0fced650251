"""YAML with places: every value and every key knows its line and column."""

import bisect
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, Unpack

import yaml

from refdesk.files.text import CONTROL, INVISIBLE, TextFile, first_line, invisible
from refdesk.problems.problem import Causes, Place, Problem, Slip

YamlPath = tuple[str | int, ...]

# The parser written in C is some ten times faster; wheels of PyYAML carry it on every common
# platform.
Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_TAGS = ("!", "tag:yaml.org,2002:python/")  # how the tags begin that plain YAML does not know

# What the parser says -> the likely fix.
_HINTS = {
    "mapping values are not allowed": 'A text that holds ": " is written between double quotes',
    "cannot start any token": "Indent with blanks, not tabs; a text that starts with such a "
    "character is double-quoted",
    "tab character": "Indent with blanks, not tabs",
    "escape character": "Between double quotes, a backslash is written twice",
    "": "Look here and above for a quotation mark, a bracket or a colon that is missing, other "
    "indentation, and for a "
    'text that begins with [ or " and is not between double quotes',
}

# A sign between double quotes that is spelled, by its number or by a letter.
_ESCAPE = re.compile(r"\\(?:x(?P<two>\w{2})|u(?P<four>\w{4})|U(?P<eight>\w{8})|(?P<letter>.))")
_LETTERS = dict(zip("0abefrvNLP", "\0\a\b\x1b\f\r\v\x85\u2028\u2029", strict=True))
_FIELD = re.compile(r"[ -]*[\w-]+")
_WORD = re.compile(r"[^\s\"'\\]{1,200}")  # written in a file as it is read
# signs: of one in an escape sequence, before a folded line, of a search
_SPELLED, _INDENT, _FAR = 10, 200, 3000


class YamlFile(NamedTuple):
    """A parsed YAML file: plain data (dates stay text), what is wrong with it, and where each part
    stands.

    ``nodes`` maps a path such as ``(3, "title")`` to the value in the file, ``keys`` to its key.
    """

    file: TextFile
    data: object
    problems: tuple[Problem, ...]
    nodes: Mapping[YamlPath, yaml.Node]
    keys: Mapping[YamlPath, yaml.Node]

    @property
    def is_well_formed(self) -> bool:
        """Return whether the whole file could be parsed."""
        return all(problem.code == "invisible-character" for problem in self.problems)

    def below(self, name: str) -> "YamlFile":
        """Return the same with a name before every path, under which its parts stand among those of
        other files.
        """
        nodes = {(name, *path): node for path, node in self.nodes.items()}
        keys = {(name, *path): node for path, node in self.keys.items()}
        return self._replace(nodes=nodes, keys=keys)

    def span(self, path: YamlPath) -> tuple[int, int]:
        """Return the offsets of begin and end of the value at ``path``, or of the nearest part
        above it that exists.
        """
        while path and path not in self.nodes:
            path = path[:-1]
        node = self.nodes.get(path)
        return (node.start_mark.index, node.end_mark.index) if node is not None else (0, 0)

    def place(self, path: YamlPath) -> Place:
        """Return the place at which that value begins."""
        return self.file.place(self.span(path)[0])

    def problem(
        self,
        path: YamlPath,
        slip: Slip,
        *,
        at_key: bool = False,
        **causes: Unpack[Causes],
    ) -> Problem:
        """Return a problem at the value (or the key) at ``path``; a swap that fits there becomes
        its replacement.
        """
        is_at_key = at_key and path in self.keys
        offset = self.keys[path].start_mark.index if is_at_key else self.span(path)[0]
        return self.file.problem(offset, slip, **causes)


class InlineText(NamedTuple):
    """A text field with references, and where it stands in its YAML file."""

    yaml: YamlFile
    path: YamlPath
    text: str

    def problem(self, offset: int, slip: Slip, **causes: Unpack[Causes]) -> Problem:
        """Return a problem at the place in the file of what stands at an offset of the text."""
        there = self._offset_in_file(offset)
        return self.yaml.file.problem(there, slip, **causes)

    def _offset_in_file(self, offset: int) -> int:
        """Return where in the file the sign at an offset of the text stands: quotes and folded
        lines move offsets.
        """
        start, end = self.yaml.span(self.path)
        words = _words_in_file(self.yaml.file, self.text, start, end)
        at, there = words[bisect.bisect_right(words, (offset, end)) - 1]
        return min(there + offset - at, max(end - 1, start))


@lru_cache(maxsize=4)
def _words_in_file(file: TextFile, text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return where each word of a text that has no escape sequences begins, in it and in
    ``[start:end]`` of the file.

    Each is looked for near the one before, so that the time grows with the text alone.
    """
    found = [(0, start)]
    known = start  # the end in the file of the last word that was found
    for word in _WORD.finditer(text):
        behind = word.end() - found[-1][0]
        place = file.text.find(
            word.group(), known, min(known + min(_SPELLED * behind + _INDENT, _FAR), end)
        )
        if place >= 0:
            found.append((word.start(), place))
            known = place + len(word.group())
    return found


def parse_yaml(
    file: TextFile, construct: Callable[[str, object], object] | None = None
) -> YamlFile:
    """Parse one YAML document; whatever is wrong with it becomes problems, and ``data`` is None
    where nothing is left.

    A file with aliases is not read: in data they help nobody, and they are how a small file becomes
    a large one. ``construct`` makes the value of ``!tag value`` from the two, or raises ValueError;
    without it, tags do nothing.
    """
    builder = _Builder(file, construct)
    data: object = None
    text = CONTROL.sub(" ", file.text)
    try:
        for mark in _aliases(text):
            builder.problem(mark, "an alias (*name) is not allowed here", "Write the value out")
        node = yaml.compose(text, Loader=Loader) if not builder.problems else None
        data = None if node is None else builder.build(node, ())
    except yaml.MarkedYAMLError as error:
        builder.problems.append(_syntax_problem(file, error))
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        reason = (
            "is nested too deeply" if isinstance(error, RecursionError) else first_line(str(error))
        )
        offset = error.position if isinstance(error, yaml.reader.ReaderError) else 0
        builder.problems.append(file.problem(offset, Slip("yaml-syntax", reason)))
    problems = (*file.problems, *builder.problems)
    return YamlFile(file, data, problems, builder.nodes, builder.keys)


def _aliases(text: str) -> Iterator[Any]:
    """Yield where aliases stand in a YAML document."""
    for event in yaml.parse(text, Loader=Loader) if "*" in text else ():
        if isinstance(event, yaml.AliasEvent) and event.start_mark is not None:
            yield event.start_mark


def _syntax_problem(file: TextFile, error: yaml.MarkedYAMLError) -> Problem:
    message = first_line(error.problem or error.context or "cannot be parsed")
    mark = error.problem_mark or error.context_mark
    if mark and (opened := _open_quotation(file, mark.line)):
        hint = (
            "Write the same mark at its end; one that is meant is written twice or behind a "
            "backslash"
        )
        return file.problem(
            opened.index, Slip("yaml-syntax", "this quotation mark is not closed on its line", hint)
        )
    hint = next(hint for words, hint in _HINTS.items() if words in message)
    if (
        mark
        and "mapping values" in message
        and _FIELD.fullmatch(file.text.split("\n")[mark.line][: mark.column])
    ):
        hint = "The field above this line lacks its colon, or this one is indented otherwise"
    return file.problem(mark.index if mark else 0, Slip("yaml-syntax", message, hint))


def _open_quotation(file: TextFile, line: int) -> Any:
    """Return where a quotation begins that goes on from a line above to the given one, or nowhere
    ends; or None.
    """
    try:
        for token in yaml.scan(CONTROL.sub(" ", file.text), Loader):
            is_quoted = isinstance(token, yaml.ScalarToken) and token.style in {"'", '"'}
            if is_quoted and token.start_mark.line < line == token.end_mark.line:
                return token.start_mark
    except yaml.MarkedYAMLError as error:
        return error.context_mark if "end of stream" in str(error.problem) else None
    return None


class _Builder:
    """Turns YAML nodes into plain data and remembers their places."""

    def __init__(self, file: TextFile, construct: Callable[[str, object], object] | None) -> None:
        self.file = file
        self.construct = construct
        self.nodes: dict[YamlPath, yaml.Node] = {}
        self.keys: dict[YamlPath, yaml.Node] = {}
        self.problems: list[Problem] = []

    def problem(self, mark: Any, message: str, hint: str = "") -> None:
        """Add a problem."""
        self.problems.append(self.file.problem(mark.index, Slip("yaml-syntax", message, hint)))

    def build(self, node: yaml.Node, path: YamlPath) -> object:
        """Return the value of a node."""
        self.nodes[path] = node
        value: object
        if isinstance(node, yaml.ScalarNode):
            value = _scalar(node)
            self.problems += _spelled_signs(self.file, node) if node.style == '"' else ()
        elif isinstance(node, yaml.SequenceNode):
            value = [self.build(item, (*path, index)) for index, item in enumerate(node.value)]
        else:
            value = dict(self._pairs(node, path))
        if self.construct is None or not node.tag.startswith(_TAGS):
            return value
        try:
            return self.construct(node.tag, value)
        except ValueError as error:
            self.problem(node.start_mark, str(error))
            return None

    def _pairs(self, node: yaml.Node, path: YamlPath) -> Iterator[tuple[str, object]]:
        is_twice = False
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if not isinstance(key_node, yaml.ScalarNode):
                self.problem(key_node.start_mark, "a key must be a plain word")
            elif (*path, key) in self.keys:
                if not is_twice:  # where one more entry begins without its hyphen, all its keys do
                    self.problem(key_node.start_mark, f"the key '{key}' stands twice in this entry")
                is_twice = True
            else:
                self.keys[(*path, key)] = key_node
                yield key, self.build(value_node, (*path, key))


def _spelled_signs(file: TextFile, node: yaml.ScalarNode) -> Iterator[Problem]:
    """Yield a problem at each escape sequence of a quoted text that spells a sign that
    nobody sees.
    """
    for match in _ESCAPE.finditer(file.text, node.start_mark.index, node.end_mark.index):
        digits = match["two"] or match["four"] or match["eight"]
        sign = chr(int(digits, 16)) if digits else _LETTERS.get(match["letter"], "")
        if INVISIBLE.fullmatch(sign):
            yield file.problem(match.start(), Slip("invisible-character", *invisible(sign)))


_CONSTRUCTOR = yaml.constructor.SafeConstructor()
_GUESSED = {f"tag:yaml.org,2002:{kind}" for kind in ("null", "bool", "int", "float")}


def _scalar(node: yaml.ScalarNode) -> object:
    """Return the value of a scalar: null, true, a number or text (dates stay text; unknown tags are
    text).
    """
    try:
        return (
            _CONSTRUCTOR.yaml_constructors[node.tag](_CONSTRUCTOR, node)
            if node.tag in _GUESSED
            else node.value
        )
    except ValueError:
        return node.value
