"""Editions: a release of the site is named by its date."""

import contextlib
import datetime
import os
from pathlib import Path

from refdesk.files.checkout import UnusableSiteError
from refdesk.site.site import Site, load_site


def named_edition() -> str:
    """Return the date in the variable EDITION, or ''; UnusableSiteError if it is no date."""
    named = os.environ.get("EDITION") or ""
    with contextlib.suppress(ValueError):
        if not named or datetime.date.fromisoformat(named).isoformat() == named:
            return named
    raise UnusableSiteError(f"EDITION is a day such as 2026-12-01, not '{named}'")


def edition_of(site: Site) -> str:
    """Return the date of the edition: that in EDITION, otherwise the day of the last review of any page."""
    return named_edition() or max((page.reviewed for page in site.pages.values()), default="") or "1970-01-01"


def site_and_edition(root: Path) -> tuple[Site, str]:
    """Return the site of a checkout and the date of its edition; UnusableSiteError if one cannot be read."""
    named_edition()  # before mkdocs.yml, which reads the variable too
    site = load_site(root)
    return site, edition_of(site)
