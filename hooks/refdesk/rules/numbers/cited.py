"""The citation of a checked number, behind or before it: its source is old enough to have said the
number.
"""

import itertools
import re
from collections.abc import Iterator, Sequence

from refdesk.data.library import Library
from refdesk.data.values import Value, find_value
from refdesk.pages.scan import Scan
from refdesk.problems.decisions import tally
from refdesk.problems.problem import Problem, Rule, Slip
from refdesk.site.site import Site

RULES = (
    Rule(
        "value-source",
        explanation="The citation behind a checked number, or before it where none follows, "
        "names sources that were "
        "published before the year of its row, and none of those that the row names.",
        example="It reached [2.69%](value:rd_national/2024/intensity) of GDP "
        "[@nbs-2013-09-26-bulletin-2012].",
        fix="cite the source that the row names, or point to the row that is meant.",
    ),
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# The end of a sentence, a paragraph, an item or a row: what is cited beyond it is said of something
# else.
_END = re.compile(r"[.!?][\"”’)]*\s|\n\s*\n|\n\s*(?:[-*+|]|\d+\.)")
# What is cited before one of these is said of the clause before it.
_CLAUSE = re.compile(
    rf"{_END.pattern}|[;:]\s|\s[–—]\s|, "
    r"(?:and|but|while|whereas|which|yet|so|by|after|since)\b"
)


def check_site(site: Site) -> Iterator[Problem]:
    """Report numbers of pages and data that are cited from a source older than they are."""
    for origin, found in site.scans():
        for at, span in enumerate(found.spans):
            value = find_value(site.library, span.targets[0].name) if span.kind == "value" else None
            if not isinstance(value, Value):
                continue
            cited = _cited(found, at)
            tally("value-source", decided=bool(cited))
            slip = _too_old(site.library, value, cited)
            if slip is not None:
                yield origin.problem(span.targets[0].offset, slip)


def _too_old(library: Library, value: Value, cited: Sequence[Sequence[str]]) -> Slip | None:
    """Return that the sources of the nearest citation are older than a number, or None.

    Nothing is wrong where a source is cited that the row of the number names.
    """
    own = [*value.sources()]
    if not cited or not set(own).isdisjoint(itertools.chain(*cited)):
        return None
    nearest = cited[0]
    year = min(_YEAR.findall(value.key), default="")
    issued = [library.sources[key].issued or "" for key in nearest if key in library.sources]
    if not issued or not all(day and day[:4] < year for day in issued):
        return None
    message = f"the number is of {year}, '@{nearest[0]}' of {issued[0][:4]}"
    hint = f"The row names {', '.join(f'@{key}' for key in own)}"
    return Slip("value-source", message, hint)


def _cited(found: Scan, at: int) -> list[list[str]]:
    """Return the sources of each citation behind a reference in its sentence, or else before it in
    its clause.

    The nearest comes first.
    """
    text, (_, start, end, *_) = found.masked, found.spans[at]
    behind = itertools.takewhile(
        lambda one: not _END.search(text, end, one.start), found.spans[at + 1 :]
    )
    before = itertools.takewhile(
        lambda one: not _CLAUSE.search(text, one.end, start), reversed(found.spans[:at])
    )
    cited = [one for one in behind if one.kind == "citation"] or [
        one for one in before if one.kind == "citation"
    ]
    return [[target.name for target in one.targets] for one in cited]
