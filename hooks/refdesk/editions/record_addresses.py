"""``refdesk addresses``: adds the addresses of the site as it is to those that were published before."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from refdesk.check import check, render_pages
from refdesk.files.checkout import UnusableSiteError
from refdesk.problems.report import as_text
from refdesk.site.addresses import NAME, address_list
from refdesk.site.site import load_site


def run(root: Path, options: Namespace, say: Callable[[str], None]) -> int:
    """Write docs/data/addresses.txt, in one step; a site with mistakes is reported on and nothing is written."""
    del options
    site = load_site(root)
    report = check(site)
    say(as_text(report.problems, report.pages, report.references))
    if report.failed:
        return 1
    rendered, _ = render_pages(site)
    path = site.config.docs_dir / "data" / NAME
    part = path.with_suffix(".part")
    try:
        part.write_text(address_list(site.addresses, {uri: found.ids for uri, found in rendered.items()}), "utf-8")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UnusableSiteError(f"'{path}' cannot be written: {error.strerror}") from None
    return 0
