"""Numbers, shares and years as texts say them, in English and in Chinese."""

import re
from calendar import month_name
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, NamedTuple, Self

from refdesk.data.values import DIGITS_OF
from refdesk.html.text import HAN

Kind = Literal["number", "percent", "points", "year", "month", "day", "rank"]


class Quantity(NamedTuple):
    """A quantity that a text states: ``text[start:end]``.

    ``number`` has the scale in it, and ``digit`` is what one of its last digit counts: of 2.1
    million, 2,100,000 and 100,000. A date has a year, a month and a day apart.
    """

    kind: Kind
    number: Decimal
    digit: Decimal
    start: int
    end: int
    in_words: bool = False

    def is_about(self, other: Self) -> bool:
        """Return whether both may be one quantity, the less exact of them rounded."""
        if self.kind != other.kind:
            return False
        return abs(self.number - other.number) * 2 <= max(self.digit, other.digit)


def quantities(text: str) -> list[Quantity]:
    """Return the quantities of a text in order; a text with Chinese characters is read as such."""
    return [*(_in_chinese(text) if HAN.search(text) else _in_english(text))]


# --- English --------------------------------------------------------------------------------------

_UNITS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS = "ten twenty thirty forty fifty sixty seventy eighty ninety hundred"
_RANKS = "first second third fourth fifth sixth seventh eighth ninth tenth"
_TENS_OF = {word: 10 * number for number, word in enumerate(_TENS.split(), 1)}
_NUMBER_OF = _TENS_OF | {word: number for number, word in enumerate(_UNITS.split(), 1)}
_RANK_OF = {word: number for number, word in enumerate(_RANKS.split(), 1)}
_MONTH_OF = {name: number for number, name in enumerate(month_name) if name}
_PERCENT = r"%|per ?cent\b|Prozent\b"
# What stands between two numbers that share the unit behind the second: "15 to 20%".
_BETWEEN = r"(?: ?(?:to|and|or|–|-) ?)"
_DIGITS = r"(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?)"
# What makes four digits a count and no year: more digits, a decimal, a unit.
_NO_YEAR = r"[\d,]*\d|\.\d| ?%|[A-Za-z-]| (?:per|million|billion)\b"
_ENGLISH_NUMBER = (
    rf"(?P<day>\d\d?) (?P<month_of_day>{'|'.join(_MONTH_OF)})\b",
    rf"(?P<month>{'|'.join(_MONTH_OF)})\b",
    r"(?P<rank>\d+)(?:st|nd|rd|th)\b",
    rf"(?P<year>(?:19|20)\d\d)(?:s\b)?(?!{_NO_YEAR})",
    _DIGITS,
    rf"(?P<word>{'|'.join(_NUMBER_OF)})\b",
    rf"(?P<rank_word>{'|'.join(_RANK_OF)})\b",
)
_ENGLISH_SCALE = r"(?P<scale>hundred|thousand|million|billion|trillion|[mbt]n|k)\b"
_ENGLISH_UNIT = (
    rf"\s?(?P<percent>{_PERCENT})",
    rf"(?P<range>{_BETWEEN}(?=[\d.]+\s?(?:{_PERCENT})))",
    r"\s(?P<points>(?:percentage )?points?)\b",
)
_ENGLISH = re.compile(
    rf"(?<![\w.,])(?:{'|'.join(_ENGLISH_NUMBER)})"
    rf"(?:[ -]?{_ENGLISH_SCALE})?(?:{'|'.join(_ENGLISH_UNIT)})?"
)


def _in_english(text: str) -> Iterator[Quantity]:
    for match in _ENGLISH.finditer(text):
        if match["month_of_day"]:
            yield _exact("month", _MONTH_OF[match["month_of_day"]], match)
            yield _exact("day", int(match["day"]), match)
        elif match["month"]:
            yield _exact("month", _MONTH_OF[match["month"]], match)
        elif match["rank"]:
            yield _exact("rank", int(match["rank"]), match)
        elif match["rank_word"]:
            yield _exact("rank", _RANK_OF[match["rank_word"]], match)._replace(in_words=True)
        elif match["year"]:
            yield _exact("year", int(match["year"]), match)
        elif match["word"]:
            yield _scaled(Decimal(_NUMBER_OF[match["word"]]), match)._replace(in_words=True)
        else:
            yield _scaled(Decimal(match["digits"].replace(",", "")), match)


def _exact(kind: Kind, number: int, match: re.Match[str]) -> Quantity:
    return Quantity(kind, Decimal(number), Decimal(0), *match.span())


def _scaled(number: Decimal, match: re.Match[str]) -> Quantity:
    """Return a number with the scale and the unit that were found behind it."""
    scale = _SCALES.get(match["scale"] or "", 0)
    share = match["percent"] or match["range"]
    kind: Kind = "percent" if share else "points" if match["points"] else "number"
    digit = Decimal(1).scaleb(int(number.as_tuple().exponent) + scale)
    return Quantity(kind, number.scaleb(scale), digit, *match.span())


# --- Chinese --------------------------------------------------------------------------------------

_NUMERALS = {sign: number for number, sign in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "两": 2,
}
_SCALES = DIGITS_OF | {
    "hundred": 2,
    "k": 3,
    "十万": 5,
    "百万": 6,
    "千万": 7,
    "百亿": 10,
    "千亿": 11,
}
_COUNTED = "个家名位项所座台条批种次届天篇人本只款"  # classifiers: a numeral before one counts
_CHINESE_NUMBER = (
    r"(?P<year>(?:19|20)\d\d)\s?年",
    r"(?P<month>\d\d?)\s?月(?:(?P<day>\d\d?)\s?日)?",
    r"第\s?(?P<rank>\d+|[一二三四五六七八九十]+)",
    _DIGITS,
    rf"(?P<word>[两二三四五六七八九十百]+)(?=[{_COUNTED}])",
)
_CHINESE_SCALE = r"[多余]?(?P<scale>[十百千]?(?:万亿|亿|万)|[百千])"
_CHINESE_UNIT = (
    r"\s?(?P<percent>[%％])",
    r"(?P<range>[—–~～至到-](?=[\d.]+[%％]))",
    r"\s?个?(?P<points>百分点)",
)
_CHINESE = re.compile(
    rf"(?:(?<![A-Za-z\d.,])|(?<=GDP))(?:{'|'.join(_CHINESE_NUMBER)})"
    rf"(?:\s?{_CHINESE_SCALE})?(?:{'|'.join(_CHINESE_UNIT)})?"
)


def _in_chinese(text: str) -> Iterator[Quantity]:
    for match in _CHINESE.finditer(text):
        if match["year"]:
            yield _exact("year", int(match["year"]), match)
        elif match["month"]:
            yield _exact("month", int(match["month"]), match)
            if match["day"]:
                yield _exact("day", int(match["day"]), match)
        elif match["rank"]:
            yield _exact("rank", _numeral(match["rank"]), match)
        elif match["word"]:
            yield _scaled(Decimal(_numeral(match["word"])), match)._replace(in_words=True)
        else:
            yield _scaled(Decimal(match["digits"].replace(",", "")), match)


def _numeral(text: str) -> int:
    """Return a number below 1,000 in digits or in Chinese numerals: 十二 is 12, 三百 300."""
    if text.isdecimal() and text.isascii():
        return int(text)
    number = 0
    last = 0
    for sign in text:
        if sign in "十百":
            number += (last or 1) * (10 if sign == "十" else 100)
            last = 0
        else:
            last = _NUMERALS[sign]
    return number + last
