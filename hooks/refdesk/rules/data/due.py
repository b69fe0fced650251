"""Publications that come out again and again: a newer edition is looked for in time, and each
series names its own.
"""

import datetime
from collections.abc import Iterator

from refdesk.data.library import Library
from refdesk.data.models import Periodical
from refdesk.problems.problem import Problem, Rule, Slip

RULES = (
    Rule(
        "edition-due",
        explanation="A newer edition of a publication is due, and nobody has looked for it since.",
        example="- id: communique\n  title: A yearly communiqué\n  edition: That for 2023 "
        "[@nbs-2026-02-28-communique-2025].\n  due: '2025-02-28'\n  looked: '2024-12-01'\n  "
        "found: Nothing newer.",
        fix="look for it; bring its figures in, or write when it was looked for, and when to "
        "look again.",
        file="docs/data/periodicals.yml",
        severity="notice",
    ),
    Rule(
        "no-edition",
        explanation="A series is in no publication of `docs/data/periodicals.yml`: nobody is "
        "told when it grows old.",
        example="year,note\n2024,much",
        fix="name the series at the publication that its newest figures are from.",
        file="docs/data/series/example.csv",
        severity="notice",
        after=("unknown-value", "wrong-type", "missing-field"),
    ),
)


def check_data(library: Library) -> Iterator[Problem]:
    """Report editions that are due, and series without a publication."""
    periodicals = library.entries(Periodical).values()
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    for one in periodicals:
        if one.looked < one.due <= today:
            message = (
                f"a newer edition is due since {one.due}; it was last looked for on {one.looked}"
            )
            yield library.problem((one, "due"), Slip("edition-due", message))
    named = {name for one in periodicals for name in one.series}
    for series in library.written_series() if periodicals else ():
        if series.id not in named:
            message = f"no publication of docs/data/periodicals.yml has the series '{series.id}'"
            yield series.csv.file.problem(0, Slip("no-edition", message))
