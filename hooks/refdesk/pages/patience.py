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
    without interval timers, one search with a regular expression runs to its end first. While the machine sleeps or the
    process is stopped, no patience is lost: it is counted in beats, and all that fall into that time are one.
    """
    main = threading.current_thread() is threading.main_thread()
    return _by_signal(seconds) if main and hasattr(signal, "setitimer") else _by_thread(seconds)


_BEAT = 0.5  # seconds; also until an interruption that was swallowed is repeated


def _beats(seconds: float) -> tuple[float, int]:
    """A time as so many beats of one length."""
    count = max(1, round(seconds / _BEAT))
    return seconds / count, count


@contextlib.contextmanager
def _by_signal(seconds: float) -> Iterator[None]:
    beat, left = _beats(seconds)

    def interrupt(_number: int, _frame: object) -> None:
        nonlocal left
        left -= 1
        if left <= 0:
            raise OutOfPatienceError

    previous = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, beat, beat)
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
        beat, left = _beats(seconds)
        while not done.wait(beat):
            left -= 1
            if left <= 0:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(OutOfPatienceError))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
        ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, None)  # one that has not arrived yet
