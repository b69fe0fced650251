"""Work on many items with the help of forked processes, where that is safe and pays."""

from __future__ import annotations

import contextlib
import marshal
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Any, NamedTuple

_FEW = 16  # items that one process does sooner than a second one is there
_MOST = 4  # processes
_NUMBER = 2  # bytes of the number of an item in the queue
_LENGTH = 8  # bytes of the length of what is sent
_LONGEST = 16_000  # items: a pipe holds the numbers of so many without a reader

Work = Callable[[str], object]


def can_fork() -> bool:
    """Whether this process may have helpers: only Linux has them, and no process with threads."""
    return sys.platform == "linux" and threading.active_count() == 1


def with_helpers(items: Sequence[str], work: Work, meanwhile: Callable[[], None] = lambda: None) -> dict[str, object]:
    """What ``work`` gives (texts, numbers, lists and mappings) for each item; those that take longest come first.

    Helpers are forks of this process. Each takes the next item of the queue when it is done with one; this process
    does what there is to do ``meanwhile``, and then takes its share. What a helper fails to give is done here: helpers
    change how long it takes, never what comes out.
    """
    count = _helpers(len(items))
    if not count:
        meanwhile()
        return {item: work(item) for item in items}
    queue = _queue(len(items))
    pipes = [begin(lambda: dict(_share(queue, items, work))) for _ in range(count)]
    meanwhile()
    done = dict(_share(queue, items, work))
    os.close(queue)
    for helper in pipes:
        answer = answer_of(*helper)
        done.update(answer if isinstance(answer, dict) else {})
    return {item: done[item] if item in done else work(item) for item in items}


def _helpers(items: int) -> int:
    if not can_fork() or items > _LONGEST:
        return 0
    return max(0, min(len(os.sched_getaffinity(0)), _MOST, items // _FEW) - 1)


def _queue(count: int) -> int:
    """A pipe that holds the numbers of all items and ends behind the last."""
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as stream:
        stream.writelines(number.to_bytes(_NUMBER) for number in range(count))
    return reading


def _share(queue: int, items: Sequence[str], work: Work) -> Iterator[tuple[str, object]]:
    """What this process gets to do of the queue."""
    while number := os.read(queue, _NUMBER):
        item = items[int.from_bytes(number)]
        yield item, work(item)


def begin(task: Callable[[], Any]) -> tuple[int, int]:
    """Start a helper: its process and the pipe that its answer comes through."""
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return process, reading
    status = 1
    try:
        os.close(reading)
        answer = marshal.dumps(task())
        with os.fdopen(writing, "wb") as stream:
            stream.write(answer)
        status = 0
    finally:
        os._exit(status)


def answer_of(process: int, pipe: int) -> object:
    """What a helper gives when it is done; None where it failed."""
    with os.fdopen(pipe, "rb") as stream:
        answer = stream.read()
    if os.waitpid(process, 0)[1] != 0:
        return None
    with contextlib.suppress(ValueError, EOFError, TypeError):
        return marshal.loads(answer)  # noqa: S302 - it comes from a fork of this very process
    return None


class Server(NamedTuple):
    """A helper that answers one question after the other: its process, and the pipes for questions and answers."""

    process: int
    questions: IO[bytes]
    answers: IO[bytes]

    def ask(self, question: Any) -> None:
        """Put a question; the answer comes in its own time."""
        with contextlib.suppress(OSError):
            _send(question, self.questions)

    def answer(self) -> Any:
        """The answer to the next of the questions; None where the helper failed."""
        with contextlib.suppress(OSError, ValueError, EOFError, TypeError):
            return _receive(self.answers)
        return None

    def end(self) -> None:
        """Do without the helper."""
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        for pipe in (self.questions, self.answers):
            with contextlib.suppress(OSError):
                pipe.close()


def begin_server(prepare: Callable[[], Callable[[Any], Any]]) -> Server:
    """Start a helper that answers questions with the function that ``prepare`` gives it."""
    asked, asking = os.pipe()
    answered, answering = os.pipe()
    process = os.fork()
    if process:
        os.close(asked)
        os.close(answering)
        return Server(process, os.fdopen(asking, "wb"), os.fdopen(answered, "rb"))
    try:
        os.close(asking)
        os.close(answered)
        with os.fdopen(asked, "rb") as questions, os.fdopen(answering, "wb") as answers:
            answer = prepare()
            while True:
                _send(answer(_receive(questions)), answers)
    finally:
        os._exit(1)


def _send(value: Any, stream: IO[bytes]) -> None:
    content = marshal.dumps(value)
    stream.write(len(content).to_bytes(_LENGTH) + content)
    stream.flush()


def _receive(stream: IO[bytes]) -> Any:
    """The next value that was sent; EOFError where there is none."""
    length = int.from_bytes(stream.read(_LENGTH))
    return marshal.loads(stream.read(length))  # noqa: S302 - it comes from a fork of this very process, or its parent
