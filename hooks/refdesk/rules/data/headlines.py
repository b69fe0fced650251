"""Headlines of charts: each states a finding, with a figure that is checked, and its verbs are
those of the figures.
"""

import re
from collections.abc import Iterator

from refdesk.charts.cells import Drawn, Figure, Plot, Point, figure_of
from refdesk.data.formula import rests_on
from refdesk.data.models import Chart
from refdesk.data.values import find_value
from refdesk.files.references import plain_text, without_references
from refdesk.problems.problem import Problem, Rule
from refdesk.rules.numbers.sentence import VERBS
from refdesk.site.site import Site

RULES = (
    Rule(
        "headline",
        explanation="The headline of a chart is a sentence that says more than the title, with "
        "a checked number. What "
        "it says of a line (rose, fell, the most) is so in the chart.",
        example=(
            "- id: intensity-alone\n  kind: lines\n  title: R&D intensity\n  headline: R&D over "
            "the years\n  "
            "description: A line.\n  panels:\n  - traces:\n    - {series: rd_national, column: "
            "intensity, label: China}"
        ),
        fix="write a sentence that says what the chart shows, with a number from its data as a "
        "checked value.",
        file="docs/data/charts.yml",
    ),
)
# of a sentence, up to a stop or a semicolon
_PART = re.compile(r"(?:(?![.;](?:\s|$)).)+", re.DOTALL)
# What a word says of the number that belongs to it. More and fewer say so of a line where a
# sentence begins with them.
_WORDS = re.compile(
    rf"\b(?:(?P<rose>{VERBS['rose'][0]})|(?P<fell>{VERBS['fell'][0]})|(?P<most>(?<!at "
    r")most|highest|largest|greatest)"
    r"|(?P<least>(?<!at "
    r")least|lowest|smallest|fewest))\b|^\s*(?:(?P<more>More)|(?P<fewer>Fewer|Less))\b(?! than)"
)
_UP = frozenset({"rose", "more", "most"})


def check_site(site: Site) -> Iterator[Problem]:
    """Report headlines that state no checked number, are no sentence, repeat the title, or
    contradict the chart.
    """
    for chart in site.library.entries(Chart).values():
        words = plain_text(chart.headline)
        slips = {
            "the headline states no checked number": "](value:" not in chart.headline,
            "the headline is no sentence: it ends without a full stop": not words.endswith("."),
            "the headline says no more than the title": words.rstrip(".") in chart.title,
        }
        slip = next((message for message, is_wrong in slips.items() if is_wrong), "")
        if slip:
            hint = "Say what is to be seen, with a number: [2.69%](value:series/row/column)"
            yield site.library.problem("headline", chart, "headline", slip, hint)
        yield from _contradicted(site, figure_of(site.library, chart))


def _contradicted(site: Site, figure: Figure) -> Iterator[Problem]:
    """Report words of a headline that the points of the chart contradict.

    In a part of a sentence with as many such words as checked numbers, each word belongs to the
    number of its place; in one that has no number, and begins with the name of a line or a plot, to
    the last points of that.
    """
    chart = figure.chart
    inline = next(
        one for one in site.library.files["charts"].inlines(chart.id) if one.path[-1] == "headline"
    )
    spans = [span for span in site.scan_inline(inline).spans if span.kind == "value"]
    shown = [
        (plot, line, point)
        for plot in figure.plots
        for line in plot.all_drawn
        for point in line.points
    ]
    for part in _PART.finditer(without_references(inline.text)):
        words = list(_WORDS.finditer(part.group()))
        paths = [span.targets[0].name for span in spans if part.start() <= span.start < part.end()]
        if paths and len(paths) == len(words):
            values = [find_value(site.library, path) for path in paths]
            meant = [
                [(plot, line, point) for plot, line, point in shown if point.cell == value]
                for value in values
            ]
        elif not paths and len(words) == 1:
            name = part.group()[: words[0].start()].strip()
            of_name = [one for one in shown if name in {one[0].panel.title, one[1].trace.label}]
            meant = [
                [
                    (plot, line, point)
                    for plot, line, point in of_name
                    if point.at == max(line.by_place)
                ]
            ]
        else:
            continue
        for word, points in zip(words, meant, strict=True):
            denials = [_denial(figure, word.lastgroup or "", *point) for point in points]
            if denials and all(denials):
                message = (
                    f"the headline says '{word.group().strip()}', but in the chart {denials[0]}"
                )
                told = inline.problem(
                    "headline", part.start() + word.start(word.lastgroup or 0), message
                )
                below = (
                    one for *_, point in points for one in rests_on(site.library, point.cell.path)
                )
                yield told._replace(rests_on=tuple(below))


def _denial(figure: Figure, word: str, plot: Plot, drawn: Drawn, point: Point) -> str:
    """Return what contradicts a word that is said of a point ('' where nothing does)."""
    sign = 1 if word in _UP else -1
    line = sorted(drawn.points, key=lambda one: one.at)
    if word in {"most", "least"}:
        beside = [one.by_place[point.at] for one in plot.all_drawn if point.at in one.by_place]
        best = [
            max(some, key=lambda one: sign * one.number) for some in (beside, line) if len(some) > 1
        ]
        is_so = not best or any(one.number == point.number for one in best)
        return "" if is_so else f"{best[-1].at} has {best[-1].cell}"
    before = [one for one in line if one.at < point.at]
    if not figure.chart.traits.over_years or not before:
        return ""
    first, last = before[0], before[-1]
    is_so = any(sign * (point.number - one.number) > 0 for one in (first, last))
    return "" if is_so else f"it is {point.cell} in {point.at}, after {last.cell} in {last.at}"
