"""Progress of work that takes a while: shown on a terminal; in CI and where nobody watches, nothing."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

import click

T = TypeVar("T")


def _is_watched() -> bool:
    return sys.stderr.isatty() and not os.environ.get("CI")


def progress(items: Iterable[T], label: str) -> Iterator[T]:
    """The items, while a bar counts those that are done."""
    with click.progressbar(items, label=label, file=sys.stderr, hidden=not _is_watched()) as shown:
        yield from shown


def begin(what: str) -> None:
    """Say what begins and cannot be counted."""
    if _is_watched():
        click.echo(f"{what} …", err=True)
