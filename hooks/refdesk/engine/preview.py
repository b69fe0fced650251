"""What only a preview does: keep what has not changed since the last build, and show problems on
every page.
"""

import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from jinja2 import TemplateSyntaxError

from refdesk.blocks.shown import citing_pages, holder, holders, pages_naming, pages_with_series
from refdesk.check import check_root
from refdesk.files.catalog import LABELS
from refdesk.files.checkout import CONFIG, UnusableSiteError
from refdesk.files.docs_tree import relative_url
from refdesk.files.writing import write_whole
from refdesk.problems.problem import Problem
from refdesk.problems.report import sentence_of
from refdesk.site.site import Site

SCRIPT = "problems.js"


def surroundings(site: Site) -> object:
    """Return what pages show besides their own text: data, labels, settings, titles, the theme."""
    labels = site.translations.get(site.language, {}).get(LABELS)
    titles = {uri: page.title for uri, page in site.pages.items()}
    files = [(path, path.stat().st_mtime_ns) for path in sorted(site.config.theme_dir.rglob("*"))]
    return site.library, labels, site.config.yaml.file.text, titles, files


def named_by_pages(site: Site) -> object:
    """Return what pages show of each other: who has a block, cites a source, states a number, uses
    a term.
    """
    first = site.first
    return (
        holders(first),
        citing_pages(first),
        pages_with_series(first),
        pages_naming(first, "term"),
    )


def mark_outdated(written: Iterable[str]) -> None:
    """Make the HTML files of changed pages look older than their sources: only then the engine
    builds them again.
    """
    for path in written:
        if Path(path).exists():
            os.utime(path, (0, 0))


def with_problems(html: str, site: Site, uri: str) -> str:
    """Return a page with the script that lists the problems of the site."""
    script = relative_url(SCRIPT, site.tree.url(uri))
    return html.replace(
        "<article", f'<script src="{script}" data-path="{site.shown(uri)}"></script><article', 1
    )


def show_problems(folder: Path, site: Site, problems: Sequence[Problem]) -> None:
    """Write the script that shows problems on every page of a preview."""
    rows = ((one.path, one.place, one.code, sentence_of(one)) for one in problems)
    shown = [dict(zip(("path", "place", "code", "sentence"), row, strict=True)) for row in rows]
    page = site.tree.url(holder(site, "problems") or "")
    head = f"const PROBLEMS = {json.dumps(shown)}, PAGE = {json.dumps(page)};\n"
    code = Path(__file__).with_name(SCRIPT).read_text(encoding="utf-8")
    write_whole(folder / SCRIPT, f"{{\n{head}{code}}}\n")


def show_failure(folder: Path, site: Site, reason: BaseException) -> None:
    """Show on the pages of the last build why this one, or one that did not begin, has failed."""
    try:
        problems = check_root(site.config.root).problems
    except UnusableSiteError as error:
        problems = (error.problem,) if error.problem is not None else ()
    path, line = CONFIG, 1
    if isinstance(reason, TemplateSyntaxError):
        path, line = site.config.shown(Path(reason.filename or "")), reason.lineno
    if not any(problem.path == path for problem in problems):
        message = f"the site cannot be built: {reason}"
        problems = (
            Problem(path, line, 1, "configuration", message, "The terminal says more"),
            *problems,
        )
    show_problems(folder, site, problems)
