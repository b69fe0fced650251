"""Scales: round steps for axes, places for values, room for labels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """Maps values from ``low`` … ``high`` to places from ``start`` … ``end``."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The place of a value."""
        span = self.high - self.low
        share = (value - self.low) / span if span else 0.5
        return self.start + share * (self.end - self.start)


def step_for(span: float, count: int) -> float:
    """A round step (1, 2 or 5 times a power of ten) that divides a span into about ``count`` parts."""
    raw = max(span, 1e-9) / count
    power = float(10 ** math.floor(math.log10(raw)))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= raw * 0.999)


def ticks_to(high: float, count: int = 4) -> list[float]:
    """Round values from zero to at least ``high``: an amount's axis begins at zero."""
    step = step_for(high, count)
    return [round(step * index, 10) for index in range(math.ceil(high / step - 1e-9) + 1)]


def year_ticks(low: int, high: int, count: int) -> list[int]:
    """Round years inside a period."""
    step = next((s for s in (1, 2, 5, 10, 20) if (high - low) / s <= count), 50)
    return list(range(-(-low // step) * step, high + 1, step))


def number_label(value: float) -> str:
    """A tick as people write it."""
    return f"{value:,.10g}" if abs(value) >= 10000 or value != int(value) else f"{int(value):,}"


def spread(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Places near those wanted that keep blocks of the given heights apart and between ``low`` and ``high``."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    placed = list(wanted)
    floor = low
    for index in order:
        placed[index] = max(placed[index], floor + heights[index] / 2)
        floor = placed[index] + heights[index] / 2
    ceiling = high
    for index in reversed(order):
        placed[index] = min(placed[index], ceiling - heights[index] / 2)
        ceiling = placed[index] - heights[index] / 2
    return placed
