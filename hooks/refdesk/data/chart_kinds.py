"""The kinds of charts, and what is true of each: nothing else asks which kind a chart is of.

A module of ``charts/`` draws each kind (``charts/drawings.py`` says which).
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

KindName = Literal["lines", "columns", "bars", "dots", "tiles"]


class ChartKind(NamedTuple):
    """What is true of every chart of a kind.

    ``over_years``: its figures stand along years, which are its axis and the first column of its
    table, and events of the timeline may be marked on it; otherwise they stand along names, and the
    table begins with the largest. ``joins``: a line may join the figures of a trace. ``stacks``:
    its traces are parts of a total, beside which the total itself and preliminary figures are
    drawn. ``panels``: the most panels that it has, None for any number. ``maps``: each panel is a
    view of its own on a map of the units of ``provinces.yml``, in shades between ``steps``.
    ``explored_as``: the view of the explorer that shows the same, None for its first.
    """

    over_years: bool = False
    joins: bool = False
    stacks: bool = False
    panels: int | None = None
    maps: bool = False
    explored_as: Literal["bars", "map"] | None = None


CHART_KINDS: Mapping[KindName, ChartKind] = {
    "lines": ChartKind(over_years=True, joins=True),
    "columns": ChartKind(over_years=True, stacks=True, panels=1),
    "bars": ChartKind(panels=1, explored_as="bars"),
    "dots": ChartKind(panels=1),
    "tiles": ChartKind(maps=True, explored_as="map"),
}
