"""How many things each rule met, and of how many it could say whether they are right.

A rule that reads sentences understands some of them and leaves the others alone. It counts both, so
that one that decides next to nothing is seen; ``make bench`` prints them.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass
class Tally:
    """The number of things that a rule met, and of those that it decided."""

    met: int = 0
    decided: int = 0


_TALLIES: defaultdict[str, Tally] = defaultdict(Tally)


def tally(rule: str, *, decided: bool = True, of: int = 1) -> None:
    """Count things that a rule met, and that it decided them unless ``decided`` is false.

    ``rule`` is its code; behind it may stand which of its readings is meant: "value-context year".
    """
    counted = _TALLIES[rule]
    counted.met += of
    counted.decided += of if decided else 0


def tallies() -> Mapping[str, Tally]:
    """Return what was counted since the program began, by rule, in order of their names."""
    return dict(sorted(_TALLIES.items()))
