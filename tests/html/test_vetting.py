"""The vetting of whole pages: what is on the list passes, anything else is named."""

from __future__ import annotations

import pytest

from refdesk.html.vetting import foreign

PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>R&amp;D</title>'
    '<link rel="license" href="https://creativecommons.org/licenses/by/4.0/"><link rel="icon" href="../x.svg"></head>'
    '<body><!-- x --><p class="a">A <a href="https://example.org/?a=1&amp;b=2">b</a> <a href="tel:1">c</a>'
    '<img src="../x.svg" alt="" width=2 hidden><br></p><script type="application/ld+json">{"a": "<b>"}</script>'
    "%s</body></html>"
)
FOREIGN = (
    "<script>x()</script>",
    "<SCRIPT>x()</SCRIPT>",
    "<script defer>x()</script>",
    '<script type="module">x()</script>',
    '<script src="https://evil.example/x.js"></script>',
    "<style>p{}</style>",
    "<iframe></iframe>",
    '<p onclick="x()">',
    '<p style="color:red">',
    '<a href="javascript:x()">',
    '<a href=" java&Tab;script:x()">',
    '<a href="&#1;javascript:x()">',
    '<a href="\x01javascript:x()">',
    '<a href="javascript:x()" href="x">',
    '<img src="//evil.example/x.png">',
    '<img src="/\\evil.example/x.png">',
    '<img srcset="x.png">',
    '<form action="https://evil.example/">',
    "<base>",
    '<link rel="stylesheet" href="https://evil.example/x.css">',
    '<meta http-equiv="refresh" content="0">',
    "<p",
    '<pre class="mermaid">',
    "<p title='a'>",
    '<p title="a"onclick="x()">',
    "<!--> <b>",
    "a < b",
    '<i id="__config">',
    '<p id="__config"></p><p id="__config"></p>',
)


def test_a_page_of_the_site_passes() -> None:
    assert foreign(PAGE % "", ()) == []


@pytest.mark.parametrize("html", FOREIGN)
def test_what_no_page_holds_is_named(html: str) -> None:
    assert foreign(PAGE % html, ())
