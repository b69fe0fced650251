"""The Content-Security-Policy in a real browser: what does not belong to the site is blocked.

That nothing of the site is blocked is seen in test_every_page.py and, on the disk, in test_offline.py.
"""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import BrowserContext

from publishing import watched
from refdesk.publish.policy import policy
from site_server import served

_ATTACKS = """async (most) => {
  const add = (name, set) => document.body.append(Object.assign(document.createElement(name), set));
  add("script", { textContent: "window.hacked = 1" });
  add("script", { src: "https://evil.example/x.js" });
  add("img", { src: "https://evil.example/x.png" });
  add("iframe", { src: "https://evil.example/" });
  add("object", { data: "https://evil.example/" });
  add("base", { href: "https://evil.example/" });
  document.body.insertAdjacentHTML("beforeend", '<p style="color:red">x</p><b onclick="1">x</b>');
  setTimeout("window.hacked = 2", 0);
  await fetch("https://evil.example/").catch(() => 0);
  for (let tries = 0; tries < 100 && new Set(window.blocked).size < most; tries += 1)
    await new Promise((done) => setTimeout(done, 50));
  await new Promise((done) => setTimeout(done, 300));
  return [window.hacked ?? null, [...new Set(window.blocked)].sort()];
}"""
BLOCKED = ["base-uri", "connect-src", "frame-src", "img-src", "object-src", "script-src", "script-src-attr",
           "script-src-elem", "style-src-attr"]  # fmt: skip


def test_what_does_not_belong_to_the_site_is_blocked(context: BrowserContext, sample: str, disk_site: Path) -> None:
    page, _ = watched(context)
    for address in (sample, (disk_site / "index.html").as_uri()):
        page.goto(address)
        hacked, blocked = page.evaluate(_ATTACKS, len(BLOCKED))
        assert hacked is None
        assert blocked == BLOCKED


def test_a_page_with_a_repository_asks_nobody_about_it(context: BrowserContext, public_sample: Path) -> None:
    with served(public_sample) as base:
        page, complaints = watched(context)
        page.goto(base, wait_until="networkidle")
        assert page.locator("a.md-source").count() > 0
        assert complaints == []


def test_every_page_has_a_policy_before_anything_it_governs(built_site: Path) -> None:
    for path in built_site.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        at = html.index('<meta http-equiv="Content-Security-Policy"')
        assert at < min(html.find(tag) for tag in ("<link", "<script", "<style", "<title") if tag in html)
        assert "unsafe-" not in html
        assert not re.search(r"<[^>]+ (?:style|on\w+)=", re.sub(r"<(code|pre)\b.*?</\1>", "", html, flags=re.DOTALL))


def test_a_policy_names_inline_scripts_and_no_data() -> None:
    html = '<script>a()</script><script src="b.js"></script><script type="application/json">{}</script>'
    assert policy(html).count("'sha256-") == 1
    assert policy(html) != policy(html.replace("a()", "c()"))
    assert "'sha256-" in policy("<style>p{}</style>").partition("style-src")[2]
