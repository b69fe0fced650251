"""What only a preview does: have the engine build changed pages alone, and show problems on every
page.
"""

import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from jinja2 import TemplateSyntaxError

from refdesk.blocks.shown import holder
from refdesk.check import check_root
from refdesk.files.checkout import CONFIG, UnusableSiteError
from refdesk.files.docs_tree import relative_url
from refdesk.files.writing import write_whole
from refdesk.problems.problem import Place, Problem, Slip, problem_at
from refdesk.problems.report import sentence_of
from refdesk.site.site import Site

SCRIPT = "problems.js"


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
    rows = ((one.path, str(one.place), one.code, sentence_of(one)) for one in problems)
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
    place = Place(CONFIG)
    if isinstance(reason, TemplateSyntaxError):
        place = Place(site.config.shown(Path(reason.filename or "")), reason.lineno)
    if not any(problem.path == place.path for problem in problems):
        message = f"the site cannot be built: {reason}"
        slip = Slip("configuration", message, "The terminal says more")
        problems = (problem_at(place, slip), *problems)
    show_problems(folder, site, problems)
