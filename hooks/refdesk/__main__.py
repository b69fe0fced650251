"""The console command."""

from __future__ import annotations

import gc
import sys

from refdesk.cli import main


def run() -> None:
    """Run one command and leave with its exit status."""
    gc.set_threshold(200_000, 50, 50)  # a check makes many small records and no cycles: looking for them costs a tenth
    sys.exit(main())


if __name__ == "__main__":
    run()
