"""Misspelled words: those that the checker typos knows, and Chinese names of the data by a letter
or a swap of two.
"""

import json
import re
from bisect import bisect
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate
from string import ascii_lowercase

from refdesk.data.entries import names_of
from refdesk.data.library import Library
from refdesk.files.checkout import DOCS
from refdesk.files.text import TextFile, read_text
from refdesk.problems.problem import Problem, Rule, Slip
from refdesk.rules.markdown import run_linter
from refdesk.search.chinese import readings
from refdesk.site.prose import prose_of_data, prose_of_page
from refdesk.site.site import Site

RULES = (
    Rule(
        "misspelling",
        explanation="A word is a known misspelling, as the checker typos has it; or a rare word "
        "is a letter, or a swap "
        "of two, away from a Chinese name of the data.",
        example="Basic reserch is paid for by the state.",
        fix="write the word of the hint. A name that looks so goes into the list in "
        "`docs/data/spelling.txt`.",
    ),
)
# the words that are right, though the checker does not know them
_KNOWN = f"{DOCS}/data/spelling.txt"
_WORD = re.compile(r"[A-Z](?<![\w-].)[a-z]{4,}(?!\w)")
_PLAIN = re.compile(r" ([a-z]{5,})(?=[ ,])")  # a word that is no name
_PINYIN = re.compile(f"(?:{'|'.join(one for one in readings() if re.search('[aeiou]', one))})+")
# Before a word of another language, one with a letter that English has not: "École normale"
_FOREIGN = re.compile(r"\b\w*[À-ÖØ-öø-ÿ]\w*[ -]$")
_RARE = 2  # a word that stands more often is no slip

Texts = Sequence[tuple[TextFile, str]]


def check_site(site: Site) -> Iterator[Problem]:
    """Report misspelled words in pages and data."""
    texts = [*map(prose_of_page, site.pages.values()), *prose_of_data(site.library)]
    known = read_text(site.config.root / _KNOWN, _KNOWN).text.title().split()
    yield from _typos(site, texts, known)
    yield from _near_names(site.library, texts, known)


def _typos(site: Site, texts: Texts, known: Sequence[str]) -> Iterator[Problem]:
    """Report what typos finds in all texts, in a single run."""
    whole = TextFile("", "\n".join(words for _, words in texts))
    begins = [0, *accumulate(len(words) + 1 for _, words in texts)]
    output, problems = run_linter(
        site, ["typos", "--isolated", "--format=json", "-"], whole.text, 2
    )
    yield from problems
    for found in map(json.loads, output.splitlines()):
        at, behind = whole.line_starts[found["line_num"] - 1], found["byte_offset"]
        at += len(whole.text[at : at + behind].encode()[:behind].decode())
        number = bisect(begins, at) - 1
        is_foreign = _FOREIGN.search(whole.text, 0, at) is not None
        if found["typo"].title() not in known and not is_foreign:
            message = f"'{found['typo']}' is misspelled"
            hint = f"Write {' or '.join(found['corrections'])}"
            yield texts[number][0].problem(at - begins[number], Slip("misspelling", message, hint))


def _near_names(library: Library, texts: Texts, listed: Sequence[str]) -> Iterator[Problem]:
    """Report rare words; one that reads as pinyin may be another name, and is told within the whole
    name alone.
    """
    entries = [entry for file in library.files.values() for entry in file.entries.values()]
    names = {name for entry in entries for name in names_of(entry)}
    meant = _meant_names(names, texts, listed)
    if not meant:
        return
    for file, words in texts:
        for match in _WORD.finditer(words):
            word = meant.get(match[0])
            if word is not None and _is_slip(match[0], word, names, words):
                slip = Slip("misspelling", f"'{match[0]}' is misspelled", f"Write {word}")
                yield file.problem(match.start(), slip)


def _is_slip(written: str, word: str, names: Collection[str], text: str) -> bool:
    """Return whether a rare word is no name of its own."""
    return not _is_pinyin(written) or _stands_in_name(written, word, names, text)


def _meant_names(names: Collection[str], texts: Texts, listed: Sequence[str]) -> dict[str, str]:
    """Map the rare words that are a slip of a Chinese name to that name."""
    known = {word for name in names for word in _WORD.findall(name)} | {*listed}
    plain = {word.title() for _, words in texts for word in _PLAIN.findall(words)}
    seen = Counter(word for _, words in texts for word in _WORD.findall(words))
    rare = {word for word, count in seen.items() if count <= _RARE} - known - plain
    chinese = sorted(word for word in known - plain if _is_pinyin(word))
    return {slip: word for word in chinese for slip in _slips(word) if slip in rare}


def _is_pinyin(word: str) -> bool:
    return _PINYIN.fullmatch(word.lower()) is not None


def _stands_in_name(written: str, word: str, names: Collection[str], text: str) -> bool:
    """Return whether a text holds a name of several words that is so written, in place of the
    word.
    """
    whole = [name for name in names if word in name.split() and name != word]
    return any(name.replace(word, written) in text for name in whole)


def _slips(word: str) -> Iterator[str]:
    """Yield what a word becomes with a letter left out, swapped, added or changed behind the
    first.
    """
    for at in range(1, len(word)):
        head, tail = word[:at], word[at:]
        yield head + tail[1:]
        yield head + tail[1::-1] + tail[2:]
        for letter in ascii_lowercase:
            yield head + letter + tail
            yield head + letter + tail[1:]
