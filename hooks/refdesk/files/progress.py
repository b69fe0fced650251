"""Progress of work that takes a while: shown on a terminal; in CI and where nobody watches,
nothing.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from operator import length_hint
from typing import TypeVar

import click

T = TypeVar("T")


def _is_watched() -> bool:
    return sys.stderr.isatty() and not os.environ.get("CI")


def progress(items: Iterable[T], label: str) -> Iterator[T]:
    """Yield the items, while a bar counts those that are done; no bar where there are none."""
    is_hidden = not _is_watched() or length_hint(items, 1) == 0
    with click.progressbar(items, label=label, file=sys.stderr, hidden=is_hidden) as shown:
        yield from shown


def begin(what: str) -> None:
    """Say what begins and cannot be counted."""
    if _is_watched():
        click.echo(f"{what} …", err=True)
