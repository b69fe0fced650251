"""Pinyin: it is a reading of the characters beside it, tones included."""

import re
import unicodedata
from collections.abc import Iterator

from refdesk.data.library import Library
from refdesk.problems.decisions import tally
from refdesk.problems.problem import Problem, Rule, Slip
from refdesk.search.chinese import spoken

RULES = (
    Rule(
        "pinyin",
        explanation="The pinyin, with its tones, is no reading of the characters beside it (any "
        "will do).",
        example="- id: science-city\n  en: science city\n  zh: 科学城\n  pinyin: kexue chang\n  "
        "definition: A place.",
        fix="write the pinyin with tones: `kēxuéchéng`.",
        file="docs/data/glossary.yml",
    ),
)
_BRACKETS = re.compile(r"[（(][^）)]*[）)]")
# Latin letters and digits, whose reading is not checked
_NOT_READ = re.compile(r"[^\W\d_\u3400-\u9fff]|\d")


def check_data(library: Library) -> Iterator[Problem]:
    """Report entries whose pinyin is no reading of their characters."""
    for file in library.files.values():
        for entry_id, entry in file.entries.items():
            chinese, pinyin = getattr(entry, "zh", None), getattr(entry, "pinyin", None)
            if not isinstance(chinese, str) or not isinstance(pinyin, str):
                continue
            tally("pinyin")
            if (slip := _misread(chinese, pinyin)) is not None:
                yield file.problem((entry_id, "pinyin"), slip)


def _misread(chinese: str, pinyin: str) -> Slip | None:
    """Return that pinyin is no reading of characters, of which brackets may be left unread."""
    if not _BRACKETS.search(pinyin):
        chinese = _BRACKETS.sub("", chinese)
    if _NOT_READ.search(chinese):
        return None
    known = [spoken().get(sign, []) for sign in chinese if sign.isalpha()]
    # Each character is read in one of the known ways, in any if none is known.
    ways = ("|".join(map(_letters, readings)) or ".+" for readings in known)
    if re.fullmatch("".join(f"(?:{way})" for way in ways), _letters(pinyin)):
        return None
    hint = f"It reads {' '.join(one[0] for one in known if one)}"
    return Slip("pinyin", f"'{pinyin}' is not how '{chinese}' is read", hint)


def _letters(pinyin: str) -> str:
    """Return the letters of a reading in lower case, each followed by its accents."""
    return re.sub(r"[^a-z\u0300-\u036f]", "", unicodedata.normalize("NFD", pinyin.lower()))
