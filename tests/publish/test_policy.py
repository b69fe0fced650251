"""The Content-Security-Policy in a real browser: what does not belong to the site is blocked.

That nothing of the site is blocked is seen in test_every_page.py and, on the disk, in test_offline.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from conftest import append, build, copy_sample, refdesk
from publishing import watched
from refdesk.html.vetting import theme_scripts, with_policy
from site_server import served
from waiting import wait_until

_ATTACKS = """async () => {
  const add = (name, set) => document.body.append(Object.assign(document.createElement(name), set));
  add("script", { textContent: "window.hacked = 1" });
  add("script", { src: "https://evil.example/x.js" });
  add("img", { src: "https://evil.example/x.png" });
  add("iframe", { src: "https://evil.example/" });
  add("object", { data: "https://evil.example/" });
  add("base", { href: "https://evil.example/" });
  document.body.insertAdjacentHTML("beforeend", '<p style="color:red">x</p><b onclick="window.hacked = 3">x</b>');
  document.body.lastElementChild.click(); // some browsers judge a handler when it is written, others when it is used
  setTimeout("window.hacked = 2", 0);
  await fetch("https://evil.example/").catch(() => 0);
}"""
BLOCKED = ["base-uri", "connect-src", "frame-src", "img-src", "object-src", "script-src", "script-src-attr",
           "script-src-elem", "style-src-attr"]  # fmt: skip


def test_what_does_not_belong_to_the_site_is_blocked(
    new_page: Callable[..., Page], sample: str, disk_site: Path
) -> None:
    page = new_page()
    watched(page)
    for address in (sample, (disk_site / "index.html").as_uri()):
        page.goto(address)
        page.evaluate(_ATTACKS)
        wait_until(page, "all => all.every(one => window.blocked.includes(one))", BLOCKED)
        assert page.evaluate("window.hacked ?? null") is None


def test_a_page_with_a_repository_asks_nobody_about_it(new_page: Callable[..., Page], public_sample: Path) -> None:
    with served(public_sample) as base:
        page = new_page()
        complaints = watched(page)
        page.goto(base, wait_until="networkidle")
        assert page.locator("a.md-source").count() > 0
        assert complaints == []


def test_every_page_has_a_policy_before_anything_it_governs(built_site: Path) -> None:
    for path in built_site.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        at = html.index('<meta http-equiv="Content-Security-Policy"')
        assert at < min(html.find(tag) for tag in ("<link", "<script", "<style", "<title") if tag in html)
        assert "unsafe-" not in html[at : html.index(">", at)]
        assert not re.search(r"<[^>]+ (?:style|on\w+)=", re.sub(r"<(code|pre)\b.*?</\1>", "", html, flags=re.DOTALL))


# Ways onto a page: each would set window.hacked, or ask another server.
_WAYS_IN = {
    "a script": "<script>window.hacked = 'script'</script>",
    "a script of another server": '<script src="https://evil.example/x.js"></script>',
    "a script that looks like one of the theme": "<script>__md_scope=new URL('..',location);hacked = 'theme'</script>",
    "an event": '<img src="gone.png" alt="x" onerror="window.hacked = \'event\'">',
    "an attribute list": "![x](../gone.png){ onerror=\"window.hacked = 'list'\" }",
    "a link": '<a id="run" href="javascript:window.hacked = 1">x</a>',
    "a link in Markdown": "[x](javascript:window.hacked=1)",
    "a frame": "<iframe srcdoc=\"<script>parent.hacked = 'frame'</script>\"></iframe>",
    "an object": '<object data="https://evil.example/x.svg"></object>',
    "a drawing in HTML": "<svg onload=\"window.hacked = 'drawing'\"></svg>",
    "an image": "![x](https://evil.example/x.png)",
    "a style": '<style>@import "https://evil.example/x.css";</style>',
    "a style in an attribute": '<p style="background: url(https://evil.example/x.png)">x</p>',
    "a base": '<base href="https://evil.example/">',
    "what is code elsewhere": "<div>\n`<script>window.hacked = 'code'</script>`\n</div>",
}


def test_what_a_page_brings_is_told_and_is_not_published_where_no_check_is_made(tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "checkout")
    page_file, adapter = root / "docs" / "topics" / "lenses.md", root / "hooks" / "mkdocs_adapter.py"
    before = page_file.read_text(encoding="utf-8").count("\n")
    append(page_file, "\n" + "\n\n".join(_WAYS_IN.values()) + "\n")
    lines = page_file.read_text(encoding="utf-8").split("\n")
    told = refdesk("check", cwd=root).stdout
    for name, way in _WAYS_IN.items():
        places = [at for at, line in enumerate(lines[before:], before + 1) if line in way.split("\n") and line]
        assert any(f"lenses.md:{place}:" in told for place in places), (name, told)
    adapter.write_text(adapter.read_text(encoding="utf-8").replace("if report.failed and", "if False and"))
    built = build(root)
    assert built.returncode != 0
    # All else of the list becomes no element at all.
    assert 'holds what no page can: <a href="javascript:window.hacked=1">, <img' in built.stdout
    assert not (root / "site/topics/lenses/index.html").exists()


def test_a_policy_names_the_scripts_of_the_theme_alone(tmp_path: Path) -> None:
    part = tmp_path / "partials" / "javascripts" / "base.html"
    part.parent.mkdir(parents=True)
    part.write_text('<script>a("{{ base_url }}")</script>', encoding="utf-8")
    own, foreign = '<script>a("../..")</script>', '<script>a("b")</script><style>p{}</style>'
    scripts = theme_scripts([tmp_path])
    head = '<meta charset="utf-8">'
    assert "'sha256-" in with_policy(head + own, scripts)
    assert with_policy(head + own + foreign, scripts) == with_policy(head + own, scripts) + foreign
    assert "'sha256-" not in with_policy(head + foreign, scripts)


def test_a_page_with_more_than_pages_hold_is_not_published(tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "site")
    append(root / "overrides/main.html", '{% block hero %}<img src="https://evil.example/x.png">{% endblock %}\n')
    result = build(root, "--site-dir", str(tmp_path / "out"))
    assert result.returncode != 0
    assert "the finished page holds what no page can: <img src=" in result.stdout
    assert not (tmp_path / "out/index.html").exists()
