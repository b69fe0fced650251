"""Headlines of charts: each states a finding, with a figure that is checked."""

from collections.abc import Iterator

from refdesk.data.models import Chart
from refdesk.files.references import plain_text
from refdesk.problems.problem import Problem, Rule, Slip
from refdesk.site.site import Site

RULES = (
    Rule(
        "headline",
        explanation="The headline of a chart is a sentence that says more than the title, with "
        "a checked number.",
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


def check_site(site: Site) -> Iterator[Problem]:
    """Report headlines that state no checked number, are no sentence, or repeat the title."""
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
            yield site.library.problem((chart, "headline"), Slip("headline", slip, hint))
