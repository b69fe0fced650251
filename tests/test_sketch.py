"""What a check renders instead of a page comes to the same links, ids and headings as the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import ROOT
from refdesk.expand import expand
from refdesk.render import Renderer
from refdesk.site import load_site
from refdesk.sketch import sketch

SITES = (ROOT, Path(__file__).parent / "sites" / "house", Path(__file__).parent / "sites" / "plain")


@pytest.mark.parametrize("root", SITES, ids=[root.name for root in SITES])
def test_a_sketch_renders_to_what_its_page_renders_to(root: Path) -> None:
    site = load_site(root)
    renderer = Renderer(site.config)
    for page in site.pages.values():
        assert renderer.render(sketch(site, page)) == renderer.render(expand(site, page)), page.uri
