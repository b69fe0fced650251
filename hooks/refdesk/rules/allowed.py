"""The problems of a site without those that it allows itself."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from pathlib import Path

from refdesk.files.checkout import EXCEPTIONS
from refdesk.problems.problem import Problem


def with_exceptions(root: Path, problems: Sequence[Problem]) -> Sequence[Problem]:
    """What remains of the problems, and what is wrong with the exceptions themselves; most sites have none."""
    if not os.path.lexists(root / EXCEPTIONS):
        return problems
    from refdesk.rules.exceptions import load_exceptions  # noqa: PLC0415 - loads the data models

    return load_exceptions(root).apply(problems, datetime.datetime.now(tz=datetime.UTC).date())
