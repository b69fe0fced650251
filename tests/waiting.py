"""Waits for what a page is to come to.

Playwright's own ``wait_for_function`` evaluates text in the page at each turn but the first, which the policy of the
site forbids: it fails whenever the page is not ready at once.
"""

from __future__ import annotations

import time

from playwright.sync_api import Page

_PAUSE = 20  # milliseconds


def wait_until(page: Page, function: str, arg: object = None, timeout: float = 30_000) -> None:
    """Evaluate a function in the page until it gives something true; AssertionError after ``timeout`` milliseconds."""
    end = time.monotonic() + timeout / 1000
    while not page.evaluate(function, arg):
        assert time.monotonic() < end, f"not true in time: {function}"
        page.wait_for_timeout(_PAUSE)
