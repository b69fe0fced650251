"""``refdesk addresses``: adds the addresses of the site as it is to those that were published before."""

from __future__ import annotations

from pathlib import Path

from refdesk.check import examine
from refdesk.files.checkout import UnusableSiteError
from refdesk.problems.report import Report
from refdesk.site.addresses import NAME, as_text
from refdesk.site.site import load_site


def record_addresses(root: Path) -> Report:
    """Write docs/data/addresses.txt, in one step; a site with mistakes is reported on and nothing is written."""
    site = load_site(root)
    if not site.library.present:
        raise UnusableSiteError(f"there are no data in {root}, and no list of addresses beside them")
    done = examine(site)
    if not done.report.failed:
        path = site.config.docs_dir / "data" / NAME
        part = path.with_suffix(".part")
        present = {uri: found.ids for uri, found in done.rendered.items()}
        try:
            part.write_text(as_text(site.addresses, present), encoding="utf-8")
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise UnusableSiteError(f"'{path}' cannot be written: {error.strerror}") from None
    return done.report
