"""Problems shown on the page while it is being written."""

from __future__ import annotations

from collections.abc import Sequence

from refdesk.html.text import escape, join
from refdesk.problems.problem import Problem


def page_notice(problems: Sequence[Problem]) -> str:
    """A box that lists the problems of one page ('' when it has none)."""
    if not problems:
        return ""
    items = join(
        f"<li><code>{problem.line}:{problem.column}</code> <strong>{escape(problem.code)}</strong>: "
        f"{escape(problem.message)}. {escape(problem.hint)}</li>"
        for problem in problems
    )
    count = f"{len(problems)} problem{'' if len(problems) == 1 else 's'} in this page"
    return f'<div class="rd-problems" role="alert"><p><strong>{count}</strong></p><ul>{items}</ul></div>'
