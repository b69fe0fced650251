"""Waits for what a page is to come to.

Playwright's own ``wait_for_function`` evaluates text in the page at each turn but the first, which the policy of the
site forbids: it fails whenever the page is not ready at once.
"""

from __future__ import annotations

import time

from playwright.sync_api import Page, expect

PATIENCE = 60_000  # milliseconds, on a machine with much else to do: what takes longer does not come
_PAUSE = 20  # milliseconds
expect.set_options(timeout=PATIENCE)


def wait_until(page: Page, function: str, arg: object = None) -> None:
    """Evaluate a function in the page until it gives something true; AssertionError when patience is at an end."""
    end = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(function, arg):
        assert time.monotonic() < end, f"not true in time: {function}"
        page.wait_for_timeout(_PAUSE)
