"""What the tests of hostile input share: a command run in this process, with a bound on its time."""

from __future__ import annotations

import contextlib
import faulthandler
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from refdesk.cli import main

SECONDS = 180  # what no command takes, whatever it is given: a hang ends the run with the place where it hangs


@dataclass(frozen=True)
class Result:
    """What a command came to."""

    returncode: int
    stdout: str
    stderr: str


@contextlib.contextmanager
def no_hang(seconds: float = SECONDS) -> Iterator[None]:
    """End everything, and say where it stands, when something takes too long."""
    faulthandler.dump_traceback_later(seconds, exit=True, file=sys.__stderr__)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


def run(*arguments: str | Path) -> Result:
    """Run ``refdesk`` in this process; an exception that it lets through is the test's failure."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with no_hang(), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = int(end.code or 0)
    texts: list[str] = []
    for stream in (out, err):
        stream.seek(0)
        texts.append(stream.read())
    return Result(code, *texts)
