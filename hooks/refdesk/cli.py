"""The command ``refdesk``: what it understands, and which module does it."""

import argparse
import contextlib
import functools
import importlib
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from refdesk.files.checkout import UnusableSiteError, find_root
from refdesk.problems.report import FORMATS, Report, printable

CLEAN, PROBLEMS, UNUSABLE = 0, 1, 2
# The modules are loaded when they are asked for: a check of an unchanged site needs none, a PDF needs Typst.
_COMMANDS = {
    "import": ("contribute.import_sources", "add the sources of BibTeX, RIS or CSL files to docs/data/sources.yml"),
    "new": ("contribute.new", "write the skeleton of a page or an entry in its place"),
    "move": ("contribute.move", "move a page, with all that leads to it"),
    "addresses": ("editions.records", "add the addresses of the site to those that were published"),
    "fix": ("fix", "bring sentences up to date with a cell that has changed"),
    "export": ("editions.export", "write all data as CSV, JSON, BibTeX and CSL-JSON"),
    "offline": ("editions.offline", "write the site as a zip file to unpack and read from disk"),
    "pdf": ("book.press", "write the whole site as one PDF"),
    "changelog": ("editions.records", "write CHANGELOG.md from docs/data/changes.yml"),
    "edition": ("editions.release", "make a dated edition, the day of which stands in the variable EDITION"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0 (clean), 1 (problems) or 2 (unusable input or usage)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a name or text that the terminal cannot show is spelled out
            stream.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(arguments)
    try:
        root = _folder(options.root) if options.root is not None else find_root(Path.cwd())
        if options.command == "check":
            return _check(root, options.format, options.paths, fix=options.fix)
        module = importlib.import_module(f"refdesk.{_COMMANDS[options.command][0]}")
        status: int = module.run(root, options, _say)
    except BrokenPipeError:  # nobody reads on
        status = PROBLEMS
    except (UnusableSiteError, OSError) as error:  # a full disk, for one
        with contextlib.suppress(OSError):
            print(f"refdesk: {printable(str(error))}", file=sys.stderr)
        status = UNUSABLE
    else:
        return status
    with contextlib.suppress(OSError):  # what is left to be written goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return status


_say = functools.partial(print, flush=True)


def _folder(name: str) -> Path:
    if not name or not Path(name).is_dir():
        raise UnusableSiteError(f"there is no folder '{name}'")
    return Path(name).resolve()


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with the arguments in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(UNUSABLE, f"refdesk: {' '.join(message.split())} (see {self.prog} --help)\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="refdesk", description="Validates the references of a documentation site.")
    commands = parser.add_subparsers(dest="command", required=True)
    checker = commands.add_parser("check", help="validate every reference")
    checker.add_argument("--format", choices=sorted(FORMATS), default="text", help="how to report (default: text)")
    checker.add_argument("--fix", action="store_true", help="first make, and show, the changes that leave no choice")
    checker.add_argument("paths", nargs="*", metavar="PATH", help="report only on these files or folders")
    made = {name: commands.add_parser(name, help=words) for name, (_, words) in _COMMANDS.items()}
    for command in (checker, *made.values()):
        command.add_argument("--root", metavar="DIR", help="the checkout (default: the folder that holds mkdocs.yml)")
    words = "the folder to write, which must not exist or be empty"
    for name in ("export",):
        made[name].add_argument("--out", metavar="DIR", required=True, help=words)
    for name in ("offline", "pdf"):
        made[name].add_argument("--out", metavar="DIR", default="dist", help="the folder to write into (default: dist)")
    words = "a series, a row or a cell: rd_national/2024/intensity"
    made["fix"].add_argument("--values", metavar="PATH", required=True, help=words)
    made["import"].add_argument(
        "files", nargs="+", metavar="FILE", help="an export that ends in .bib, .ris, .json or .yml"
    )
    made["new"].add_argument("kind", metavar="KIND", help="page, source, term, hub, chart, series or event")
    made["new"].add_argument("words", nargs="*", metavar="WORD", help="what the skeleton asks for, in its order")
    made["move"].add_argument("old", metavar="OLD", help="the path of the page below docs/")
    made["move"].add_argument("new", metavar="NEW", help="its new path")
    made["edition"].add_argument("step", choices=("ready", "write"), help="say what stands in the way, or make it")
    return parser


def _check(root: Path, form: str, paths: Sequence[str], *, fix: bool) -> int:
    wanted = _relative(root, paths)
    if fix:
        for change in importlib.import_module("refdesk.fix").fix_root(root, wanted if paths else None):
            _say(change, file=sys.stdout if form == "text" else sys.stderr)
    try:
        report = importlib.import_module("refdesk.check").check_root(root)
    except UnusableSiteError as error:
        if form == "github" and error.problem is not None:
            _say(FORMATS[form](Report((error.problem,), pages=0, references=0)))
        raise
    if paths:
        report = report.only(wanted)
    _say(FORMATS[form](report))
    return PROBLEMS if report.failed else CLEAN


def _relative(root: Path, paths: Sequence[str]) -> list[str]:
    """The paths as reports write them: relative to the root; given from here, or from the root."""
    found: list[str] = []
    for path in paths:
        places = (Path(os.path.normpath(base / path)) for base in (Path.cwd(), root))
        inside = next((place for place in places if os.path.lexists(place) and place.is_relative_to(root)), None)
        if inside is None:
            raise UnusableSiteError(f"there is no file or folder '{path}' in {root}")
        found.append(inside.relative_to(root).as_posix())
    return found
