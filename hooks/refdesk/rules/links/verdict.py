"""What is wrong with an address."""

from __future__ import annotations

from typing import NamedTuple


class Verdict(NamedTuple):
    """What is wrong with an address: code, message, hint."""

    code: str
    message: str
    hint: str = ""
