"""Outside addresses are asked on a schedule, and readers learn when one last answered. Only this machine is asked."""

from __future__ import annotations

import datetime
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


_ANSWERS = {"/here": 200, "/moved": 301, "/gone": 404, "/closed": 403, "/shut": 403}


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(_ANSWERS.get(self.path, 500))
        self.send_header("Location", "/here")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the standard library's
        pass


@contextmanager
def outside() -> Iterator[str]:
    """A host with pages that are there, have moved, are gone, turn programs away."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Answers) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_readers_see_when_an_address_last_answered(tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "site")
    sources, record = root / "docs/data/sources.yml", root / "docs/data/addresses_seen.yml"
    entries = yaml.safe_load(sources.read_text(encoding="utf-8"))
    keys = [entry["id"] for entry in entries["references"]][:5]
    with outside() as host:
        for entry in entries["references"]:
            entry.pop("URL", None)
            entry["custom"].pop("copy-url", None)
        for entry, path in zip(entries["references"], _ANSWERS, strict=False):
            entry["URL"] = host + path
        sources.write_text(yaml.safe_dump(entries, allow_unicode=True), encoding="utf-8")
        before = [{"id": key, "address": host + "/shut", "seen": "2026-02-03"} for key in (keys[2], keys[4])]
        record.write_text("# Kept.\n" + yaml.safe_dump(before), encoding="utf-8")
        command = [sys.executable, str(ROOT / ".ci/outside_addresses.py"), str(root)]
        begun = today()
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert "2 of 5 addresses answered" in told
    assert f"- `{keys[2]}`: status 404: <{host}/gone>" in told
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
    asked = "o.ask_in_turn([f'http://127.0.0.1:9/{n}' for n in range(5)])"
    code = f"import outside_addresses as o; o.PAUSE = 0; print(*{asked}.values())"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT / ".ci", check=True, capture_output=True, text=True)
    assert done.stdout.count("the host was silent before") == 2


def test_no_pull_request_asks_them() -> None:
    workflows = ROOT / ".github" / "workflows"
    asking = [path for path in workflows.glob("*.yml") if ".ci/addresses" in path.read_text(encoding="utf-8")]
    assert [path.name for path in asking] == ["addresses.yml"]
    assert "pull_request" not in asking[0].read_text(encoding="utf-8")
    assert "outside_addresses" not in (ROOT / ".ci/check").read_text(encoding="utf-8")
