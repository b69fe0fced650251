"""What is wrong with an address."""

from __future__ import annotations

from typing import NamedTuple

from refdesk.problems.problem import Swap


class Verdict(NamedTuple):
    """What is wrong with an address: code, message, hint, the address and the only one that it can mean."""

    code: str
    message: str
    hint: str = ""
    swap: Swap | None = None
