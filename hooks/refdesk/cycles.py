"""How often Python looks for cycles of objects that nothing else holds."""

from __future__ import annotations

import gc


def seldom_look_for_cycles() -> None:
    """Look seldom: checks and builds are short and full of small records, and looking costs a tenth of their time."""
    gc.set_threshold(200_000, 50, 50)
