"""What a writer types is never taken for what is generated: in code it is shown, in an attribute it stays text."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest

from conftest import append, build, copy_sample
from refdesk.blocks.expand import expand
from refdesk.check import check
from refdesk.pages.render import Renderer
from refdesk.site.site import load_site

HARMFUL = '<p class="rd-x"><meta http-equiv="refresh" content="0;url=https://evil.example/"></p>'
LINK = '<a class="rd-term" href="javascript:alert(1)">term</a>'
CODE = {
    "a fence": f'```html\n{HARMFUL}\n<div class="rd-x"><script>alert(1)</script></div>\n```',
    "a line of code": f"Text with `{LINK}` in it.",
    "a cell": f"| a | b |\n|---|---|\n| `{LINK}` | c |",
    "a span like a citation": '`<span class="rd-cite" onclick="alert(1)">1</span>`',
    "a token": "Text \ue0000123456789abcdefb0\ue001 and `\ue000i0\ue001` in it.",
}


def faults(html: str) -> list[str]:
    """The elements and attributes of an article that only harmful HTML has."""
    root = lxml.html.fromstring(html)
    root = next(root.iter("article"), root)
    live = [str(element.tag) for element in root.iter("script", "meta") if element.get("src") is None]
    return live + root.xpath("//@*[starts-with(name(), 'on') or starts-with(., 'javascript:')]")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_sample(tmp_path / "site")


def converted(root: Path, text: str) -> str:
    """The page with this text at its end, in HTML as the check renders it."""
    append(root / "docs/topics/lenses.md", f"\n{text}\n")
    site = load_site(root)
    return Renderer(site.config).convert(expand(site, site.pages["topics/lenses.md"]))


@pytest.mark.parametrize("text", CODE.values(), ids=CODE)
def test_code_comes_out_as_code(root: Path, text: str) -> None:
    html = converted(root, text)
    assert faults(html) == []
    assert "alert(1)" not in text or "alert(1)" in lxml.html.fromstring(html).text_content()


@pytest.mark.parametrize(
    "text",
    [
        '[text](money.md "said [@bureau-2025-bulletin]")',
        "![said [@bureau-2025-bulletin]](../assets/logo.svg)",
        '<span title="a > [@bureau-2025-bulletin]">text</span>',
        '<span title="[67.77](value:national/2024/basic)">text</span>',
    ],
)
def test_a_reference_in_an_attribute_brings_no_html(root: Path, text: str) -> None:
    html = converted(root, text)
    values = [value for element in lxml.html.fromstring(html).iter() for value in element.values()]
    assert not [value for value in values if "<" in value or "\ue000" in value]
    assert check(load_site(root)).problems


def test_raw_html_that_reads_like_generated_html_is_told(root: Path) -> None:
    append(root / "docs/topics/lenses.md", f'\n{LINK}\n\n<div class="rd-x">a</div>\n')
    found = {problem.line for problem in check(load_site(root)).problems if problem.code == "stray-mark"}
    assert len(found) == 2


def test_the_published_page_shows_code_as_code(root: Path, tmp_path: Path) -> None:
    append(root / "docs/topics/lenses.md", f"\n{CODE['a fence']}\n\n{CODE['a line of code']}\n\n{CODE['a cell']}\n")
    result = build(root, "--site-dir", str(tmp_path / "out"))
    assert result.returncode == 0, result.stdout
    html = (tmp_path / "out/topics/lenses/index.html").read_text(encoding="utf-8")
    assert faults(html) == []
    assert "evil.example" in html
