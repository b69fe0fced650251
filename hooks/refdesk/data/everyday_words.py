"""Everyday Chinese words and the English of the site for which readers type them: docs/data/search/everyday.txt."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from refdesk.files.text import TextFile

PATH = "search/everyday.txt"
_LINE = re.compile(r"^(?!#)(?P<english>.+?)(?:: (?P<chinese>.*))?$", re.MULTILINE)


class EverydayWords(NamedTuple):
    """A line of the list: an English word or phrase and the Chinese words for it, with their offsets in the file."""

    offset: int
    english: str
    chinese: tuple[tuple[int, str], ...]


def everyday_words(file: TextFile) -> Iterator[EverydayWords]:
    """Yield every line that is no comment; one without a colon and a blank has no Chinese words."""
    for line in _LINE.finditer(file.text):
        words = re.finditer(r"\S+", line["chinese"] or "")
        start = line.start("chinese")
        yield EverydayWords(line.start(), line["english"], tuple((start + word.start(), word[0]) for word in words))
