"""What the tests of publishing share: the site as it is built for an address, and for the disk; small helpers."""

from __future__ import annotations

import functools
import http.server
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path

from playwright.sync_api import BrowserContext, Page

ADDRESS = "https://example.org/sub/"
REPOSITORY = "https://code.example.org/team/site"

_RECORD = """
window.blocked = [];
document.addEventListener("securitypolicyviolation", (e) => window.blocked.push(e.violatedDirective));
"""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the standard library's
        """Say nothing."""


class _NotFound(_Quiet):
    """A server that answers as hosts of static sites do: a missing page gives 404.html."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        del message, explain
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write((Path(self.directory) / "sub" / "404.html").read_bytes())


@contextmanager
def served(folder: Path, *, lost: bool = False) -> Iterator[str]:
    """Serve a folder; the address of its root."""
    handler = functools.partial(_NotFound if lost else _Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def watched(context: BrowserContext) -> tuple[Page, list[str]]:
    """A page that records what its policy blocks, and the list that its complaints are collected in."""
    context.add_init_script(_RECORD)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(f"{page.url}: {m.text}") if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    return page, complaints


def tags(html: str) -> dict[str, list[str]]:
    """Name or property -> contents of the meta elements of a page."""
    found: dict[str, list[str]] = {}
    for name, content in re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', html):
        found.setdefault(name, []).append(unescape(content))
    return found
