"""``refdesk export``: write all data in plain formats."""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from refdesk.check import check
from refdesk.files.cache import write_whole
from refdesk.files.checkout import UnusableSiteError
from refdesk.files.progress import progress
from refdesk.problems.report import as_text
from refdesk.publish.downloads import everything
from refdesk.site.site import load_site


def run(root: Path, options: Namespace, say: Callable[[str], None]) -> int:
    """Write all downloads of a site without problems.

    UnusableSiteError if the folder is not empty, below docs/, or cannot be written.
    """
    site, out = load_site(root), Path(options.out)
    try:
        if out.resolve().is_relative_to(site.config.docs_dir):
            raise UnusableSiteError(f"'{out}' is inside the documentation folder")
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise UnusableSiteError(f"'{out}' exists and is not an empty folder")
        report = check(site)
        if report.failed:
            say(as_text(report))
            return 1
        files = everything(site)
        for path, content in progress(files.items(), "Writing files"):
            write_whole(out / path, content.read_bytes() if isinstance(content, Path) else content)
    except (OSError, RuntimeError, ValueError) as error:
        raise UnusableSiteError(f"'{out}' cannot be written: {error}") from None
    say(f"{len(files)} files written to {out}")
    return 0
