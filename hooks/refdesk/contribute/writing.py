"""Entries put in their place in a data file, pages in the navigation; what a check says of
them.
"""

import posixpath
import re
from collections.abc import Iterable
from pathlib import Path

import click
from pydantic import TypeAdapter, ValidationError
from pypinyin import Style, lazy_pinyin, pinyin

from refdesk.check import check_root
from refdesk.data.fields import PastDate
from refdesk.files.checkout import CONFIG, UnusableSiteError
from refdesk.files.text import read_text
from refdesk.files.writing import write_together
from refdesk.files.yaml_lists import with_entries, with_entry_behind
from refdesk.problems.report import line_of
from refdesk.problems.suggest import unaccented

# an entry of nav in mkdocs.yml that is a page
NAV = re.compile(r"(?P<indent> *)- (?P<title>.*: )?(?P<uri>\S+\.md)\n")
_PAST_DATE: TypeAdapter[str] = TypeAdapter(PastDate)
_HAN = re.compile("[\u3400-\u9fff]+")
_MARKS = str.maketrans({"（": " (", "）": ")", "、": ", ", "，": ", "})


class Draft:
    """Changes to the files of a checkout, kept until all of them are written together."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._texts: dict[str, str | None] = {}

    def text(self, path: str) -> str:
        """Return the text of a file with its changes so far; UnusableSiteError when it cannot be
        read.
        """
        draft = self._texts.get(path)
        if draft is not None:
            return draft
        file = read_text(self.root / path, path)
        for problem in file.problems:
            raise UnusableSiteError(problem)
        return file.text.removesuffix("\n") + "\n"

    def put(self, path: str, text: str | None) -> None:
        """Give a file another text; None deletes it."""
        self._texts[path] = text

    def insert(self, path: str, new: Iterable[tuple[str, str]], order: str = "") -> None:
        """Put entries (key, text) into a list that is sorted by the field ``order``; without one,
        they come last.
        """
        self.put(path, with_entries(self.text(path), new, order))

    def insert_behind(self, path: str, text: str, field: str) -> None:
        """Put an entry behind the last that has such a line; where none has it, it comes last."""
        self.put(path, with_entry_behind(self.text(path), text, field))

    def list_page(self, uri: str, entry: str) -> None:
        """Add a page to the navigation, behind the last page of its folder; UnusableSiteError where
        that has none.
        """
        if not uri.endswith(".md"):
            raise UnusableSiteError(f"'{uri}' is no name of a page: it ends in .md")
        lines = self.text(CONFIG).splitlines(keepends=True)
        folder = posixpath.dirname(uri)
        listed = {
            at: match for at, line in enumerate(lines) if (match := NAV.fullmatch(line)) is not None
        }
        at = max(
            (at for at, match in listed.items() if posixpath.dirname(match["uri"]) == folder),
            default=None,
        )
        if at is None:
            raise UnusableSiteError(
                f"nav in {CONFIG} has no page of the folder '{folder}': begin its section by hand"
            )
        lines.insert(at + 1, f"{listed[at]['indent']}- {entry}\n")
        self.put(CONFIG, "".join(lines))

    def write(self) -> list[str]:
        """Write all files, or none of them, and return their paths."""
        write_together({self.root / path: text for path, text in self._texts.items()})
        return list(self._texts)

    def write_and_tell(self) -> None:
        """Write all files, and say which they are and what a check finds in them."""
        paths = self.write()
        click.echo(f"Written: {', '.join(paths)}")
        for problem in check_root(self.root).only(paths).problems:
            click.echo(line_of(problem))


def checked_date(text: str) -> str:
    """Return a date that has been; UnusableSiteError for any other text."""
    try:
        return _PAST_DATE.validate_python(text)
    except ValidationError as error:
        [detail] = error.errors()
    if detail["type"] == "string_pattern_mismatch":
        raise UnusableSiteError(f"'{text}' is no date: write 2026, 2026-04 or 2026-04-30")
    raise UnusableSiteError(detail["msg"].removeprefix("Value error, "))


def checked_path(path: str) -> str:
    """Return a path below the root; UnusableSiteError for one that leads elsewhere."""
    if not re.fullmatch(r"[\w-][\w./-]*", path) or posixpath.normpath(path) != path:
        raise UnusableSiteError(
            f"'{path}' is no path of a file: write letters, digits, '-', '_' and '.' between '/'"
        )
    return path


def words(text: str) -> list[str]:
    """Return the words of a text in plain Latin letters, Chinese by its pinyin."""
    return re.findall(r"[a-z0-9]+", re.sub("['’]", "", unaccented(" ".join(lazy_pinyin(text)))))


def spoken(chinese: str) -> str:
    """Return the pinyin of characters with tones, mostly by two: a proposal, since words and
    readings may differ.
    """
    return _HAN.sub(_by_words, chinese.translate(_MARKS)).strip()


def _by_words(match: re.Match[str]) -> str:
    readings = [found[0] for found in pinyin(match.group(), style=Style.TONE)]
    # as in xī'ān
    syllables = [re.sub("^(?=[aāáǎàeēéěèoōóǒò])", "'", reading) for reading in readings]
    first = 3 if len(syllables) % 2 else 2
    pairs = zip(syllables[first::2], syllables[first + 1 :: 2], strict=True)
    return " ".join(
        word.removeprefix("'") for word in ["".join(syllables[:first]), *map("".join, pairs)]
    )
