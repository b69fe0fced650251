"""The words around a checked number: its year, its place, what it is a share of, and which way it moved."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from refdesk.data.library import Library
from refdesk.data.values import Value, find_value, table_heads
from refdesk.pages.page import Page
from refdesk.problems.problem import Problem, Rule
from refdesk.site.references import Located, located_in_data, located_on
from refdesk.site.site import Site

RULES = (
    Rule(
        "value-context",
        explanation="The words around a checked number, or the head of its column, name another year, place or measure "
        "than the row and the column that it links.",
        example="R&D took [2.69%](value:rd_national/2024/intensity) of GDP in 2023.",
        fix="correct the words, or point to the row and column that they name.",
    ),
    Rule(
        "value-direction",
        explanation="A sentence says that a number rose, fell, doubled or is above another; the data say otherwise.",
        example="It fell from [2.65%](value:rd_national/2023/intensity) to [2.69%](value:rd_national/2024/intensity).",
        fix="correct the verb, or the order of the numbers.",
    ),
)

_NEAR = 500  # signs around a number that may hold its clause
_CITATION = re.compile(r"\s*\[-?@[^\]]*(?:\]|$)")
_VALUE = re.compile(r"\[[^\[\]]*\]\(value:((?:[^()\s]|\([^()\s]*\))*)\)|(?<![\w.,–-])(\d+(?:\.\d+)?)%")
_LABEL = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)|\*+")
_BREAK = re.compile(r"[.!?;:][\"”’)]*\s+|\n\s*\n\s*|\n\s*(?:[-*+]|\d+[.)])\s+|\s*\|\s*|\s[—–]\s")
_LIST = re.compile(r"^(?:(?:,| and| or) ⟦[^⟧=]*⟧)+")  # "⟦1⟧, ⟦2⟧ and ⟦3⟧ in 2024": all three are of that year
# Words behind which a text speaks of something else than the number, or of when it was told.
_COMPARED = (
    r"than|above|below|behind|ahead|against|unlike|like|as|to|from|with|that|those|between|since|until|after|before"
    r"|and|but|while"
)
_ASIDE = re.compile(
    rf"\b(?:{_COMPARED}|publish\w*|report\w*|cited|quot\w+|count\w*|revis\w+|restat\w+|announc\w+|put|gave|given|gives"
    r"|sa(?:id|ys)|told|w?rote|estimat\w+|stat(?:es|ed)|show\w*|bulletin|yearbook|edition|latest|last|previous|earlier)\b"
)
_VERB = re.compile(rf"{_ASIDE.pattern}|\b(?:is|are|was|were|has|had)\b")
_YEAR = r"(?:19|20)\d\d"
_RISE = r"rose|risen|rises?|rais(?:es?|ed)|grew|grown?|grows|growth|increase[ds]?|climbed|gained|up"
_FALL = r"fell|fallen|falls?|dropped|drops|declined?|decreased?|shrank|lower(?:s|ed)|reduced|cuts?|down"
_TIMES = r"(?P<doubled>doubled)|(?P<tripled>tripled)|(?P<halved>halved)"
# The last word before "by ⟦number⟧", and before "from ⟦number⟧ … to ⟦number⟧"; what joins two numbers.
_GROWTH = re.compile(rf".*\b(?:(?P<rose>{_RISE})|(?P<fell>{_FALL}))\b(?:[^\d⟦,]* (?:by|of))? $")
_FROM = re.compile(rf".*\b(?:(?P<rose>{_RISE})|(?P<fell>{_FALL})|{_TIMES})\b.*\bfrom $")
_THAN = re.compile(
    r"(?!.*(?:\b(?:and|but|while|to|from)\b|\d)).*\b"
    r"(?:(?P<above>above|(?:more|higher|larger|greater) than\b)|(?P<below>below|(?:less|lower|smaller|fewer) than\b))"
    r"(?! $)"  # "more than ⟦number⟧" may be "at least"
)
# What the second number may be, divided by the first.
_LIMITS = {
    "rose": (1, math.inf), "fell": (0, 1), "doubled": (1.75, 2.99), "tripled": (2.6, 3.99), "halved": (0.35, 0.6),
    "above": (0, 1), "below": (1, math.inf),
}  # fmt: skip


class _Around(NamedTuple):
    """The clause before and behind a number, in which other numbers are ``⟦path⟧`` or ``⟦=number⟧``, and its table."""

    before: str
    after: str
    head: str
    row: str

    def stated(self, names: str, subject: str, aside: re.Pattern[str]) -> str | None:
        """The one of some names that is certainly said of the number.

        ``names`` is a pattern, as is ``subject``: how a name leads up to what is said of it. No word ``aside`` follows.
        """
        place = r"(?:\b(?:in|for) (?:the )?|\()"
        skip = rf"(?: (?:is|was) the\b)?(?P<skip>[^\d,;()⟦]{{0,60}}?){place}"
        behind = rf"(?:{skip}|, (?:in|for) (?=[^ ]*$)| of (?={names}['’]s ))(?P<name>{names})\b"
        behind += r"(?! ?[–-]|,? (?:and|to|or) [\dA-Z])"
        if found := re.match(behind, self.after):
            return None if _VERB.search(found["skip"] or "") else found["name"]
        _, other, lead = self.before.rpartition("⟧")
        lead = re.sub(rf"\A{behind}", "", lead) if other else lead
        if known := set(re.findall(names, lead + self.after.partition("⟦")[0])):
            found = re.search(rf"{subject}({names})\b([^\d;()]*)$", lead) if len(known) == 1 else None
            return None if found is None or aside.search(found[2]) else found[1]
        heads = set(re.findall(rf"(?<!on )(?<![A-Za-z]{{3}} )({names})\b", self.head))
        labels = re.findall(rf"\|\s*(?:[^|⟦]*(?:, | in ))?({names})(?:,[^|⟦]*)?\s*(?:\([^|]*\)\s*)?(?=\|)", self.row)
        found_once = heads or set(labels)
        return found_once.pop() if len(found_once) == 1 else None


def check_page(site: Site, page: Page) -> Iterator[Problem]:
    """Every checked number of a page."""
    return _check(site.library, located_on(page, "value"))


def check_site(site: Site) -> Iterator[Problem]:
    """Every checked number of the data."""
    return _check(site.library, located_in_data(site, "value"))


def _check(library: Library, links: Iterable[Located]) -> Iterator[Problem]:
    for link in links:
        value = find_value(library, link.target.name)
        if not isinstance(value, Value) or value.number is None:
            continue
        around = _around(link)
        for stated, held in filter(
            None, (_year(value, around), _place(library, value, around), _measure(value, around))
        ):
            message = f"the words around this number say '{stated}', it links '{held}'"
            yield link.problem("value-context", message, f"Its path is {link.target.name}")
        if message := _growth(value, around, link) or _direction(library, value, around) or "":
            yield link.problem("value-direction", message)


def _around(link: Located) -> _Around:
    text, start, end = link.masked, link.span.start, link.span.end
    before, after = _flat(text[max(start - _NEAR, 0) : start]), _flat(text[end : end + _NEAR])
    head, row = table_heads(text, start)
    return _Around(_BREAK.split(before)[-1], _LIST.sub("", _BREAK.split(after, maxsplit=1)[0]), _flat(head), _flat(row))


def _flat(text: str) -> str:
    """The words of a text, with a mark for each number that is checked or a percentage."""
    text = _VALUE.sub(lambda match: f"⟦{match[1] or '=' + match[2]}⟧", _CITATION.sub("", text))
    return _LABEL.sub(r"\1", text).replace("\n", " ")


def _year(value: Value, around: _Around) -> tuple[str, str] | None:
    """The year in the words and that of the row; a column with sources of its own was told in later years."""
    spec, row = value.series.spec, value.series.rows[value.key]
    named = (name for name, column in spec.columns.items() if column.unit == "year" or name in spec.key)
    years = {row[name].text[:4] for name in named if re.match(rf"{_YEAR}\b", row[name].text)}
    stated = around.stated(_YEAR, r"\b(?:[Ii]n|[Ff]or) ", _ASIDE)
    if stated is None or not years or stated in years or spec.columns[value.column].source_column is not None:
        return None
    return stated, min(years)


@lru_cache(maxsize=2)
def _places(library: Library) -> dict[str, str]:
    """The words for places and the place of each: cells of keys that need no label, and places of whole series."""
    words: dict[str, str] = {}
    for series in library.series.values():
        words |= dict.fromkeys(series.spec.place, next(iter(series.spec.place), ""))
        for name in series.spec.key:
            if series.spec.columns[name].unit == "text" and not series.spec.columns[name].labels:
                words |= {text: text for text in series.texts(name) if not text[0].isdigit()}
    return words


def _place(library: Library, value: Value, around: _Around) -> tuple[str, str] | None:
    """The place in the words and that of the row. A place that the series holds none of may well include the row."""
    words = _places(library)
    within = {words[part] for key in value.series.rows for part in key.split("/") if part in words}
    own = next((words[part] for part in value.key.split("/") if part in words), None)
    own = own or next(iter(value.series.spec.place), None)
    wider = {place for series in library.series.values() for place in series.spec.place[:1]} - within - {own}
    names = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True) if words[word] not in wider)
    subject = r"(?:^|, |\b(?:and|but|while|[Ii]n|[Ff]or|[Ii]n \d{4}) )(?:the |mainland )?\b"
    stated = around.stated(rf"\b(?:{names})\b", subject, re.compile(rf"\b(?:{_COMPARED})\b")) if own else None
    return None if stated is None or own is None or words[stated] == own else (stated, own)


def _measure(value: Value, around: _Around) -> tuple[str, str] | None:
    """What the words say that the number is a share of or was spent on, and what its unit or column says."""
    spec, row = value.series.spec, value.series.rows[value.key]
    article = r"(?:(?:its|the|their|all|total|national|[\w ]+['’]s) ){0,2}"
    base = value.unit.partition("percent of ")[2]
    if base:
        found = re.match(rf" of {article}(GDP|R&D)\b(?! intensity)", around.after)
        found = found or re.search(rf"\bas a share of {article}(GDP|R&D)\b[^\d;()⟦]*$", around.before)
        return (f"of {found[1]}", value.unit) if found and found[1] != base else None
    amounts = "|".join(re.escape(column.title) for column in spec.columns.values() if "CNY" in (column.unit or ""))
    found = re.match(rf" on {article}(R&D|{amounts or 'R&D'})\b", around.after, re.IGNORECASE)
    labels = (spec.columns[name].labels.get(row[name].text, "") for name in spec.key)
    own = " ".join([spec.columns[value.column].title, *labels])
    known = re.search(rf"R&D|{amounts or 'R&D'}", own, re.IGNORECASE) and not value.unit.startswith("percent")
    return (f"on {found[1]}", own) if found and known and found[1].casefold() not in own.casefold() else None


def _growth(value: Value, around: _Around, link: Located) -> str | None:
    """A rate of growth told with a verb of the other direction."""
    found = _GROWTH.match(around.before) if "Growth" in value.series.spec.columns[value.column].title else None
    is_fall = str(value.number).startswith("-")
    if found is None or (found.lastgroup == "fell") == is_fall or re.search("[-−–]", link.span.label):
        return None
    return f"the words say that it {found.lastgroup}, the data hold {value}"


def _direction(library: Library, value: Value, around: _Around) -> str | None:
    """Two numbers of a clause that do not move, or stand to each other, as the words between them say."""
    *_, lead, path, between = ["", "", *re.split("⟦([^⟧]*)⟧", around.before)]
    first = find_value(library, unquote(path))
    number, unit = (first.number, first.unit) if isinstance(first, Value) else (None, "")
    if path.startswith("=") and value.unit.startswith("percent"):
        number, unit = Decimal(path[1:]), value.unit
    found = _FROM.match(lead) if re.search(r"\bto (?:\w+ )?$", between) else _THAN.match(between)
    if not number or value.number is None or unit != value.unit or found is None:
        return None
    low, high = _LIMITS[found.lastgroup or ""]
    if low <= value.number / number <= high:
        return None
    return f"the words say '{found.lastgroup}', the data hold {number} and {value}"
