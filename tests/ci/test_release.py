"""An edition is kept at a deposit service: reserved, built with its identifier, uploaded, published, released.

A small service on this machine speaks the interface of Zenodo, as far as an edition needs it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar
from urllib.parse import unquote, urlsplit

import pytest
import yaml

from conftest import ROOT, git
from publishing import DOI, EDITION

NEXT = "2099-11-01"
BIG = b"0123456789" * 400_000  # more than a socket takes before the other side reads


class Zenodo(BaseHTTPRequestHandler):
    """The deposit interface; each deposit has a number, each concept the number before its first."""

    deposits: ClassVar[dict[int, dict[str, Any]]]
    refusals: ClassVar[dict[str, int]]  # the end of a path and the status that it is refused with
    cut: ClassVar[str]  # the name of a file whose upload is cut off
    said: ClassVar[list[str]]

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the standard library's
        pass

    def answer(self, status: int, about: object = None) -> None:
        body = b"" if about is None else json.dumps(about).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def begin(self, concept: int | None, metadata: dict[str, Any]) -> dict[str, Any]:
        number = max([*self.deposits, 5]) + 3
        at = f"http://127.0.0.1:{self.server.server_port}/api"  # type: ignore[attr-defined] # of an HTTPServer
        self.deposits[number] = {
            "id": number, "conceptrecid": str(concept or number - 1), "submitted": False, "files": {},
            "metadata": metadata, "links": {"bucket": f"{at}/files/{number}"},
        }  # fmt: skip
        return self.deposits[number]

    @staticmethod
    def shown(deposit: dict[str, Any]) -> dict[str, Any]:
        reserved = {"doi": f"10.5072/zenodo.{deposit['id']}", "recid": deposit["id"]}
        return {**deposit, "files": [], "metadata": {**deposit["metadata"], "prereserve_doi": reserved}}

    def handle_any(self) -> None:
        path = unquote(urlsplit(self.path).path)
        self.said.append(f"{self.command} {path}")
        size = int(self.headers.get("Content-Length") or 0)
        if self.cut and path.endswith(self.cut):
            self.rfile.read(1000)
            self.connection.close()
            return
        body = self.rfile.read(size)
        if self.headers["Authorization"] != "Bearer secret":
            self.answer(401, {"message": "The server could not verify that you are authorized."})
            return
        for end, status in self.refusals.items():
            if path.endswith(end):
                fault = {"field": "metadata.license", "message": "Not a valid choice."}
                self.answer(status, {"message": "Validation error.", "errors": [fault]})
                return
        self.serve(path.removeprefix("/api/").split("/"), body)

    do_GET = do_PUT = do_POST = do_DELETE = handle_any  # noqa: N815 - the names are the standard library's

    def serve(self, path: list[str], body: bytes) -> None:
        match self.command, path:
            case "PUT", ["files", number, name]:
                self.deposits[int(number)]["files"][name] = body
                self.answer(201, {"key": name})
            case "GET", ["deposit", "depositions"]:
                self.answer(200, [self.shown(deposit) for deposit in self.deposits.values()])
            case "POST", ["deposit", "depositions"]:
                self.answer(201, self.shown(self.begin(None, json.loads(body)["metadata"])))
            case method, ["deposit", "depositions", number, *more]:
                self.serve_deposit(method, self.deposits[int(number)], more, body)

    def serve_deposit(self, method: str, deposit: dict[str, Any], path: list[str], body: bytes) -> None:
        files: dict[str, bytes] = deposit["files"]
        match method, path:
            case "GET", []:
                self.answer(200, self.shown(deposit))
            case "PUT", []:
                deposit["metadata"] = json.loads(body)["metadata"]
                self.answer(200, self.shown(deposit))
            case "GET", ["files"]:
                digests = {name: hashlib.md5(data).hexdigest() for name, data in files.items()}  # noqa: S324 - as Zenodo
                self.answer(200, [{"id": name, "filename": name, "checksum": digests[name]} for name in files])
            case "DELETE", ["files", name]:
                del files[name]
                self.answer(204)
            case "POST", ["actions", "publish"]:
                deposit |= {"submitted": True, "doi": f"10.5072/zenodo.{deposit['id']}"}
                self.answer(202, self.shown(deposit))
            case "POST", ["actions", "newversion"]:
                concept = deposit["conceptrecid"]
                drafts = [d for d in self.deposits.values() if d["conceptrecid"] == concept and not d["submitted"]]
                draft = drafts[0] if drafts else self.begin(int(concept), {**deposit["metadata"]})
                if not drafts:
                    draft["files"] |= files
                at = draft["links"]["bucket"].replace("/files/", "/deposit/depositions/")
                self.answer(201, {**self.shown(deposit), "links": {"latest_draft": at}})


@contextmanager
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Zenodo]]:
    """A deposit service, which the commands find."""
    Zenodo.deposits, Zenodo.refusals, Zenodo.cut, Zenodo.said = {}, {}, "", []
    with ThreadingHTTPServer(("127.0.0.1", 0), Zenodo) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("DEPOSIT_URL", f"http://127.0.0.1:{server.server_port}")
        monkeypatch.setenv("DEPOSIT_TOKEN", "secret")
        yield Zenodo
        server.shutdown()


@pytest.fixture
def zenodo(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Zenodo]]:
    with service(monkeypatch) as found:
        yield found


def make_files(root: Path, edition: str, doi: str) -> None:
    """Put small files where `make edition` puts those of an edition."""
    dist = root / "dist"
    dist.mkdir(exist_ok=True)
    cited = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    texts = {"from-0-to-1-offline.zip": BIG, "CITATION.cff": f"{cited}doi: {doi}\n".encode()}
    for name, data in texts.items():
        (dist / name).write_bytes(data)
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in texts.items())
    (dist / "SHA256SUMS").write_text(sums, encoding="utf-8")
    about = {"title": yaml.safe_load(cited)["title"], "version": edition, "license": "cc-by-4.0"}
    (dist / ".zenodo.json").write_text(json.dumps(about), encoding="utf-8")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout at the tag of an edition whose files are made."""
    root = tmp_path / "checkout"
    shutil.copytree(ROOT / ".ci", root / ".ci", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "requirements", root / "requirements")
    (root / "docs/data").mkdir(parents=True)
    for name in ("Makefile", "pyproject.toml", "CITATION.cff"):
        shutil.copy2(ROOT / name, root / name)
    (root / "docs/data/editions.yml").write_text("[]\n", encoding="utf-8")
    (root / ".gitignore").write_text("dist\n.venv\n", encoding="utf-8")
    (root / ".venv").symlink_to(ROOT / ".venv")
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "Begin")
    git(root, "tag", f"edition-{EDITION}")
    make_files(root, EDITION, DOI)
    return root


def deposit(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / ".ci/deposit.py"), *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


def release(root: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(root / ".ci/release"), f"edition-{EDITION}"],
        env={**os.environ, **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_without_a_token_a_person_is_told_the_steps(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEPOSIT_TOKEN", raising=False)
    result = release(checkout)
    assert result.returncode == 0
    assert f"make edition EDITION={EDITION} DOI=" in result.stdout
    assert "dist/.zenodo.json" in result.stdout


def test_a_release_is_made_once(checkout: Path, tmp_path: Path, zenodo: type[Zenodo]) -> None:
    host = tmp_path / "bin/gh"  # the program of the code host, which has no such release yet
    host.parent.mkdir()
    host.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/host\n[ "$2" != view ]\n', encoding="utf-8")
    host.chmod(0o755)
    path = f"{host.parent}:{os.environ['PATH']}"
    for _ in range(2):
        result = release(checkout, PATH=path)
        assert result.returncode == 0, result.stderr
        assert f"Published: https://doi.org/{DOI}" in result.stdout
    [kept] = zenodo.deposits.values()
    assert kept["submitted"]
    assert set(kept["files"]) == {"from-0-to-1-offline.zip", "CITATION.cff", "SHA256SUMS"}
    assert kept["files"]["from-0-to-1-offline.zip"] == BIG
    assert (kept["metadata"]["version"], kept["metadata"]["license"]) == (EDITION, "cc-by-4.0")
    assert zenodo.said.count("PUT /api/files/8/from-0-to-1-offline.zip") == 1
    assert f"release create edition-{EDITION} --verify-tag" in (tmp_path / "host").read_text(encoding="utf-8")


def test_the_checkout_is_that_of_the_tag(checkout: Path, zenodo: type[Zenodo]) -> None:
    git(checkout, "commit", "--quiet", "--allow-empty", "--message", "Go on")
    assert release(checkout).returncode == 2
    assert zenodo.said == []


def test_the_next_edition_is_a_version_of_the_last(checkout: Path, zenodo: type[Zenodo]) -> None:
    assert deposit(checkout, "reserve", EDITION, ".").stdout.split() == ["8", DOI, "10.5072/zenodo.7"]
    assert deposit(checkout, "publish", EDITION, "8", "dist").returncode == 0
    zenodo.deposits[8]["files"]["old.pdf"] = b"of that edition alone"
    for _ in range(2):
        reserved = deposit(checkout, "reserve", NEXT, ".").stdout.split()
        assert reserved == ["11", "10.5072/zenodo.11", "10.5072/zenodo.7"]
    make_files(checkout, NEXT, "10.5072/zenodo.11")
    assert deposit(checkout, "publish", NEXT, "11", "dist").returncode == 0
    assert zenodo.deposits[11]["submitted"]
    assert "old.pdf" not in zenodo.deposits[11]["files"]


def test_a_draft_of_another_edition_is_left_alone(checkout: Path, zenodo: type[Zenodo]) -> None:
    deposit(checkout, "reserve", EDITION, ".")
    deposit(checkout, "publish", EDITION, "8", "dist")
    deposit(checkout, "reserve", NEXT, ".")
    result = deposit(checkout, "reserve", "2099-12-01", ".")
    assert result.returncode == 1
    assert f"the draft 11 is that of the edition {NEXT}" in result.stderr
    assert zenodo.deposits[11]["metadata"]["version"] == NEXT


def test_an_upload_that_is_cut_off_goes_on(checkout: Path, zenodo: type[Zenodo]) -> None:
    deposit(checkout, "reserve", EDITION, ".")
    zenodo.cut = "SHA256SUMS"
    result = deposit(checkout, "publish", EDITION, "8", "dist")
    assert result.returncode == 1
    assert "cut off" in result.stderr
    assert not zenodo.deposits[8]["submitted"]
    zenodo.cut = ""
    zenodo.said.clear()
    assert deposit(checkout, "publish", EDITION, "8", "dist").returncode == 0
    sent = [line for line in zenodo.said if line.startswith("PUT /api/files/")]
    assert sent == ["PUT /api/files/8/SHA256SUMS"]
    assert zenodo.deposits[8]["submitted"]


@pytest.mark.parametrize(
    ("end", "status", "said"),
    [
        ("/depositions", 403, "deposit:write"),
        ("/depositions/8", 422, "metadata.license: Not a valid choice."),
        ("/SHA256SUMS", 403, "refused with status 403"),
        ("/actions/publish", 429, "asked too often"),
    ],
)
def test_what_is_refused_is_told_and_not_published(
    checkout: Path, zenodo: type[Zenodo], end: str, status: int, said: str
) -> None:
    deposit(checkout, "reserve", EDITION, ".")
    zenodo.refusals = {end: status}
    step = ["reserve", EDITION, "."] if end == "/depositions" else ["publish", EDITION, "8", "dist"]
    result = deposit(checkout, *step)
    assert result.returncode == 1
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert not zenodo.deposits[8]["submitted"]


def test_an_unknown_token_is_told_and_a_token_goes_to_its_service_alone(
    checkout: Path, zenodo: type[Zenodo], monkeypatch: pytest.MonkeyPatch
) -> None:
    deposit(checkout, "reserve", EDITION, ".")
    zenodo.deposits[8]["links"]["bucket"] = "http://127.0.0.1:9/files/8"
    assert "is not sent the token" in deposit(checkout, "publish", EDITION, "8", "dist").stderr
    monkeypatch.setenv("DEPOSIT_TOKEN", "other")
    assert "the token is not known there" in deposit(checkout, "reserve", EDITION, ".").stderr
    monkeypatch.setenv("DEPOSIT_URL", "http://example.org")
    assert "over https only" in deposit(checkout, "reserve", EDITION, ".").stderr
