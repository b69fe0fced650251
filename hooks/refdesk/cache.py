"""What an earlier check found, kept under .cache/refdesk of the checkout, keyed by content.

Two things are kept: the whole report, valid while not one input has changed; and what each page's Markdown renders to,
valid for exactly that text. A cache of another version, another site, or with a byte amiss is passed over, and a folder
that cannot be written is no mistake: deleting the cache is always safe.

Only the standard library is imported here: with nothing changed, a check reads no page and loads no other module.
Paths are texts wherever hundreds of files are looked at: ``pathlib`` takes five times as long.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import stat
import sys
import sysconfig
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from refdesk.digest import digest, text_digest
from refdesk.problems import Problem, problem_rows
from refdesk.report import Report
from refdesk.root import CACHE
from refdesk.sealed import read_sealed, write_sealed


class Inputs(NamedTuple):
    """Everything a report depends on besides this program and the day.

    ``folders`` are listed and every text file in them counts; ``files`` are single files; ``environment`` holds the
    variables that the configuration asks for.
    """

    folders: tuple[Path, ...]
    files: tuple[Path, ...]
    environment: Mapping[str, str | None]


@functools.cache
def fingerprint() -> str:
    """A digest of this package, of the installed distributions and of the Python that runs them."""
    package = os.path.dirname(__file__)
    parts = [sys.version.encode()]
    for path in sorted(path for path in _files(package) if path.endswith(".py")):
        parts += [path[len(package) :].encode(), b"\0", _content(path)]
    site_packages = sysconfig.get_path("purelib")
    if os.path.isdir(site_packages):
        parts += ["\n".join(sorted(n for n in os.listdir(site_packages) if n.endswith(".dist-info"))).encode()]
    return digest(*parts)


def _files(folder: str) -> Iterator[str]:
    for at, _, names in os.walk(folder):
        yield from (os.path.join(at, name) for name in names)


def _content(path: str) -> bytes:
    with open(path, "rb") as stream:
        return stream.read()


def _digest(path: str) -> str:
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return "no file"  # a pipe would never open, a device never end
        return digest(_content(path))
    except OSError as error:
        return f"unreadable: {error.errno}"


# Files whose content a check reads; of all others only the name counts.
_TEXT = (".md", ".markdown", ".mdown", ".mkdn", ".mkd", ".yml", ".yaml", ".csv", ".txt", ".css")


State = Mapping[str, Any]


def state_of(inputs: Inputs) -> State | None:
    """The inputs as they are now: names and digests; None where a linked folder makes them uncertain."""
    names: list[str] = []
    digests: dict[str, str] = {}
    for folder in inputs.folders:
        for at, folders, files in os.walk(folder):
            folders.sort()
            if any(os.path.islink(os.path.join(at, name)) for name in folders):
                return None
            for name in sorted(files):
                path = os.path.join(at, name)
                names.append(path)
                if name.endswith(_TEXT):
                    digests[path] = _digest(path)
    for file in map(str, inputs.files):
        digests[file] = _digest(file)
    environment = {name: os.environ.get(name) for name in inputs.environment}
    listing = digest("\n".join(names).encode("utf-8", "surrogateescape"))
    return {
        "fingerprint": fingerprint(),
        "day": time.strftime("%Y-%m-%d", time.gmtime()),
        "names": listing,
        "digests": digests,
        "environment": environment,
    }


class Kept(NamedTuple):
    """A report as it was kept: the inputs it was made from, their state then, and what was noted beside it.

    ``settings`` are noted of the configuration (``known_config.settings_of``), ``notes`` of the pages.
    """

    report: Report
    inputs: Inputs
    state: State
    settings: Mapping[str, object]
    notes: bytes

    def changed(self, now: State | None) -> list[Path] | None:
        """The text files that have changed since; None when something else has as well, or may have."""
        if (
            now is None
            or now.keys() != self.state.keys()
            or any(now[part] != self.state[part] for part in now if part != "digests")
        ):
            return None
        then, digests = self.state["digests"], now["digests"]
        if not isinstance(digests, dict) or then.keys() != digests.keys():
            return None
        return [Path(path) for path, digest in digests.items() if then[path] != digest]


class Store:
    """The cache of one checkout."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / CACHE

    def load(self) -> Kept | None:
        """The report of an earlier check of this checkout."""
        first, _, notes = (read_sealed(self.folder / "report.json") or b"").partition(b"\n")
        kept = _parsed(first)
        try:
            if kept["root"] != str(self.root):
                return None
            asked = kept["inputs"]
            inputs = Inputs(
                tuple(Path(path) for path in asked["folders"]),
                tuple(Path(path) for path in asked["files"]),
                dict.fromkeys(asked["environment"]),
            )
            problems = tuple(Problem(*row) for row in kept["problems"])
            report = Report(problems, int(kept["pages"]), int(kept["references"]))
            return Kept(report, inputs, kept["state"], dict(kept["settings"]), notes)
        except (KeyError, TypeError, ValueError):
            return None

    def keep(self, kept: Kept, since: float) -> None:
        """Keep a report with the state of its inputs, and notes for a check of what changes next.

        Nothing is kept when an input was written to after ``since``, when the check began, which is before ``state``
        was read: which of its contents the check has read, nobody knows.
        """
        try:
            if any(os.stat(path).st_mtime >= since for path in kept.state["digests"] if os.path.exists(path)):
                return
        except OSError:
            return
        first = {
            "root": str(self.root),
            "inputs": {
                "folders": [str(path) for path in kept.inputs.folders],
                "files": [str(path) for path in kept.inputs.files],
                "environment": list(kept.inputs.environment),
            },
            "state": kept.state,
            "settings": kept.settings,
            "problems": problem_rows(kept.report.problems),
            "pages": kept.report.pages,
            "references": kept.report.references,
        }
        self._write("report.json", _spelled_json(first) + b"\n" + kept.notes)

    def load_pages(self, key: str) -> dict[str, object]:
        """What the texts of an earlier check rendered to, by digest of the text; ``key`` names the configuration."""
        kept = _parsed(read_sealed(self.folder / "pages.json") or b"")
        if kept.get("key") != fingerprint() + key:
            return {}
        pages = kept.get("pages")
        return pages if isinstance(pages, dict) else {}

    def keep_pages(self, key: str, pages: Mapping[str, object]) -> None:
        """Keep what the texts of this check rendered to, and nothing older."""
        self._write("pages.json", _spelled_json({"key": fingerprint() + key, "pages": dict(pages)}))

    def _write(self, name: str, content: bytes) -> None:
        write_sealed(self.folder / name, content)
        ignore = self.folder / ".gitignore"
        if self.folder.is_dir() and not self.folder.parent.is_symlink() and not ignore.exists():
            with contextlib.suppress(OSError):
                ignore.write_text("*\n", encoding="utf-8")


def _spelled_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()


def _parsed(content: bytes) -> dict[str, Any]:
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def config_digest(parts: Iterable[object]) -> str:
    """The key of a configuration; functions count by name."""
    return text_digest("\n".join(_spelled(part) for part in parts))


def _spelled(value: object) -> str:
    if isinstance(value, Mapping):
        items = sorted((str(key), _spelled(item)) for key, item in value.items())
        return "{" + ",".join(f"{key}:{item}" for key, item in items) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(_spelled(item) for item in value) + "]"
    if callable(value):
        function = getattr(value, "func", value)  # of a partial, the function it completes
        name = getattr(function, "__qualname__", None)
        if name is not None:
            return f"{function.__module__}.{name}{_spelled(getattr(value, 'keywords', {}))}"
    return repr(value)
