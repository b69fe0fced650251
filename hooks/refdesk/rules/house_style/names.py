"""Chinese names of the data that are misspelled: a rare word is a letter, or a swap of two, away from one of a name."""

import re
from collections import Counter
from collections.abc import Iterator
from string import ascii_lowercase

from refdesk.data.fields import Mark, marked_fields
from refdesk.data.library import Library
from refdesk.files.checkout import SPELLING
from refdesk.files.text import read_text
from refdesk.problems.problem import Problem
from refdesk.search.chinese import readings
from refdesk.site.prose import prose_of_data, prose_of_page
from refdesk.site.site import Site

_WORD = re.compile(r"[A-Z](?<![\w-].)[a-z]{4,}(?!\w)")
_PINYIN = re.compile(f"(?:{'|'.join(one for one in readings() if re.search('[aeiou]', one))})+")
_RARE = 2  # a word that stands more often is no slip


def check_site(site: Site) -> Iterator[Problem]:
    """Report such words; one that reads as pinyin may be another name, and is told within the whole name alone."""
    texts = [*map(prose_of_page, site.pages.values()), *prose_of_data(site.library)]
    names = set(_names(site.library))
    known = {word for name in names for word in _WORD.findall(name)}
    known |= {*read_text(site.config.root / SPELLING, SPELLING).text.title().split()}
    plain = {word for _, words in texts for word in re.findall(r" ([a-z]{5,})(?=[ ,])", words)}
    lower = {word.title() for word in plain}
    chinese = sorted(word for word in known - lower if _PINYIN.fullmatch(word.lower()))
    seen = Counter(word for _, words in texts for word in _WORD.findall(words))
    rare = {word for word, count in seen.items() if count <= _RARE} - known - lower
    meant = {slip: word for word in chinese for slip in _slips(word) if slip in rare}
    for file, words in texts if meant else []:
        for match in (match for match in _WORD.finditer(words) if match[0] in meant):
            word = meant[match[0]]
            whole = (name.replace(word, match[0]) for name in names if word in name.split() and name != word)
            if not _PINYIN.fullmatch(match[0].lower()) or any(name in words for name in whole):
                yield file.problem("misspelling", match.start(), f"'{match[0]}' is misspelled", f"Write {word}")


def _names(library: Library) -> Iterator[str]:
    for file in library.files.values():
        for field in marked_fields(file.model, Mark.NAME):
            for value in (getattr(entry, field) for entry in file.entries.values()):
                yield from value if isinstance(value, list) else filter(None, [value])


def _slips(word: str) -> Iterator[str]:
    for head, tail in ((word[:at], word[at:]) for at in range(1, len(word))):
        yield from (head + tail[1:], head + tail[1::-1] + tail[2:])
        yield from (head + letter + rest for letter in ascii_lowercase for rest in (tail, tail[1:]))
