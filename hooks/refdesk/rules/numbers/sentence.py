"""The words around a checked number: they agree with the data on year, place, base and
direction.
"""

import math
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from refdesk.data.formula import rests_on
from refdesk.data.library import Library
from refdesk.data.series import COMPUTED
from refdesk.data.values import Value, find_value, table_heads
from refdesk.data.wording import is_share
from refdesk.files.csv import Cell
from refdesk.files.references import CITED, TARGET
from refdesk.problems.problem import Problem, Rule
from refdesk.site.site import Located, Site

RULES = (
    Rule(
        "value-context",
        explanation="The words around a checked number, or the head of its column, say another "
        "year, place, base or "
        "direction than the data.",
        example="R&D fell from [2.65%](value:rd_national/2023/intensity) to "
        "[2.69%](value:rd_national/2024/intensity).",
        fix="correct the words, or point to the row and column that they name.",
        after=("yaml-syntax",),
    ),
)

_NEAR = 300  # characters on each side of a number that may contain its clause
_VALUE = "⟦⟧"  # stands for a checked number in a clause
# "[@key]" is left out, "[text](target)" becomes "text", and "[2.69%](value:…)" the sign for a
# checked number.
_MARKUP = re.compile(
    r"[ "
    rf"\n]?\[{CITED}(?:\]|$)|!?\[([^\[\]]*)\]\((?:(value:){TARGET}|[^()]*)\)|\*+"
)
# Where a clause ends: at a stop, an item, a paragraph, a cell, a dash.
_BREAK = re.compile(r"[.!?;:][\"”’)]*\s+|\n\s*(?:[-*+]|\d+[.)])\s+|\n\s*\n\s*|\s*\|\s*|\s[—–]\s")
# "1, 2 and 3 in 2024": all three are of that year
_LIST = re.compile(rf"^(?:(?:,| and| or) {_VALUE})+")
# --- what is understood: a word is added to the list that it belongs to ---------------------------

# what a verb or a comparison says of two numbers, its forms, and the limits of the second by the
# first
VERBS = {
    "rose": (
        "rose|risen|rises?|rais(?:es?|ed)|grew|grown?|grows|increase[ds]?|climbed|gained|up",
        1,
        math.inf,
    ),
    "fell": (
        "fell|fallen|falls?|dropped|drops|declined?|decreased?|shr[aiu]nks?|lower(?:s|ed)"
        "|reduced|cuts?|down",
        0,
        1,
    ),
    "doubled": ("doubled", 1.75, 2.99),
    "tripled": ("tripled", 2.6, 3.99),
    "quadrupled": ("quadrupled", 3.6, 4.99),
    "halved": ("halved", 0.35, 0.6),
    "above": (
        "above|(?:more|higher|larger|greater) "
        "than|exceed(?:s|ed|ing)|surpass(?:es|ed|ing)|ahead of",
        0,
        1,
    ),
    "below": ("below|(?:less|lower|smaller|fewer) than|behind|short of", 1, math.inf),
}
# Words behind which a text is about something else than the number …
_OTHER = (
    r"than|above|below|behind|ahead|against|unlike|like|as|to|from|with|that|those|between|since|until|after|before"
    r"|and|but|while"
)
# … or about its publication: "published in 2025".
_TOLD = (
    r"publish\w*|report\w*|cited|quot\w+|count\w*|revis\w+|restat\w+|announc\w+|put|gave|given|gives|sa(?:id|ys)|told"
    r"|w?rote|estimat\w+|stat(?:es|ed)|show\w*|bulletin|yearbook|edition|latest|last|previous|earlier"
)
_YEAR = r"(?:19|20)\d\d"


def _verbs(*names: str) -> str:
    """Return a pattern for some verbs; the group that is found says which."""
    return "|".join(f"(?P<{name}>{VERBS[name][0]})" for name in names)


# "grew by NUMBER", before the number
_GROWTH = re.compile(rf".*\b(?:{_verbs('rose', 'fell')})\b(?:[^\d⟦,]* (?:by|of))? $")
# "rose by NUMBER", before a number that is no change
_BY = re.compile(rf".*\b(?:{_verbs('rose', 'fell')})\b[^\d⟦,]*\bby (?:[a-z]+ )?$")
_CHANGES = re.compile(r"\b(?:growth|change|rise|increase|fall|difference|points)\b", re.IGNORECASE)
# "doubled from NUMBER to NUMBER", before the first number
_FROM = re.compile(
    rf".*\b(?:{_verbs('rose', 'fell', 'doubled', 'tripled', 'quadrupled', 'halved')})\b.*\bfrom $"
)
# "NUMBER, above NUMBER", between the two; but not "more than NUMBER", which may be "at least"
_THAN = re.compile(
    rf"(?!.*(?:\b(?:and|but|while|to|from)\b|\d)).*\b(?:{_verbs('above', 'below')})\b(?! $)"
)


class _Around(NamedTuple):
    """The context of a checked number: its clause before and behind it, the head of its column, its
    row.
    """

    before: str
    after: str
    head: str
    row: str


def _name_of(around: _Around, names: str, subject: str, aside: str) -> str | None:
    """Return the one of some names, such as years, that certainly is that of the number, or None.

    All are patterns: ``names``; ``subject``, what stands before a name that the sentence is about;
    ``aside``, the words behind which the sentence is about something else.
    """
    # "NUMBER in 2024", "NUMBER (2024)", "NUMBER, in 2024", "NUMBER of Hefei's"
    skip = r"(?: (?:is|was) the\b)?(?P<skip>[^\d,;()⟦]{0,60}?)(?:\b(?:in|for) (?:the )?|\()"
    behind = (
        rf"(?:{skip}|, (?:in|for) (?=[^ ]*$)| of (?={names}['’]s ))(?P<name>{names})\b"
        r"(?! ?[–-]|,? (?:and|to|or) [\dA-Z])"  # but not "in 2023 and 2024"
    )
    if found := re.match(behind, around.after):
        verb = rf"\b(?:{_OTHER}|{_TOLD}|is|are|was|were|has|had)\b"
        return None if re.search(verb, found["skip"] or "") else found["name"]
    _, other, lead = around.before.rpartition(_VALUE)
    lead = re.sub(rf"\A{behind}", "", lead) if other else lead
    rest = around.after.partition(_VALUE)[0]
    if known := {*re.findall(names, lead), *re.findall(rf"{names}(?!['’]s)", rest)}:
        # "In 2024 the share was NUMBER", where the clause has one name alone
        led = (
            rf"(?!.*\bwh(?:ich|en|ere|om|ose?)\b).*{subject}({names})\b([^\d;()]*)(?<! of "
            r")(?<!of the )$"
        )
        found = re.match(led, lead) if len(known) == 1 else None
        return None if found is None or re.search(rf"\b(?:{aside})\b", found[2]) else found[1]
    return None if re.search(rf"\b(?:{aside})\b", lead) else _name_in_table(around, names, aside)


def _name_in_table(around: _Around, names: str, aside: str) -> str | None:
    """Return the one name in the head of the column or else in a label of the row, or None."""
    heads = set(re.findall(rf"(?<!on )(?<![A-Za-z]{{3}} )({names})\b", around.head))
    # | Spending in 2024 (final) |
    label = rf"\|\s*([^|⟦]*(?:, | in ))?({names})(?:,[^|⟦]*)?\s*(?:\([^|]*\)\s*)?(?=\|)"
    found = re.finditer(label, around.row)
    labels = {one[2] for one in found if not re.search(aside, one[1] or "", re.IGNORECASE)}
    once = heads or labels
    return once.pop() if len(once) == 1 else None


def check_site(site: Site) -> Iterator[Problem]:
    """Report checked numbers whose context contradicts the data."""
    links = [*site.references("value")]
    for before, link in zip([None, *links], links, strict=False):
        value = find_value(site.library, link.target.name)
        if isinstance(value, Value):
            around = _around(link)
            earlier = (
                before.target.name if before is not None and before.masked is link.masked else ""
            )
            elsewhere = (_year(value, around), _place(site.library, value, around))
            otherwise = (
                _base(value, around),
                _direction(site.library, earlier, value, around),
            )
            for said in filter(None, (*elsewhere, *otherwise)):
                message = f"the words say '{said}', the data hold {value} at {link.target.name}"
                # of another year or place, the number differs for it
                told = link.problem("value-context", message)
                below, above = (
                    rests_on(site.library, value.path),
                    (told.place,) if said in elsewhere else (),
                )
                yield told._replace(rests_on=below, explains=above)


def _around(link: Located) -> _Around:
    text, (_, start, end, *_) = link.masked, link.span
    before = _BREAK.split(_plain(text[max(start - _NEAR, 0) : start]))[-1].replace("\n", " ")
    after = _BREAK.split(_plain(text[end : end + _NEAR]))[0].replace("\n", " ")
    return _Around(before, _LIST.sub("", after), *map(_plain, table_heads(text, start)))


def _plain(text: str) -> str:
    return _MARKUP.sub(lambda found: _VALUE if found[2] else found[1] or "", text)


def _year(value: Value, around: _Around) -> str | None:
    """Return a year in the context that is not that of the row; in columns with their own sources
    it may be later.
    """
    spec = value.series.spec
    named = [
        name
        for name, column in spec.columns.items()
        if column.unit in {"year", "formula"} or name in spec.key
    ]

    def years(row: Mapping[str, Cell]) -> set[str]:
        return {
            year for name in named for year in re.findall(rf"(?<!\d){_YEAR}(?!\d)", row[name].text)
        }

    own = years(value.series.rows[value.key])
    told_later = spec.columns[value.column].source_column is not None
    subject = rf"(?<!\bas )(?<!\bthan )\b(?:[Ii]n|[Ff]or) (?:the (?:(?!{_TOLD})[a-z]+ ){{1,3}}of )?"
    stated = (
        _name_of(around, _YEAR, subject, f"{_OTHER}|{_TOLD}") if own and not told_later else None
    )
    if stated is None or stated in own:
        return None
    held = any(stated in years(row) for row in value.series.rows.values())
    # "in 2026 the share is still 6.88%"
    return stated if held or stated not in around.before else None


@lru_cache(maxsize=2)
def _places(library: Library) -> dict[str, str]:
    """Map the words for places, the longest first, to their places: names in keys without labels,
    and of series.
    """
    words: dict[str, str] = {}
    for series in library.series.values():
        words |= dict.fromkeys(series.spec.place, next(iter(series.spec.place), ""))
        for name in series.spec.key:
            if series.spec.columns[name].unit == "text" and not series.spec.columns[name].labels:
                words |= {text: text for text in series.texts(name) if text[0].isupper()}
    return {word: words[word] for word in sorted(words, key=len, reverse=True)}


def _place(library: Library, value: Value, around: _Around) -> str | None:
    """Return a place in the context that is not that of the row, nor the whole that it is a part
    of.
    """
    words, spec = _places(library), value.series.spec
    own = next(
        (words[part] for part in value.key.split("/") if part in words), "".join(spec.place[:1])
    )
    text = "".join(around)
    if not own or not any(word in text for word in words):
        return None
    within = {own, *(text for name in spec.key for text in value.series.texts(name))}
    wider = {place for one in library.series.values() for place in one.spec.place[:1]} - within
    others = "|".join(re.escape(word) for word, place in words.items() if place not in wider)
    names = rf"\b(?:{others})\b"
    subject = r"(?:^|, |\b(?:and|but|while|[Ii]n|[Ff]or|[Ii]n \d{4}) )(?:the |mainland )?\b"
    stated = _name_of(around, names, subject, _OTHER)
    return None if stated is None or words[stated] == own else stated


def _base(value: Value, around: _Around) -> str | None:
    """Return what the number is a share of according to the context, if its unit says otherwise."""
    article = r"(?:(?:its|the|their|all|total|national|[\w ]+['’]s) ){0,2}"
    named = rf"{article}(GDP|R&D|basic research)\b"
    base = value.unit.partition("percent of ")[2]
    found = re.match(rf" of {named}(?! intensity)", around.after)
    found = found or re.search(rf"\bas a share of {named}[^\d;()⟦]*$", around.before)
    return f"of {found[1]}" if base and found and found[1] != base else None


def _direction(library: Library, earlier: str, value: Value, around: _Around) -> str | None:
    """Return a verb or a comparison in the context that the number, or it and the one before it,
    contradict.

    ``earlier`` is the path of the checked number before it in the text.
    """
    told, title = value.number, value.series.spec.columns[value.column].title
    is_change = value.series.id == COMPUTED or _CHANGES.search(f"{title} {value.unit}")
    if not is_change and (by := _BY.match(around.before)):
        return f"{by[by.lastgroup or 0]} … by"
    growth = _GROWTH.match(around.before) if "Growth" in title else None
    if growth is not None:
        return growth[growth.lastgroup or 0] if (growth.lastgroup == "fell") == (told > 0) else None
    lead, other, between = around.before.rpartition(_VALUE)
    lead, base, unit = lead.rpartition(_VALUE)[2], None, value.unit
    if other and isinstance(first := find_value(library, earlier), Value):
        base, unit = first.number, first.unit
    elif is_share(value.unit) and (plain := re.match(r"(.*\bfrom )(\d+(?:\.\d+)?)%(.*)$", between)):
        lead, base, between = plain[1], Decimal(plain[2]), plain[3]
    if not base or unit != value.unit:
        return None
    found = _FROM.match(lead) if re.search(r"\bto (?:\w+ )?$", between) else _THAN.match(between)
    if found is None:
        return None
    _, low, high = VERBS[found.lastgroup or ""]
    return None if low <= told / base <= high else found[found.lastgroup or 0]
