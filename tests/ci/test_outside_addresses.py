"""Outside addresses are asked on a schedule, and readers learn when one last answered.

No other machine is asked: a proxy on this one answers for all hosts.
"""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import yaml

from conftest import ROOT, build, copy_sample


def today() -> str:
    return datetime.datetime.now(tz=datetime.UTC).date().isoformat()


HOST = "http://example.org"
_ANSWERS = {"/here": 200, "/moved": 301, "/gone": 404, "/closed": 403, "/shut": 403, "/inwards": 302}
_ASKED: list[str] = []


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        _ASKED.append(self.path)
        path = self.path.removeprefix(HOST)
        self.send_response(_ANSWERS.get(path, 500))
        self.send_header("Location", "http://169.254.169.254/latest" if path == "/inwards" else "/here")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the standard library's
        pass


@contextmanager
def outside() -> Iterator[str]:
    """A proxy with pages that are there, have moved, are gone, turn programs away, lead to what is no page."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Answers) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_readers_see_when_an_address_last_answered(tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "site")
    sources, record = root / "docs/data/sources.yml", root / "docs/data/addresses_seen.yml"
    entries = yaml.safe_load(sources.read_text(encoding="utf-8"))
    keys = [entry["id"] for entry in entries["references"]][: len(_ANSWERS)]
    with outside() as proxy:
        for entry in entries["references"]:
            entry.pop("URL", None)
            entry["custom"].pop("copy-url", None)
        for entry, path in zip(entries["references"], _ANSWERS, strict=False):
            entry["URL"] = HOST + path
        sources.write_text(yaml.safe_dump(entries, allow_unicode=True), encoding="utf-8")
        before = [{"id": key, "address": HOST + "/shut", "seen": "2026-02-03"} for key in (keys[2], keys[4])]
        record.write_text("# Kept.\n" + yaml.safe_dump(before), encoding="utf-8")
        command = [sys.executable, str(ROOT / ".ci/outside_addresses.py"), str(root)]
        begun = today()
        env = {**os.environ, "http_proxy": proxy, "no_proxy": ""}
        told = subprocess.run(command, check=True, capture_output=True, text=True, env=env).stdout
    assert "2 of 6 addresses answered" in told
    assert f"- `{keys[2]}`: status 404: <{HOST}/gone>" in told
    assert f"- `{keys[5]}`: no answer: it leads on, and '169.254.169.254' is the number of a machine" in told
    assert all(address.startswith(HOST) for address in _ASKED)
    text = record.read_text(encoding="utf-8")
    assert text.startswith("# Kept.\n")
    seen = {entry["id"]: entry["seen"] for entry in yaml.safe_load(text)}
    assert {seen.pop(keys[0]), seen.pop(keys[1])} <= {begun, today()}
    assert seen == {keys[4]: "2026-02-03"}, "another address is another page"
    result = build(root, "--site-dir", str(tmp_path / "built"))
    assert result.returncode == 0, result.stdout
    html = (tmp_path / "built/reference/sources/index.html").read_text(encoding="utf-8")
    assert html.count("Last seen alive") == 3
    assert "Last seen alive 3 February 2026." in html


def test_a_silent_host_is_not_asked_for_ever() -> None:
    asked = "o.ask_in_turn([f'http://example.org/{n}' for n in range(5)])"
    code = f"import outside_addresses as o; o.PAUSE = 0; print(*{asked}.values())"
    command, env = [sys.executable, "-c", code], {**os.environ, "http_proxy": "http://127.0.0.1:9", "no_proxy": ""}
    done = subprocess.run(command, cwd=ROOT / ".ci", check=True, capture_output=True, text=True, env=env)
    assert done.stdout.count("the host was silent before") == 2


def test_no_pull_request_asks_them() -> None:
    workflows = ROOT / ".github" / "workflows"
    asking = [path for path in workflows.glob("*.yml") if ".ci/addresses" in path.read_text(encoding="utf-8")]
    assert [path.name for path in asking] == ["addresses.yml"]
    assert "pull_request" not in asking[0].read_text(encoding="utf-8")
    assert "outside_addresses" not in (ROOT / ".ci/check").read_text(encoding="utf-8")
