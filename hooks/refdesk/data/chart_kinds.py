"""The kinds of charts, and what is true of each: nothing else asks which kind a chart is of.

A kind is a file in ``charts/kinds/`` that is called as the kind and declares ``KIND``. Names are
known from the files alone; a kind is loaded when a chart of it is asked for.
"""

import importlib
import pkgutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

_FOLDER = Path(__file__).parent.parent / "charts" / "kinds"
KIND_NAMES = tuple(module.name for module in pkgutil.iter_modules([str(_FOLDER)]))
if TYPE_CHECKING:
    KindName = str
else:
    KindName = Literal[KIND_NAMES]


class ChartKind(NamedTuple):
    """What is true of every chart of a kind.

    ``draw(canvas, figure)`` draws it. ``over_years``: its figures stand along years, which are its
    axis and the first column of its table, and events of the timeline may be marked on it;
    otherwise they stand along names, and the table begins with the largest. ``joins``: a line may
    join the figures of a trace. ``stacks``: its traces are parts of a total, beside which the total
    itself and preliminary figures are drawn. ``panels``: the most panels that it has, None for any
    number. ``maps``: each panel is a view of its own on a map of the units of ``provinces.yml``, in
    shades between ``steps``. ``explored_as``: the view of the explorer that shows the same, None
    for its first.
    """

    draw: Callable[..., None]
    over_years: bool = False
    joins: bool = False
    stacks: bool = False
    panels: int | None = None
    maps: bool = False
    explored_as: Literal["bars", "map"] | None = None


@cache
def chart_kind(name: str) -> ChartKind:
    """Return the kind of a name."""
    kind: ChartKind = importlib.import_module(f"refdesk.charts.kinds.{name}").KIND
    return kind
