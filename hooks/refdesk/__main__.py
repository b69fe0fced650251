"""The console command: a helper begins, and then the rest is loaded."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from refdesk.aide import begin_aide
from refdesk.cycles import seldom_look_for_cycles


def run() -> NoReturn:
    """The console command. Its memory is left to the system: giving it back piece by piece takes a while."""
    seldom_look_for_cycles()  # nor does the helper
    aide = begin_aide() if sys.argv[1:2] == ["check"] else None
    from refdesk.cli import UNUSABLE, main  # noqa: PLC0415 - while the helper loads what it needs

    status = main(aide=aide)
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:  # closed by who called
                stream.flush()
        except OSError:  # nobody reads on, or the disk is full
            status = UNUSABLE
    os._exit(status)


if __name__ == "__main__":
    run()
