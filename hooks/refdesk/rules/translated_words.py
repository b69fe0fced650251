"""What certain words of a text and of its Chinese translation say: the same rank, yes or no, and no
word that excludes one of the other.
"""

import re
from collections.abc import Iterator

from refdesk.data.contraries import decides, exchanged
from refdesk.data.library import Library
from refdesk.problems.decisions import tally

_ONES = "零一二三四五六七八九"
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_NUMBER_OF = {word: number for number, word in enumerate(_ORDINALS.split(), start=1)}
_RANK = re.compile(rf"\b(?:({'|'.join(_NUMBER_OF)})|(\d\d?)(?:st|nd|rd|th))\b", re.IGNORECASE)
_CHINESE_RANK = re.compile(r"第([一二三四五六七八九十]+)")
# "No other" may be "the first", and "no. 5" numbers
_NOT = re.compile(
    r"\b(?:not|never|nobody|nothing|none|cannot|no(?! other|\. ?[\d{]))\b", re.IGNORECASE
)
_CHINESE_NOT = re.compile(r"[不没未无非否莫勿免难缺]")


def contrary_words(library: Library, text: str, translation: str) -> Iterator[str]:
    """Yield in words what a Chinese translation says otherwise than its text."""
    ranks = {_chinese_number(found) for found in _RANK.finditer(text)}
    chinese_ranks = set(_CHINESE_RANK.findall(translation))
    tally("translation-differs rank", decided=bool(ranks))
    lost, new = ranks - chinese_ranks, chinese_ranks - ranks
    if lost - {"一"} and new - {"一"}:
        said, instead = min(new - {"一"}), min(lost - {"一"})
        yield f"it says '第{said}' where the text says '第{instead}'"
    denied = _NOT.search(text)
    tally("translation-differs negation", decided=denied is not None)
    if denied is not None and not _CHINESE_NOT.search(translation):
        yield f"it lacks a word for '{denied.group()}'"
    tally("translation-differs word", decided=decides(library, translation, text))
    for one in exchanged(library, translation, [text]):
        yield f"it says '{one.said.group()}' where the text says '{one.instead.group()}'"


def _chinese_number(rank: re.Match[str]) -> str:
    """Return a rank below a hundred in Chinese numerals: 15 is 十五."""
    number = int(rank[2]) if rank[2] else _NUMBER_OF[rank[1].lower()]
    tens, ones = divmod(number, 10)
    return (
        (_ONES[tens] if tens > 1 else "") + ("十" if tens else "") + (_ONES[ones] if ones else "")
    )
