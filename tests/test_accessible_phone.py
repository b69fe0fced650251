"""Every page on a phone has no violation that axe-core can find, by WCAG 2.2 AA, light and dark."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from accessible import PHONE, SCHEMES, viewed, violations_of_every_page


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_page_has_a_violation(browser: Browser, built_site: Path, served_site: str, scheme: str) -> None:
    with viewed(browser, PHONE, scheme) as page:
        assert violations_of_every_page(page, built_site, served_site) == []
