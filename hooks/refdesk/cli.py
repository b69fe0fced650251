"""The command ``refdesk``: check, expand, export."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from refdesk.check import check
from refdesk.config import UnusableSiteError, find_root
from refdesk.expand import expand
from refdesk.exports import downloads
from refdesk.files import Inclusion
from refdesk.report import FORMATS
from refdesk.site import Site, load_site

CLEAN, PROBLEMS, UNUSABLE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0 (clean), 1 (problems) or 2 (unusable input or usage)."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        root = Path(options.root).resolve() if options.root else find_root(Path.cwd())
        if not root.is_dir():
            raise UnusableSiteError(f"there is no folder '{options.root}'")
        site = load_site(root)
        match options.command:
            case "check":
                return _check(site, options.format, options.paths)
            case "expand":
                return _write(site, Path(options.out), _expanded(site))
            case _:
                return _write(site, Path(options.out), downloads(site))
    except UnusableSiteError as error:
        print(f"refdesk: {error}", file=sys.stderr)
        return UNUSABLE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PROBLEMS


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="refdesk", description="Validates the references of a documentation site.")
    commands = parser.add_subparsers(dest="command", required=True)
    checker = commands.add_parser("check", help="validate every reference")
    checker.add_argument("--format", choices=sorted(FORMATS), default="text", help="how to report (default: text)")
    checker.add_argument("paths", nargs="*", metavar="PATH", help="report only on these files or folders")
    expander = commands.add_parser("expand", help="write the expanded pages for another engine")
    exporter = commands.add_parser("export", help="write all data as CSV, JSON, BibTeX and CSL-JSON")
    for command in (checker, expander, exporter):
        command.add_argument("--root", metavar="DIR", help="the checkout (default: the folder that holds mkdocs.yml)")
    for command in (expander, exporter):
        command.add_argument(
            "--out", metavar="DIR", required=True, help="the folder to write, which must not exist or be empty"
        )
    return parser


def _check(site: Site, form: str, paths: Sequence[str]) -> int:
    report = check(site)
    if paths:
        report = report.only(_relative(site, paths))
    print(FORMATS[form](report.problems, report.pages, report.references))
    return PROBLEMS if report.failed else CLEAN


def _relative(site: Site, paths: Sequence[str]) -> list[str]:
    """The paths as reports write them: relative to the root; given from here, or from the root."""
    found: list[str] = []
    for path in paths:
        for base in (Path.cwd(), site.config.root):
            full = (base / path).resolve()
            if full.exists() and full.is_relative_to(site.config.root):
                found.append(full.relative_to(site.config.root).as_posix())
                break
        else:
            raise UnusableSiteError(f"there is no file or folder '{path}' in {site.config.root}")
    return found


def _expanded(site: Site) -> dict[str, str | Path]:
    """Path -> text, or the file to copy: mkdocs.yml without hooks, pages, static files, downloads."""
    config = (site.config.root / site.config.path).read_text(encoding="utf-8")
    tree: dict[str, str | Path] = {site.config.path: _without_hooks(config)}
    folder = site.config.docs_shown
    for uri, file in site.tree.files.items():
        if file.inclusion is Inclusion.EXCLUDED:
            continue
        page = site.pages.get(uri)
        if page is None:
            tree[f"{folder}/{uri}"] = site.config.docs_dir / uri
        else:
            tree[f"{folder}/{uri}"] = page.file.text[: page.body_start] + expand(site, page)
    for uri, text in downloads(site).items():
        tree[f"{folder}/{uri}"] = text
    return tree


def _without_hooks(config: str) -> str:
    """mkdocs.yml for an engine without this hook: its ``hooks`` list is taken out, all else stays as written."""
    kept: list[str] = []
    inside = False
    for line in config.splitlines(keepends=True):
        if inside and (not line.strip() or line[0] in " \t-#"):
            continue
        inside = line.startswith("hooks:")
        if not inside:
            kept.append(line)
    return "".join(kept)


def _write(site: Site, out: Path, tree: dict[str, str | Path] | dict[str, str]) -> int:
    """Write a tree of files at once: into a folder beside ``out`` that takes its name when all is written."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UnusableSiteError(f"'{out}' exists and is not an empty folder")
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".refdesk-") as work:
        base = Path(work) / "tree"
        base.mkdir()
        for path, content in tree.items():
            target = base / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, Path):
                shutil.copyfile(content, target)
            else:
                target.write_text(content, encoding="utf-8", newline="\n")
        if out.exists():
            out.rmdir()
        base.rename(out)
    print(f"{len(tree)} files written to {out} from {site.config.root}")
    return CLEAN


if __name__ == "__main__":
    sys.exit(main())
