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

seen = []
done = with_helpers(items, work, lambda: seen.append("meanwhile"))
print(list(done) == items and done == {item: item * 2 for item in items} and seen == ["meanwhile"])
"""

SERVER = """
from refdesk.helpers import begin_server

def double(number):
    if number == 3:
        raise ValueError(number)
    return number * 2

server = begin_server(lambda: double)
for number in (1, 2, 3, 4):
    server.ask(number)
    print(server.answer(), end=" ")
server.end()
server = begin_server(lambda: 1 / 0)
server.ask(1)
print(server.answer())
server.end()
"""


def test_what_helpers_do_and_fail_to_do_is_all_there() -> None:
    for failing in ("False", "True"):
        program = PROGRAM.replace("FAILING", failing)
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
        assert done.stdout.strip() == "True", done.stderr


def test_a_server_that_fails_gives_no_answer() -> None:
    done = subprocess.run([sys.executable, "-c", SERVER], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "2 4 None None None", done.stderr
