"""What is wrong with an address."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """What is wrong with an address: code, message, hint."""

    code: str
    message: str
    hint: str = ""
