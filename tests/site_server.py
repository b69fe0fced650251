"""An HTTP server for built sites. It prints nothing: no requests, and no connections that a browser has dropped."""

from __future__ import annotations

import functools
import http.server
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Handler(http.server.SimpleHTTPRequestHandler):
    """Answers with the files of a folder."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the standard library's
        """Print no request."""

    def send_page(self, code: int, path: str) -> None:
        """Answer with a page of the folder, under a status of its own."""
        body = (Path(self.directory) / path).read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class NotFoundHandler(Handler):
    """Answers as hosts of static sites do: a missing page gives the 404.html of the site below the path ``sub``."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Send the site's own page."""
        del message, explain
        self.send_page(code, "sub/404.html")


@contextmanager
def reserved_port() -> Iterator[int]:
    """Keep a port from other programs: who starts a server there may stop it and start it again."""
    with socket.socket() as held:  # bound and not listening, which leaves room for one that listens
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


class Server(http.server.ThreadingHTTPServer):
    """A server on a port of this machine."""

    def __init__(self, folder: Path, handler: type[Handler] = Handler, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), functools.partial(handler, directory=str(folder)))

    @property
    def address(self) -> str:
        """The address of the folder."""
        return f"http://127.0.0.1:{self.server_port}/"

    def start(self) -> None:
        """Answer in a thread of its own."""
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Answer nobody any more."""
        self.shutdown()
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """Print an error, unless it is that the browser went on to another page before an answer was complete."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@contextmanager
def served(folder: Path, *, lost: bool = False) -> Iterator[str]:
    """Serve a folder while the block runs; its address. With ``lost``, a missing page gives the site's own."""
    server = Server(folder, NotFoundHandler if lost else Handler)
    server.start()
    yield server.address
    server.stop()
