"""Asks the Web Archive for the copy of a page nearest to a day, or for a new one.

Its interfaces: https://archive.org/help/wayback_api.php (which copy is nearest), and
https://web.archive.org/save/ADDRESS (make one).
"""

from __future__ import annotations

import http.client
import json
import re
import time
import urllib.error
from typing import NamedTuple
from urllib.parse import quote, urlencode

from web_pages import OPENER, PATIENCE, request_for

LOOKUP, COPIES = "https://archive.org", "https://web.archive.org"
_PAUSE_TO_LOOK, _PAUSE_TO_SAVE = 1.0, 15.0  # seconds between two questions: it serves everybody
_COPY = re.compile(r"https?://[^/]+/web/(?P<day>\d{8})\d{6}(?:id_|if_)?/\S+")


class Copy(NamedTuple):
    """A copy of a page: its address, and its day as ``2026-04-30``."""

    address: str
    day: str


class ArchiveError(Exception):
    """The archive does not answer, or asks to wait: what is left waits for another day."""


class WebArchive(NamedTuple):
    """The two hosts of the archive; another host may stand for both."""

    lookup: str = LOOKUP
    copies: str = COPIES
    pause_to_look: float = _PAUSE_TO_LOOK
    pause_to_save: float = _PAUSE_TO_SAVE

    def nearest(self, address: str, day: str, earliest: str) -> Copy | None:
        """Return the copy nearest to a day that is not from before ``earliest``, or None.

        Days are written ``2026-04-30``. Raise ArchiveError.
        """
        time.sleep(self.pause_to_look)
        asked = urlencode({"url": address, "timestamp": day.replace("-", "")})
        _, text = _ask(f"{self.lookup}/wayback/available?{asked}")
        copy = self._closest(text)
        is_in_time = copy is not None and copy.day[: len(earliest)] >= earliest
        return copy if is_in_time else None

    def _closest(self, text: str) -> Copy | None:
        """Return the copy that an answer names, or None where it names none that works."""
        try:
            closest = json.loads(text)["archived_snapshots"].get("closest", {})
            is_whole = closest.get("available") is True and closest.get("status") == "200"
            return self._copy(str(closest.get("url"))) if is_whole else None
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ArchiveError("its answer cannot be read") from error

    def save(self, address: str) -> Copy | None:
        """Ask for a copy; return it, or None where the archive could make none.

        Raise ArchiveError.
        """
        time.sleep(self.pause_to_save)
        reached, _ = _ask(f"{self.copies}/save/{quote(address, safe=':/?&=%+,;@~')}")
        return self._copy(reached)

    def _copy(self, address: str) -> Copy | None:
        """Return the copy at an address of the archive, or None for any other address."""
        found = _COPY.fullmatch(address)
        if found is None:
            return None
        day = found["day"]
        path = address.partition("/web/")[2]
        return Copy(f"{self.copies}/web/{path}", f"{day[:4]}-{day[4:6]}-{day[6:]}")


def _ask(address: str) -> tuple[str, str]:
    """Return the address that an answer came from, and its text. Raise ArchiveError."""
    try:
        with OPENER.open(request_for(address), timeout=4 * PATIENCE) as answer:
            place = answer.headers.get("Content-Location")
            reached = f"{_host(address)}{place}" if place else str(answer.url)
            return reached, str(answer.read(1_000_000), "utf-8", "replace")
    except urllib.error.HTTPError as error:
        if error.code in {404, 410, 520, 523}:  # it could not reach the page
            return "", ""
        raise ArchiveError(f"status {error.code}") from error
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise ArchiveError(str(getattr(error, "reason", "") or error)) from error


def _host(address: str) -> str:
    """Return the scheme and the host of an address."""
    return "/".join(address.split("/")[:3])
