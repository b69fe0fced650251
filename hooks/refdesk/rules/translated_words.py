"""What certain words of a text and of its Chinese translation say: the same rank, the same place,
and yes or no.
"""

import re
from collections.abc import Iterator, Mapping

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


def contrary_words(text: str, translation: str, places: Mapping[str, str]) -> Iterator[str]:
    """Yield in words what a Chinese translation says otherwise than its text.

    ``places`` are the Chinese names of places by those in English.
    """
    ranks = {_chinese_number(found) for found in _RANK.finditer(text)}
    chinese_ranks = set(_CHINESE_RANK.findall(translation))
    tally("translation-differs rank", decided=bool(ranks))
    lost, new = ranks - chinese_ranks, chinese_ranks - ranks
    if lost - {"一"} and new - {"一"}:
        yield f"'第{min(lost - {'一'})}' is '第{min(new - {'一'})}'"
    denied = _NOT.search(text)
    tally("translation-differs negation", decided=denied is not None)
    if denied is not None and not _CHINESE_NOT.search(translation):
        yield f"'{denied.group()}' has no word in it"
    named = [name for name in places if _names(text, name)]
    tally("translation-differs place", decided=bool(named))
    missing = [name for name in named if places[name] not in translation]
    added = [name for name in places if places[name] in translation and not _names(text, name)]
    if missing and added:
        yield f"'{places[missing[0]]}' ({missing[0]}) is '{places[added[0]]}' ({added[0]})"


def _chinese_number(rank: re.Match[str]) -> str:
    """Return a rank below a hundred in Chinese numerals: 15 is 十五."""
    number = int(rank[2]) if rank[2] else _NUMBER_OF[rank[1].lower()]
    tens, ones = divmod(number, 10)
    return (
        (_ONES[tens] if tens > 1 else "") + ("十" if tens else "") + (_ONES[ones] if ones else "")
    )


def _names(text: str, name: str) -> bool:
    return re.search(rf"\b{re.escape(name)}\b", text) is not None
