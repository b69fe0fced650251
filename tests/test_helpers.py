"""Helpers change how long a check takes, never what comes out."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import os
from refdesk.helpers import with_helpers
here = os.getpid()
items = [str(number) for number in range(100)]

def work(item):
    if os.getpid() != here and FAILING:
        raise ValueError(item)
    return item * 2

done = with_helpers(items, work)
print(list(done) == items and done == {item: item * 2 for item in items})
"""


def test_what_helpers_do_and_fail_to_do_is_all_there() -> None:
    for failing in ("False", "True"):
        program = PROGRAM.replace("FAILING", failing)
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
        assert done.stdout.strip() == "True", done.stderr
