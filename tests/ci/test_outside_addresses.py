"""Outside addresses are asked on a schedule; readers learn when one last answered, and where a copy of it lies.

No other machine is asked: a proxy on this one answers for all hosts, the Web Archive's among them.
"""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import yaml

from conftest import ROOT, build, copy_sample
from web_pages import judge

HOST, ARCHIVE = "http://example.org", "http://archive.example.org"
STATUS = {"/gone": 404, "/shut": 403, "/inwards": 302, "/moved": 301, "/homewards": 302}
LEADS_TO = {"/inwards": "http://169.254.169.254/latest", "/moved": "/here", "/homewards": "/"}
PAGES = {
    "/": "<title>The press</title>",
    "/here": "<title>A page</title><h1>{title}</h1>",
    "/soft": "<title>Page not found</title>",
}
PATHS = ("/here", "/moved", "/gone", "/shut", "/inwards", "/homewards", "/soft")
_ASKED: list[str] = []


def today() -> str:
    return datetime.datetime.now(tz=datetime.UTC).date().isoformat()


class _Answers(BaseHTTPRequestHandler):
    title = ""
    refuses_after = 100  # questions to the archive

    def do_GET(self) -> None:
        _ASKED.append(self.path)
        if self.path.startswith(ARCHIVE):
            self.archive()
            return
        path = self.path.removeprefix(HOST)
        text = PAGES.get(path, "").format(title=self.title)
        self.answer(STATUS.get(path, 200 if text else 500), text, Location=LEADS_TO.get(path, "/here"))

    def archive(self) -> None:
        """One page has a copy in time, one has a copy from before it was issued, and any can be copied."""
        if sum(address.startswith(ARCHIVE) for address in _ASKED) > self.refuses_after:
            self.answer(429, "")
        elif "/save/" in self.path:
            page = self.path.partition("/save/")[2]
            self.answer(200, "", **{"Content-Location": f"/web/20261206101500/{page}"})
        else:
            page = parse_qs(urlsplit(self.path).query)["url"][0]
            days = {"/gone": "20260203040506", "/moved": "19990101000000"}
            day = next((day for path, day in days.items() if page == HOST + path), "")
            copy = {"available": True, "status": "200", "url": f"{ARCHIVE}/web/{day}/{page}"}
            self.answer(200, json.dumps({"archived_snapshots": {"closest": copy} if day else {}}))

    def answer(self, status: int, text: str, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "text/html", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the standard library's
        pass


@contextmanager
def outside() -> Iterator[str]:
    """A proxy that answers for all hosts."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Answers) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def site_with(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A site whose first sources have the addresses, and the ids of these by their paths."""
    root = copy_sample(tmp_path / "site")
    path = root / "docs/data/sources.yml"
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    entries = written["references"]
    for entry in entries:
        entry.pop("URL", None)
        entry["custom"].pop("copy-url", None)
    for entry, place in zip(entries, PATHS, strict=False):
        entry["URL"] = HOST + place
    path.write_text(yaml.safe_dump(written, allow_unicode=True), encoding="utf-8")
    _Answers.title = entries[0]["title"]
    return root, {place: entry["id"] for place, entry in zip(PATHS, entries, strict=False)}


def asked(root: Path, proxy: str, *options: str) -> str:
    """What the program prints that asks for the addresses of a site."""
    command = [sys.executable, str(ROOT / ".ci/outside_addresses.py"), str(root), "--archive", ARCHIVE, *options]
    env = {**os.environ, "http_proxy": proxy, "no_proxy": ""}
    return subprocess.run(command, check=True, capture_output=True, text=True, env=env).stdout


def recorded(root: Path) -> Mapping[str, Mapping[str, Any]]:
    text = (root / "docs/data/addresses_seen.yml").read_text(encoding="utf-8")
    assert text.startswith("# Kept.\n")
    return {entry["id"]: entry for entry in yaml.safe_load(text)}


def test_readers_see_when_an_address_last_answered_and_the_copy_of_one_that_is_gone(tmp_path: Path) -> None:
    root, ids = site_with(tmp_path)
    before = [
        {"id": ids["/gone"], "address": HOST + "/shut", "asked": "2026-02-03", "seen": "2026-02-03"},
        {"id": ids["/shut"], "address": HOST + "/shut", "asked": "2026-02-03", "seen": "2026-02-03"},
    ]
    record = root / "docs/data/addresses_seen.yml"
    record.write_text("# Kept.\n" + yaml.safe_dump(before), encoding="utf-8")
    begun = today()
    with outside() as proxy:
        told = asked(root, proxy)
        count = len(_ASKED)
        assert "of 0 addresses answered" in asked(root, proxy), "what was asked of late is not asked again"
    assert len(_ASKED) > count, "what has no copy is looked for again"
    assert "2 of 7 addresses answered" in told
    for place, said in {
        "/gone": "status 404",
        "/inwards": "no answer: it leads on, and '169.254.169.254' is the number of a machine",
        "/homewards": "it leads to the home page",
        "/soft": "its title is 'Page not found'",
    }.items():
        assert f"- `{ids[place]}`: {said}" in told
    assert all(address.startswith((HOST, ARCHIVE)) for address in _ASKED)
    found = recorded(root)
    gone = {place for place in PATHS if "gone" in found[ids[place]]}
    assert gone == {"/gone", "/homewards", "/soft"}
    assert found[ids["/here"]]["titled"]
    assert {found[ids["/here"]]["seen"], found[ids["/moved"]]["seen"]} <= {begun, today()}
    assert "seen" not in found[ids["/gone"]], "another address is another page"
    assert found[ids["/shut"]]["seen"] == "2026-02-03", "who turns programs away says nothing of the page"
    copies = {place: found[ids[place]].get("archived", "") for place in PATHS}
    assert copies["/gone"] == f"{ARCHIVE}/web/20260203040506/{HOST}/gone"
    assert copies["/moved"] == f"{ARCHIVE}/web/20261206101500/{HOST}/moved", "an older copy has another text"
    assert not copies["/soft"], "of a page that is gone none is made"
    shown = built(root, tmp_path)
    assert shown.count("Last seen alive") == 3
    assert "Last seen alive 3 February 2026." in shown
    listed = shown.partition(f'id="source-{ids["/gone"]}"')[2].partition("</li>")[0]
    assert listed.index("archived copy of 3 February 2026") < listed.index("(gone since")


def built(root: Path, tmp_path: Path) -> str:
    """The list of sources of a site."""
    result = build(root, "--site-dir", str(tmp_path / "built"))
    assert result.returncode == 0, result.stdout
    return (tmp_path / "built/reference/sources/index.html").read_text(encoding="utf-8")


def test_what_an_archive_refuses_waits_for_the_next_time(tmp_path: Path) -> None:
    root, ids = site_with(tmp_path)
    (root / "docs/data/addresses_seen.yml").write_text("# Kept.\n[]\n", encoding="utf-8")
    _ASKED.clear()
    with outside() as proxy:
        _Answers.refuses_after = 3
        told = asked(root, proxy)
        first = [address for address in _ASKED if address.startswith(ARCHIVE)]
        _Answers.refuses_after = 100
        asked(root, proxy)
    assert "the archive refuses: status 429" in told
    assert len(first) == 4, "after a refusal it is left in peace"
    again = [address for address in _ASKED if address.startswith(ARCHIVE)][len(first) :]
    assert first[0] not in again, "what has a copy is not asked for again"
    assert recorded(root)[ids["/here"]]["archived"] == f"{ARCHIVE}/web/20261206101500/{HOST}/here"


def test_a_silent_host_is_not_asked_for_ever(tmp_path: Path) -> None:
    root, _ = site_with(tmp_path)
    (root / "docs/data/addresses_seen.yml").write_text("# Kept.\n[]\n", encoding="utf-8")
    told = asked(root, "http://127.0.0.1:9", "--minutes", "0")
    assert told.count("the host was silent before") == len(PATHS) - 3


def test_a_page_that_had_the_title_of_a_source_and_has_it_no_more_is_gone() -> None:
    page, title = "https://example.org/a", "Results of the year &amp; its plans"
    had, has = f"<title>{title}</title>", "<title>A casino</title>"
    wanted = "Results of the year & its plans"
    assert judge(page, page, had, wanted, was_titled=False).is_titled
    assert judge(page, page, has, wanted, was_titled=True).state == "gone"
    assert judge(page, page, has, wanted, was_titled=False).state == "there", "a script may write it"


def test_no_pull_request_asks_them() -> None:
    workflows = ROOT / ".github" / "workflows"
    asking = [path for path in workflows.glob("*.yml") if ".ci/addresses" in path.read_text(encoding="utf-8")]
    assert [path.name for path in asking] == ["addresses.yml"]
    assert "pull_request" not in asking[0].read_text(encoding="utf-8")
    assert "outside_addresses" not in (ROOT / ".ci/check").read_text(encoding="utf-8")
