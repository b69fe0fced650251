"""Entries as YAML, put in their place in a data file, pages in the navigation; what a check says of them."""

import posixpath
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import yaml
from pypinyin import Style, lazy_pinyin, pinyin

from refdesk.check import check_root
from refdesk.files.cache import write_whole
from refdesk.files.checkout import CONFIG, UnusableSiteError
from refdesk.files.text import read_text
from refdesk.problems.report import line_of

DATE = re.compile(r"\d{4}(-\d\d)*")
NAV = re.compile(r"(?P<indent> *)- (?P<title>.*: )?(?P<uri>\S+\.md)\n")  # an entry of nav in mkdocs.yml that is a page
_HAN = re.compile("[\u3400-\u9fff]+")
_MARKS = str.maketrans({"（": " (", "）": ")", "、": ", ", "，": ", "})


class _Dumper(yaml.SafeDumper):
    """Writes YAML as the data files have it: one line a text, double quotation marks where needed and around a date."""

    def choose_scalar_style(self) -> str:
        style: str = super().choose_scalar_style()
        return '"' if style == "'" or DATE.fullmatch(getattr(self.event, "value", "")) else style


def as_yaml(entry: Mapping[str, object]) -> str:
    """An entry as an item of a list."""
    return yaml.dump([dict(entry)], Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=sys.maxsize)


def read_lines(root: Path, path: str) -> list[str]:
    """The lines of a file of the checkout, each with its end; UnusableSiteError when it cannot be read."""
    file = read_text(root / path, path)
    for problem in file.problems:
        raise UnusableSiteError(line_of(problem))
    return [f"{line}\n" for line in file.text.removesuffix("\n").split("\n")]


def insert(root: Path, path: str, new: Iterable[tuple[str, str]], order: str = "") -> None:
    """Put entries (what they are sorted by, and their text) into a list of entries.

    ``order`` is the field by which the file is sorted; without one, a new entry comes last.
    """
    lines = read_lines(root, path)
    for key, text in new:
        at = _place(lines, key, order) if order else len(lines)
        lines[at:at] = text.splitlines(keepends=True)
    write_whole(root / path, "".join(lines).encode())


def _place(lines: Sequence[str], key: str, order: str) -> int:
    """The line before which an entry goes: comments above another entry stay with it."""
    field = re.compile(rf"[- ] {order}: \"?([^\"\n]*)")
    start = 0
    for number, line in enumerate(lines):
        start = number if line.startswith("- ") else start
        if (match := field.match(line)) and match[1] > key:
            above = start
            while above and lines[above - 1].startswith("#"):
                above -= 1
            return above or start  # a comment at the top is about the file
    return len(lines)


def list_page(root: Path, uri: str, entry: str) -> None:
    """Add a page to the navigation, behind the last page of its folder; UnusableSiteError where that has none."""
    if not uri.endswith(".md"):
        raise UnusableSiteError(f"'{uri}' is no name of a page: it ends in .md")
    lines = read_lines(root, CONFIG)
    folder = posixpath.dirname(uri)
    listed = {at: match for at, line in enumerate(lines) if (match := NAV.fullmatch(line)) is not None}
    at = max((at for at, match in listed.items() if posixpath.dirname(match["uri"]) == folder), default=None)
    if at is None:
        raise UnusableSiteError(f"nav in {CONFIG} has no page of the folder '{folder}': begin its section by hand")
    lines.insert(at + 1, f"{listed[at]['indent']}- {entry}\n")
    write_whole(root / CONFIG, "".join(lines).encode())


def checked_path(path: str) -> str:
    """A path below the root; UnusableSiteError for one that leads elsewhere."""
    if not re.fullmatch(r"[\w-][\w./-]*", path) or posixpath.normpath(path) != path:
        raise UnusableSiteError(f"'{path}' is no path of a file: write letters, digits, '-', '_' and '.' between '/'")
    return path


def tell(root: Path, paths: Sequence[str], say: Callable[[str], None]) -> None:
    """Say which files were written, and what a check finds in them."""
    say(f"Written: {', '.join(paths)}")
    for problem in check_root(root).only(paths).problems:
        say(line_of(problem))


def words(text: str) -> list[str]:
    """The words of a text in plain Latin letters, Chinese by its pinyin."""
    latin = unicodedata.normalize("NFKD", " ".join(lazy_pinyin(text)).casefold())
    return re.findall(r"[a-z0-9]+", re.sub("[\u0300-\u036f'’]", "", latin))


def spoken(chinese: str) -> str:
    """The pinyin of characters, with tones, mostly by two: a proposal, since words and readings are to be confirmed."""
    return _HAN.sub(_by_words, chinese.translate(_MARKS)).strip()


def _by_words(match: re.Match[str]) -> str:
    readings = [found[0] for found in pinyin(match.group(), style=Style.TONE)]
    syllables = [re.sub("^(?=[aāáǎàeēéěèoōóǒò])", "'", reading) for reading in readings]  # as in xī'ān
    first = 3 if len(syllables) % 2 else 2
    pairs = zip(syllables[first::2], syllables[first + 1 :: 2], strict=True)
    return " ".join(word.removeprefix("'") for word in ["".join(syllables[:first]), *map("".join, pairs)])
