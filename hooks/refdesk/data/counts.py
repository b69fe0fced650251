"""What a text counts: its quantities, what they are of, and whether they are limits."""

import re
from calendar import month_name
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from refdesk.data.quantities import Quantity, quantities

_NEAR = 40  # signs before and behind a number that may say what it is of, up to a comma
_PAUSE = re.compile(r"[,;:—–()]")
_WORD = re.compile(r"[A-Za-z&]{3,}")
STEM = 5  # letters by which words are compared
# Words that say nothing of what is counted.
_EMPTY = re.compile(
    r"(?:about|all|and|also|are|been|between|but|for|from|had|has|have|its|least|less|more|most|not"
    r"|other|over|per|than|that|the|their|them|they|this|under|was|were|which|with|world|would"
    rf"|years?|yuan|{'|'.join(month_name[1:]).lower()})\b"
)
# How a number limits what it is of: before it and behind it, in English and in Chinese.
_AT_LEAST = (
    re.compile(
        r"(?:\b(?:over|above|more than|at least|(?:no|not) (?:less|fewer|lower) than"
        r"|exceed(?:s|ed|ing)?)|(?<!不)超过|逾|不低于|不少于|至少)(?: [a-z]+)?\s*$"
    ),
    re.compile(
        r"(?:\s(?:\w+ )?(?:or|and) (?:more|above|higher|over)\b|\w{0,2}[多余]?(?:及以上|以上))"
    ),
)
_AT_MOST = (
    re.compile(
        r"(?:\b(?:under|below|(?<!not )(?<!no )(?:less|fewer|lower) than|at most|up to"
        r"|(?:no|not) more than|nearly|almost|close to)"
        r"|不到|不足|不超过|低于|至多|最多|[接将]?近)\s*$"
    ),
    re.compile(
        r"(?:\s(?:\w+ )?or (?:less|fewer|lower|under|younger)\b|\w{0,2}(?:及以下|以下|以内))"
    ),
)


class Counts(NamedTuple):
    """A text with the quantities in it that are compared."""

    text: str
    found: Sequence[Quantity]

    def written(self, one: Quantity) -> str:
        """Return a quantity as the text has it."""
        return self.text[one.start : one.end].strip()

    def has(self, one: Quantity) -> bool:
        """Return whether the text states a quantity."""
        return any(one.is_about(other) for other in self.found)

    def of_kind(self, kind: str) -> list[Quantity]:
        """Return the quantities of one kind."""
        return [one for one in self.found if one.kind == kind]

    def words_beside(self, one: Quantity) -> AbstractSet[str]:
        """Return the beginnings of the words around a quantity that may say what it is of."""
        before = _PAUSE.split(self.text[max(one.start - _NEAR, 0) : one.start])[-1]
        behind = _PAUSE.split(self.text[one.end : one.end + _NEAR])[0]
        words = (word.lower() for word in _WORD.findall(f"{before} {behind}"))
        return {word[:STEM] for word in words if not _EMPTY.match(word)}

    def limit(self, one: Quantity) -> str:
        """Return "least" or "most" where a quantity is a limit, '' where it is none."""
        before, behind = self.text[max(one.start - _NEAR, 0) : one.start], self.text[one.end :]
        for name, (ahead, after) in (("least", _AT_LEAST), ("most", _AT_MOST)):
            if ahead.search(before) or after.match(behind):
                return name
        return ""


def read_counts(text: str) -> Counts:
    """Return a text with its quantities."""
    return Counts(text, quantities(text))


def contrary_limits(text: Counts, other: Counts) -> Iterator[tuple[Quantity, Quantity]]:
    """Yield the numbers that are a lower limit in one text and an upper one in the other."""
    for one in text.found:
        same = next((each for each in other.found if one.is_about(each)), None)
        if same is not None and {text.limit(one), other.limit(same)} == {"least", "most"}:
            yield one, same
