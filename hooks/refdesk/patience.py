"""A limit to the time that one step may take: a page made to stall a converter is a problem, never a hang."""

from __future__ import annotations

import contextlib
import ctypes
import signal
import threading
from collections.abc import Iterator


class OutOfPatienceError(BaseException):
    """A step took longer than it may. No Exception: code that goes on after any of those must not go on after this."""


def within(seconds: float) -> contextlib.AbstractContextManager[None]:
    """Interrupt what runs inside with OutOfPatienceError once it takes longer, again and again until it ends.

    In the main thread (also of a subprocess) that holds for regular expressions too; in other threads, and on systems
    without interval timers, one search with a regular expression runs to its end first.
    """
    main = threading.current_thread() is threading.main_thread()
    return _by_signal(seconds) if main and hasattr(signal, "setitimer") else _by_thread(seconds)


_AGAIN = 0.5  # seconds until an interruption that was swallowed is repeated


@contextlib.contextmanager
def _by_signal(seconds: float) -> Iterator[None]:
    def interrupt(_number: int, _frame: object) -> None:
        raise OutOfPatienceError

    previous = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


@contextlib.contextmanager
def _by_thread(seconds: float) -> Iterator[None]:
    thread = ctypes.c_ulong(threading.get_ident())
    done = threading.Event()

    def watch() -> None:
        wait = seconds
        while not done.wait(wait):
            ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(OutOfPatienceError))
            wait = _AGAIN

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
        ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, None)  # one that has not arrived yet
