"""The console command."""

import sys

if __name__ == "__main__" and not sys.flags.safe_path:
    # python -m puts the folder there in which it is called, and would run a yaml.py that lies in it
    del sys.path[0]

import gc
import os
import signal

# while modules are loaded, Ctrl+C ends the command without a word
signal.signal(signal.SIGINT, signal.SIG_DFL)
gc.disable()  # a check makes many small records and hardly a cycle: looking for them costs a tenth

from refdesk.cli import main  # noqa: E402 - what stands above comes first


def run() -> None:
    """Run one command and leave with its exit status."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # as by Ctrl+C: what was begun is ended
    os._exit(main())  # all is written; to take the records apart one by one costs another tenth


if __name__ == "__main__":
    run()
