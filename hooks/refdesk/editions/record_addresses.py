"""``refdesk addresses``: adds the addresses of the site as it is to those that were published before."""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from refdesk.check import check, render_pages
from refdesk.files.checkout import UnusableSiteError
from refdesk.problems.report import as_text
from refdesk.site.addresses import NAME, address_list
from refdesk.site.site import load_site


def run(root: Path, options: Namespace, say: Callable[[str], None]) -> int:
    """Write docs/data/addresses.txt; a site with mistakes is reported on and nothing is written."""
    del options
    site = load_site(root)
    report = check(site)
    say(as_text(report.problems, report.pages, report.references))
    if report.failed:
        return 1
    ids = {uri: page.ids for uri, page in render_pages(site)[0].items()}
    path = site.config.docs_dir / "data" / NAME
    try:
        path.write_text(address_list(site.addresses, ids), encoding="utf-8")
    except OSError as error:
        raise UnusableSiteError(f"'{path}' cannot be written: {error.strerror}") from None
    return 0
