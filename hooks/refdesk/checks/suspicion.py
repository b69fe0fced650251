"""What may be a mistake of form: where, and what a probe must tell of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from refdesk.probe import Trace

Verdict = Callable[[Trace, int], bool]


class Suspicion(NamedTuple):
    """What may be a mistake: the problem it would be, where to put a probe, and what the probe must tell."""

    code: str
    offset: int
    message: str
    hint: str
    probe: int
    confirmed: Verdict


def before(sign: str) -> Verdict:
    """What a probe must tell of signs that are to come out as text: that it stands right before them."""
    return lambda trace, number: trace.before(number, sign)


def word_end(text: str, start: int, end: int) -> int:
    """The offset behind the first word of a stretch of text (of its beginning, when it has no word)."""
    match = re.compile(r"\w+").search(text, start, end)
    return match.end() if match else start
