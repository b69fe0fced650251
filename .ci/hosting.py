"""Runs nginx and Caddy as the page on hosting configures them, and asks each of them for the files
of a built site.

``hosting.py SITE`` prints what is amiss, and ends with 1 if anything is. Of a configuration only
the name of the host, the port and the folder are changed.
"""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PAGE = Path("docs/about/hosting.md")
PATIENCE = 20  # seconds until a server answers
HOST = "127.0.0.1"
HASHED = re.compile(r"[.-][0-9a-f]{8,}\.(?:min\.)?(?:js|css)$")
WORKER = "service-worker.js"
FRAMES = "frame-ancestors 'none'"  # of every file but the charts that are made for frames
FOR_LONG, EACH_TIME = "public, max-age=31536000, immutable", "no-cache"
LOST = ("no/such/page/", "no-such-file.md", "assets/gone.0123456789.js")
# The type of each kind of file; texts are in UTF-8, and are sent compressed.
TEXTS = {
    ".html": "text/html",
    ".css": "text/css",
    ".csv": "text/csv",
    ".md": "text/markdown",
    ".txt": "text/plain",
    ".xml": "text/xml",
    ".js": "text/javascript",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".yml": "application/yaml",
    ".bib": "application/x-bibtex",
}
OTHERS = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
    ".zip": "application/zip",
    ".pdf": "application/pdf",
}
NOT_READ = {"", ".map"}  # for hosts and for those who work on the theme
# What nginx needs around the configuration to run beside another one, as whoever runs it.
NGINX = """daemon off;
pid FOLDER/nginx.pid;
error_log stderr;
USER
events {}
http {
    access_log off;
    client_body_temp_path FOLDER/body;
    proxy_temp_path FOLDER/proxy;
    fastcgi_temp_path FOLDER/fastcgi;
    uwsgi_temp_path FOLDER/uwsgi;
    scgi_temp_path FOLDER/scgi;
    include zero.conf;
}
"""
CADDY = "{\n\tadmin off\n}\n"


class NoServerError(Exception):
    """A server that does not start, with what it says."""


@dataclass(frozen=True)
class Setup:
    """A server as the page configures it: its name, the path of the site, its files and how it is
    started.
    """

    name: str
    prefix: str
    files: Mapping[str, str]
    command: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """What a server answered; the names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def setups(page: str) -> list[Setup]:
    """Return the configurations of the page, in its order."""
    blocks = re.findall(r"^```(nginx|caddy)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    nginx = [text for kind, text in blocks if kind == "nginx"]
    caddy = [text for kind, text in blocks if kind == "caddy"]
    if (len(nginx), len(caddy)) != (3, 2):
        raise SystemExit(
            f"{PAGE}: three blocks of nginx and two of caddy are wanted: "
            f"{len(nginx)} and {len(caddy)}"
        )
    common, *servers = nginx
    whole, below = caddy
    parts = whole[: whole.index("example.org {")]
    start = ("nginx", "-p", "FOLDER", "-c", "FOLDER/nginx.conf")
    run = ("caddy", "run", "--adapter", "caddyfile", "--config", "FOLDER/Caddyfile")
    found = []
    for prefix, server, site in zip(("/", "/zero/"), servers, (whole, parts + below), strict=True):
        files = {"nginx.conf": NGINX, "snippets/zero.conf": common, "zero.conf": server}
        found.append(Setup(f"nginx at {prefix}", prefix, files, start))
        found.append(Setup(f"Caddy at {prefix}", prefix, {"Caddyfile": CADDY + site}, run))
    return found


def free_port() -> int:
    """Return a port that nobody has."""
    with socket.socket() as held:
        held.bind((HOST, 0))
        return int(held.getsockname()[1])


def adapted(text: str, folder: Path, port: int) -> str:
    """Return a configuration for this machine: with its folder and, in place of the host, a
    port.
    """
    user = "user root;" if os.geteuid() == 0 else ""
    text = text.replace("/srv/", f"{folder}/srv/").replace("listen 80;", f"listen {HOST}:{port};")
    text = text.replace("example.org {", f"http://{HOST}:{port} {{").replace("example.org", HOST)
    return text.replace("FOLDER", str(folder)).replace("USER", user)


@contextmanager
def running(setup: Setup, site: Path) -> Iterator[int]:
    """Run a server while the block runs; its port."""
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        for place in ("srv/zero", "srv/www/zero"):
            (folder / place).parent.mkdir(parents=True, exist_ok=True)
            (folder / place).symlink_to(site.resolve())
        for path, text in setup.files.items():
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_text(adapted(text, folder, port), encoding="utf-8")
        command = [part.replace("FOLDER", name) for part in setup.command]
        environment = {**os.environ, "HOME": name, "XDG_DATA_HOME": name, "XDG_CONFIG_HOME": name}
        with (folder / "log").open("w+") as log:
            process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
            try:
                if not _answers(process, port):
                    raise NoServerError((folder / "log").read_text(encoding="utf-8"))
                yield port
            finally:
                process.terminate()
                process.wait()


def _answers(process: subprocess.Popen[bytes], port: int) -> bool:
    """Wait for a server; False when it ends or patience does."""
    end = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < end:
        with socket.socket() as connection:
            if connection.connect_ex((HOST, port)) == 0:
                return True
        time.sleep(0.05)
    return False


def ask(port: int, path: str, **headers: str) -> Answer:
    """Ask a server for a path as it stands."""
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    connection.request(
        "GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    answer = connection.getresponse()
    found = Answer(
        answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    )
    connection.close()
    return found


def chosen(site: Path) -> dict[str, Path]:
    """Return the largest file of each kind, the worker, a file with a digest in its name and a
    chart for frames, by their paths.
    """
    files = sorted(
        (path for path in site.rglob("*") if path.is_file()), key=lambda path: path.stat().st_size
    )
    by_kind = {path.suffix: path for path in files if path.suffix not in NOT_READ}
    some = [
        *by_kind.values(),
        site / WORKER,
        *sorted(site.glob("embed/*.html"))[:1],
        next(path for path in files if HASHED.search(path.name)),
    ]
    return {path.relative_to(site).as_posix(): path for path in some}


def headers_of(site: Path) -> dict[str, str]:
    """Return the headers that the site's own file gives to all its files."""
    text = (site / "_headers").read_text(encoding="utf-8")
    [lines] = re.findall(r"^/\*\n((?:  .+\n)+)", text, re.MULTILINE)
    return {
        name.strip().lower(): value.strip()
        for name, _, value in (line.partition(":") for line in lines.splitlines())
    }


def faults(site: Path, port: int, prefix: str) -> Iterator[str]:
    """What a server does otherwise than the page says."""
    for path, file in chosen(site).items():
        answer = ask(port, prefix + path)
        if (answer.status, answer.body) != (200, file.read_bytes()):
            yield f"{path}: not sent as it is, status {answer.status}"
        yield from (f"{path}: {fault}" for fault in _faults_of_headers(site, file, answer))
        yield from (f"{path}: {fault}" for fault in _faults_of_a_text(port, prefix + path, file))
        if ask(port, prefix + path, If_None_Match=answer.headers.get("etag", "")).status != 304:
            yield f"{path}: is sent once more where it has not changed"
    lost = (site / "404.html").read_bytes()
    for path in LOST:
        answer = ask(port, prefix + path)
        if (answer.status, answer.body) != (404, lost):
            yield f"{path}: not answered with 404.html, status {answer.status}"
        yield from (
            f"{path}: {fault}" for fault in _faults_of_headers(site, site / "404.html", answer)
        )
    folder = "about/hosting"
    if ask(port, f"{prefix}{folder}/").body != (site / folder / "index.html").read_bytes():
        yield f"{folder}/: not the page"
    for address in (f"{prefix}{folder}", prefix.rstrip("/")):
        answer = ask(port, address or "/")
        if address and not (
            answer.status in {301, 302, 308} and answer.headers["location"] == f"{address}/"
        ):
            yield f"{address}: leads to {answer.headers.get('location')}, status {answer.status}"


def _faults_of_headers(site: Path, file: Path, answer: Answer) -> Iterator[str]:
    wanted = {
        **headers_of(site),
        "content-security-policy": None if file.parent.name == "embed" else FRAMES,
        "cache-control": FOR_LONG if HASHED.search(file.name) else EACH_TIME,
    }
    for name, value in wanted.items():
        if answer.headers.get(name) != value:
            yield f"{name} is {answer.headers.get(name)!r}, not {value!r}"
    expected = (TEXTS | OTHERS).get(file.suffix)
    told = answer.headers.get("content-type", "").lower()
    kind, _, charset = told.replace("application/javascript", "text/javascript").partition(
        "; charset="
    )
    if expected is None:
        yield f"no type is known for {file.suffix!r}: add it to {PAGE} and {Path(__file__).name}"
    elif kind != expected or (file.suffix in TEXTS and charset != "utf-8"):
        yield f"is sent as {told!r}"


def _faults_of_a_text(port: int, address: str, file: Path) -> Iterator[str]:
    if file.suffix in TEXTS and file.stat().st_size > 2000:
        packed = ask(port, address, Accept_Encoding="gzip")
        if (
            packed.headers.get("content-encoding") != "gzip"
            or len(packed.body) > file.stat().st_size * 0.8
        ):
            yield f"{len(packed.body)} bytes are sent for {file.stat().st_size}"
        if "accept-encoding" not in packed.headers.get("vary", "").lower():
            yield "is not said to differ by what a browser accepts"


def main() -> int:
    """Print what is amiss; 1 if anything is."""
    site = Path(sys.argv[1])
    told = []
    for setup in setups(PAGE.read_text(encoding="utf-8")):
        try:
            with running(setup, site) as port:
                told += [f"{setup.name}: {fault}" for fault in faults(site, port, setup.prefix)]
        except NoServerError as error:
            told.append(f"{setup.name} does not start: {error}")
    print("\n".join(told) or f"nginx and Caddy serve {site} as {PAGE} says.")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
