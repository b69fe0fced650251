"""Pinyin: it is that of the characters beside it, and carries the marks of its tones."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from refdesk.problems.problem import Problem, Rule
from refdesk.search.chinese import readings
from refdesk.site.site import Site

RULES = (
    Rule(
        "pinyin",
        explanation="The pinyin is no reading of its characters (any will do), or lacks the marks of tones.",
        example="- id: science-city\n  en: science city\n  zh: 科学城\n  pinyin: kexue chang\n  definition: A place.",
        fix="write the pinyin with tones: `kēxuéchéng`.",
        language="yaml",
    ),
)
_BRACKETS = re.compile(r"[（(][^）)]*[）)]")
_NOT_READ = re.compile(r"[^\W\d_\u3400-\u9fff]|\d")  # letters and figures, which are read in more than one way


def check_site(site: Site) -> Iterator[Problem]:
    """Every entry with characters and pinyin of which the two do not agree."""
    known = _syllables()
    for file in site.library.files.values():
        for entry_id, entry in file.entries.items():
            chinese, pinyin = getattr(entry, "zh", None), getattr(entry, "pinyin", None)
            if not isinstance(chinese, str) or not isinstance(pinyin, str):
                continue
            if not _BRACKETS.search(pinyin):
                chinese = _BRACKETS.sub("", chinese)
            if _NOT_READ.search(chinese):
                continue
            spoken = "".join(f"(?:{'|'.join(known.get(sign, ['[a-z]+']))})" for sign in chinese if sign.isalpha())
            if not re.fullmatch(spoken, _letters(pinyin)):
                message = f"'{pinyin}' is not how '{chinese}' is read"
                yield file.problem("pinyin", entry_id, "pinyin", message, f"It reads {_plain(chinese, known)}")
            elif len(chinese) > 1 and _letters(pinyin) == re.sub(r"[^a-z]", "", pinyin.lower()):
                yield file.problem("pinyin", entry_id, "pinyin", f"'{pinyin}' has no marks of tones")


@cache
def _syllables() -> dict[str, set[str]]:
    """Character -> the syllables that it is read as."""
    known: dict[str, set[str]] = {}
    for syllable, characters in readings().items():
        for character in characters.replace("|", ""):
            known.setdefault(character, set()).add(syllable)
    return known


def _letters(pinyin: str) -> str:
    """The letters of a reading without tones, ü as v."""
    folded = unicodedata.normalize("NFD", pinyin.lower()).replace("u\u0308", "v")
    return re.sub(r"[^a-z]", "", folded)


def _plain(chinese: str, known: dict[str, set[str]]) -> str:
    """How characters are read, without tones."""
    return " ".join("/".join(sorted(known[sign])) for sign in chinese if sign in known)
