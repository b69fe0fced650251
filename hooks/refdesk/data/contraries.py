"""Words that exclude one another: of what kind of research, of which country, in which direction.

A text that names basic research where the other names applied research says something else. Each
respect is a list of concepts, and each concept has its words in English and in Chinese. A word is
added where it belongs; one that has two meanings belongs nowhere.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from refdesk.data.library import Library
from refdesk.data.models import Person, Province


class Concept(NamedTuple):
    """What a text can name in one respect: ``english`` and ``chinese`` find its words."""

    english: re.Pattern[str]
    chinese: re.Pattern[str]

    def is_named(self, text: str, *, chinese: bool) -> re.Match[str] | None:
        """Return where a text names it first, None if it does not."""
        return (self.chinese if chinese else self.english).search(text)


class Exchanged(NamedTuple):
    """A word of a text, and the word of the other text in whose place it stands."""

    said: re.Match[str]
    instead: re.Match[str]


# One respect a paragraph, one concept a line: English words | Chinese words. Each is a part of a
# pattern. English words stand alone, whatever their first letter is.
_WORDS = """
basic(?: and frontier)?(?: research)? | 基础(?:科学)?研究|基础科学
applied research | 应用研究
experimental development | 试验发展

governments?|budgets?|fiscal|public (?:finance|money) | 政府|财政
enterprises|firms|companies|businesses | 企业
universit(?:y|ies) | 高校|大学|高等学校|高等教育

central(?:ly)? | 中央
local(?:ly)? | 地方

preliminary|first estimate | 初步|快报
final(?! reports?) | 最终|核定

full[ -]year|whole year | 全年
first half(?: of)? | 上半年
main round | 集中受理|集中接收

highest|largest|biggest|greatest | 最高|最大
lowest|smallest | 最低|最小

fastest|quickest | 最快
slowest | 最慢

oldest|earliest | 最早
newest|youngest|latest | 最新|最晚|最年轻

ris(?:en|es|ing)|rose|gr[eo]wn?|grow(?:s|ing)|increas(?:ed?|es|ing)|climb(?:ed|s|ing)|growth \
| 升|增长|提高|增加|增至|上涨|上调
fall(?:s|en|ing)|fell|dropp?(?:ed|s|ing)|declin(?:ed?|es|ing)|decreas(?:ed?|es|ing)|shrank \
| 降|减少|减至|回落|下滑|下跌|下调

weak(?:er|est|ly)? | 薄弱|较弱|很弱
strong(?:er|est|ly)? | 较强|很强|强大

still|remain(?:s|ed)?|continu(?:es?|ed) | 仍|继续|依然
no longer|stopped | 不再|停止

domestic(?:ally)? | 国产|国内
foreign | 国外|外国|境外|进口

import(?:s|ed|ing)? | 进口
export(?:s|ed|ing)? | 出口

failed|failures? | 失败
succeed(?:s|ed)?|success(?:es)? | 成功

forb(?:ids?|ade|idden)|bann?(?:ed|s)|prohibit(?:s|ed) | 禁止
allow(?:s|ed)?|permit(?:s|ted) | 允许

yuan|renminbi | (?<!美)(?<!欧)(?<!日)元|人民币
(?:US )?dollars? | 美元
euros? | 欧元
yen | 日元

doctora(?:l|tes?)|PhDs?|doctors | 博士
master[’']s | 硕士
undergraduates? | 本科

men | 男
women | 女

Americans?|United States | 美国|美方|中美
Japan(?:ese)? | 日本|中日
South Korean?s? | 韩国|中韩
Germany?|Germans | 德国|中德
French|France | 法国|中法
Brit(?:ain|ish)|United Kingdom | 英国|中英
Dutch|Netherlands | 荷兰
Russian?s? | 俄罗斯|中俄|苏联
Indian?s? | 印度
Swiss|Switzerland | 瑞士
Swed(?:en|ish) | 瑞典
Canad(?:a|ians?) | 加拿大
Australian?s? | 澳大利亚
Ital(?:y|ians?) | 意大利
Taiwan(?:ese)? | 台湾
European Union|EU | 欧盟
"""


_HAN = re.compile(r"[\u3400-\u9fff]")


def _concept(english: str, chinese: str) -> Concept:
    return Concept(re.compile(rf"\b(?i:{english})\b"), re.compile(chinese))


def _line(line: str) -> Concept:
    english, chinese = line.split(" | ")
    return _concept(english.strip(), chinese.strip())


_RESPECTS = [[_line(line) for line in part.splitlines()] for part in _WORDS.strip().split("\n\n")]


@lru_cache(maxsize=2)
def _respects(library: Library) -> Sequence[Sequence[Concept]]:
    """Return every respect: those above, the provinces, and the people of the data."""
    provinces = library.entries(Province).values()
    people = [one for one in library.entries(Person).values() if one.zh]
    return [
        *_RESPECTS,
        [_concept(re.escape(one.name), re.escape(one.zh)) for one in provinces],
        [_concept(re.escape(one.name), re.escape(one.zh or "")) for one in people],
    ]


def exchanged(
    library: Library, text: str, others: Sequence[str], whole: str = ""
) -> Iterator[Exchanged]:
    """Yield what a text names in place of what other texts name, as applied for basic research.

    That is told in a respect in which the text names one thing that none of the ``others`` names,
    and the first of these one that the text does not; and nothing that the rest of the ``whole``
    names, of which the text is a part.
    """
    for respect in _respects(library):
        here = _named(respect, text)
        if not here:
            continue
        new = here.keys() - {key for other in others for key in _named(respect, other)}
        there = _named(respect, others[0]) if new else {}
        beside = _named(respect, whole).keys() - here.keys()
        lost = there.keys() - here.keys()
        if len(new) == len(lost) == 1 and beside.isdisjoint(there):
            yield Exchanged(here[new.pop()], there[lost.pop()])


def decides(library: Library, text: str, other: str) -> bool:
    """Return whether two texts name something in the same respect."""
    return any(_named(respect, text) and _named(respect, other) for respect in _respects(library))


def _named(respect: Sequence[Concept], text: str) -> dict[int, re.Match[str]]:
    """Map the concepts of a respect that a text names to where it does so first."""
    chinese = _is_chinese(text)
    found = ((number, one.is_named(text, chinese=chinese)) for number, one in enumerate(respect))
    return {number: match for number, match in found if match is not None}


@lru_cache(maxsize=4096)
def _is_chinese(text: str) -> bool:
    """Return whether a text is Chinese; an English one may have some Chinese words in it."""
    return 4 * len(_HAN.findall(text)) > len(text)
