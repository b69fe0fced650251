"""Scales of axes: positions of values, round ticks, positions of labels that do not overlap."""

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
        """Return the place of a value."""
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.5
        return self.start + share * (self.end - self.start)


def ticks_to(high: float) -> list[float]:
    """Return about four round values from zero to at least ``high``, in steps of 1, 2 or 5 times a power of ten."""
    raw = max(high, 1e-9) / 4
    power = float(10 ** math.floor(math.log10(raw)))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= raw * 0.999)
    return [round(step * index, 10) for index in range(math.ceil(high / step - 1e-9) + 1)]


def year_ticks(low: float, high: float, count: int) -> list[int]:
    """Return at most ``count`` round years inside a period."""
    first, last = math.ceil(low), math.floor(high)
    step = next((step for step in (1, 2, 5, 10, 20) if (last - first) / step <= count), 50)
    return list(range(-(-first // step) * step, last + 1, step))


def number_label(value: float) -> str:
    """Return the label of a tick."""
    return f"{value:,.10g}" if abs(value) >= 10000 or value != int(value) else f"{int(value):,}"


def spread(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Return positions near those wanted at which blocks of the given heights do not overlap."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    placed = list(wanted)
    for index in order:
        placed[index] = max(placed[index], low + heights[index] / 2)
        low = placed[index] + heights[index] / 2
    for index in reversed(order):
        placed[index] = min(placed[index], high - heights[index] / 2)
        high = placed[index] - heights[index] / 2
    return placed
