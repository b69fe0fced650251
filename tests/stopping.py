"""Stops what writes files at one of its steps: by a kill, by Ctrl+C, or to go on later."""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Callable
from itertools import count

STEPS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir"}
# Runs a module that sends itself a signal where it first imports or opens what ends with some text. A shell that starts
# programs in the background has them ignore Ctrl+C.
_PROGRAM = """
import os, runpy, signal, sys

_, number, moment, module, *arguments = sys.argv

def audit(event, values):
    global moment
    if moment and event in {"import", "open"} and str(values[0]).endswith(moment):
        moment = ""
        os.kill(os.getpid(), int(number))

signal.signal(signal.SIGINT, signal.default_int_handler)
sys.addaudithook(audit)
sys.argv = [module, *arguments]
runpy.run_module(module, run_name="__main__", alter_sys=True)
"""


def program(signal_: signal.Signals, moment: str, module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module and gives it a signal at a moment."""
    return [sys.executable, "-c", _PROGRAM, str(int(signal_)), moment, module, *arguments]


def stopped_at(number: int, how: Callable[[], object], act: Callable[[], object]) -> bool:
    """Do something in a process of its own and stop it before a step on files; whether it was stopped."""
    child = os.fork()
    if child == 0:
        steps = count()

        def audit(event: str, arguments: tuple[object, ...]) -> None:
            writes = event in STEPS and (event != "open" or "w" in str(arguments[1]))
            if writes and next(steps) == number:
                how()

        sys.addaudithook(audit)
        try:
            act()
        except BaseException:
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] != 0


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def kill_while_writing() -> None:
    """Kill the process once it has written a part of a file."""
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))


def interrupt() -> None:
    raise KeyboardInterrupt
