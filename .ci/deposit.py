"""Keeps an edition at a deposit service that speaks the interface of Zenodo.

``deposit.py reserve EDITION`` prints the number of the deposit of an edition, its DOI and that of
all editions; ``deposit.py publish EDITION DEPOSIT DIST`` uploads what stands in a folder and
publishes it. Both find what an earlier run has done. Nothing is published unless every file has
arrived as it is.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote, urlencode, urlsplit

import yaml

from refdesk.problems.report import printable
from refdesk.publish.edition_files import (
    CHECKSUMS,
    CITATION,
    DEPOSIT,
    Release,
    deposit_metadata,
)

ROOT = Path(__file__).resolve().parent.parent
RECORD = "docs/data/editions.yml"
SERVICE = "https://zenodo.org"
PATIENCE = 120.0  # seconds in which the service says nothing
AT_ONCE = 100  # deposits in one answer
REASONS = {
    401: "the token is not known there",
    403: "the token may not do this: it needs the scopes deposit:write and deposit:actions",
    429: "it was asked too often: wait, and run the same command again",
}
Deposit = dict[str, Any]


class DepositError(Exception):
    """What kept an edition from being deposited, for a person."""


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """Follows nowhere: the token is for one host."""

    def redirect_request(self, *_: Any) -> None:
        return None


OPENER = urllib.request.build_opener(NoRedirects)


class Service:
    """A deposit service and the account of a token."""

    def __init__(self, address: str, token: str) -> None:
        parts = urlsplit(address)
        if parts.scheme != "https" and parts.hostname not in {"127.0.0.1", "localhost"}:
            raise DepositError(f"{address}: a token is sent over https only")
        self.address, self.token = address.rstrip("/"), token

    def ask(self, method: str, place: str, about: object = None) -> Any:
        """Return what the service answers at a path or at an address that it gave."""
        body = None if about is None else json.dumps(about).encode()
        return self._send(method, place, body, {"Content-Type": "application/json"})

    def put_file(self, place: str, file: BinaryIO, size: int) -> Any:
        """Send a file, and return what the service says has arrived."""
        kind = {"Content-Type": "application/octet-stream", "Content-Length": str(size)}
        return self._send("PUT", place, file, kind)

    def _send(
        self, method: str, place: str, body: bytes | BinaryIO | None, kind: Mapping[str, str]
    ) -> Any:
        address = self.address + place if place.startswith("/") else place
        if urlsplit(address)[:2] != urlsplit(self.address)[:2]:
            raise DepositError(f"{self.address} leads to {address}, which is not sent the token")
        headers = {"Authorization": f"Bearer {self.token}", "Accept": "application/json", **kind}
        request = urllib.request.Request(address, body, headers, method=method)  # noqa: S310
        try:
            with OPENER.open(request, timeout=PATIENCE) as answer:
                text = answer.read()
            return json.loads(text) if text else None
        except urllib.error.HTTPError as error:
            raise DepositError(f"{method} {address}: {_refusal(error)}") from error
        except (OSError, ValueError, http.client.HTTPException) as error:
            said = str(getattr(error, "reason", "") or error or type(error).__name__)
            raise DepositError(f"{method} {address}: cut off: {printable(said)}") from error

    def deposits(self) -> Iterator[Deposit]:
        """Yield all deposits of the account, every version of each."""
        page = 1
        while True:
            asked = urlencode({"size": AT_ONCE, "page": page, "all_versions": "true"})
            answer: list[Deposit] = self.ask("GET", f"/api/deposit/depositions?{asked}")
            yield from answer
            if len(answer) < AT_ONCE:
                return
            page += 1

    def deposit(self, number: str) -> Deposit:
        """Return a deposit of the account."""
        answer: Deposit = self.ask("GET", f"/api/deposit/depositions/{number}")
        return answer


def _refusal(error: urllib.error.HTTPError) -> str:
    """Return the status of a refusal and what the service says of it."""
    try:
        about = json.loads(error.read())
        faults = [f"{one.get('field')}: {one.get('message')}" for one in about.get("errors") or ()]
        said = "; ".join([str(about.get("message") or ""), *faults]).strip("; ")
    except (OSError, ValueError, AttributeError, http.client.HTTPException):
        said = ""
    told = [f"refused with status {error.code}", REASONS.get(error.code, ""), printable(said)]
    return ": ".join(part for part in told if part)


def doi(deposit: Deposit) -> str:
    """Return the DOI that a deposit has, or will have."""
    reserved = deposit["metadata"].get("prereserve_doi") or {}
    return str(deposit.get("doi") or reserved.get("doi") or "")


def concept_doi(deposit: Deposit) -> str:
    """Return the DOI of all versions of a deposit, which a service forms as it does the others."""
    return f"{doi(deposit).rpartition('.')[0]}.{deposit['conceptrecid']}"


def version(deposit: Deposit) -> str:
    """Return the version of a deposit; ours are named by the day of the edition."""
    return str(deposit["metadata"].get("version") or "")


def reserve(service: Service, root: Path, edition: str) -> Deposit:
    """Return the deposit of an edition: the one that there is, or a new draft."""
    work = yaml.safe_load((root / CITATION).read_text(encoding="utf-8"))
    editions = yaml.safe_load((root / RECORD).read_text(encoding="utf-8")) or []
    concepts = {entry["concept_doi"] for entry in editions if entry.get("concept_doi")}
    ours = [
        deposit
        for deposit in service.deposits()
        if deposit["metadata"].get("title") == work["title"] or concept_doi(deposit) in concepts
    ]
    of_edition = [deposit for deposit in ours if version(deposit) == edition]
    if of_edition:
        return max(of_edition, key=lambda deposit: bool(deposit["submitted"]))
    published = [deposit for deposit in ours if deposit["submitted"]]
    metadata = deposit_metadata(work, Release(edition, "", "", "")) | {"prereserve_doi": True}
    if published:
        return _new_version(service, max(published, key=version), metadata)
    if concepts:
        told = ", ".join(sorted(concepts))
        raise DepositError(f"the account of the token has no published deposit under {told}")
    created: Deposit = service.ask("POST", "/api/deposit/depositions", {"metadata": metadata})
    return created


def _new_version(service: Service, last: Deposit, metadata: Mapping[str, object]) -> Deposit:
    """Return the draft of the version after a published one, without the files of that."""
    answer = service.ask("POST", f"/api/deposit/depositions/{last['id']}/actions/newversion")
    draft: Deposit = service.ask("GET", answer["links"]["latest_draft"])
    if version(draft) not in {"", version(last)}:
        raise DepositError(
            f"the draft {draft['id']} is that of the edition {version(draft)}: "
            "publish or discard it first"
        )
    described: Deposit = service.ask(
        "PUT", f"/api/deposit/depositions/{draft['id']}", {"metadata": metadata}
    )
    return described


def publish(service: Service, number: str, edition: str, dist: Path) -> str:
    """Upload the files of an edition to its deposit, publish it, and return its DOI."""
    deposit = service.deposit(number)
    metadata = json.loads((dist / DEPOSIT).read_text(encoding="utf-8"))
    reserved = doi(deposit)
    if {version(deposit), metadata["version"]} != {edition}:
        raise DepositError(f"{dist} or the deposit {number} is not that of the edition {edition}")
    files = {path.name: path for path in files_of(dist)}
    if deposit["submitted"]:
        _hold(service, number, files)
        return reserved
    _upload(service, deposit, files)
    described = service.ask(
        "PUT",
        f"/api/deposit/depositions/{number}",
        {"metadata": {**metadata, "prereserve_doi": True}},
    )
    if doi(described) != reserved:
        raise DepositError(f"the service now reserves {doi(described)}, the files name {reserved}")
    _hold(service, number, files)
    published = service.ask("POST", f"/api/deposit/depositions/{number}/actions/publish")
    if doi(published) != reserved:
        raise DepositError(f"published as {doi(published)}, while the files name {reserved}")
    return reserved


def files_of(dist: Path) -> list[Path]:
    """Return the files of an edition: those that the list of digests names, and the list."""
    lines = (dist / CHECKSUMS).read_text(encoding="utf-8").splitlines()
    return [*(dist / line.split(maxsplit=1)[1] for line in lines), dist / CHECKSUMS]


def _upload(service: Service, deposit: Deposit, files: Mapping[str, Path]) -> None:
    """Have a draft hold these files and no others; what has arrived before is not sent again."""
    kept = _arrived(service, str(deposit["id"]))
    for name, (identifier, _) in kept.items():
        if name not in files:
            service.ask("DELETE", f"/api/deposit/depositions/{deposit['id']}/files/{identifier}")
    for name, path in files.items():
        if name in kept and kept[name][1] == md5(path):
            continue
        print(f"Uploading {name}, {path.stat().st_size / 1e6:.1f} MB", file=sys.stderr)
        with path.open("rb") as file:
            bucket = deposit["links"]["bucket"]
            service.put_file(f"{bucket}/{quote(name)}", file, path.stat().st_size)


def _hold(service: Service, number: str, files: Mapping[str, Path]) -> None:
    """Raise DepositError unless a deposit holds exactly these files."""
    wanted = {name: md5(path) for name, path in files.items()}
    arrived = {name: digest for name, (_, digest) in _arrived(service, number).items()}
    wrong = sorted(
        name for name in wanted.keys() | arrived.keys() if wanted.get(name) != arrived.get(name)
    )
    if wrong:
        raise DepositError(f"the deposit {number} has not the same as here: {', '.join(wrong)}")


def _arrived(service: Service, number: str) -> dict[str, tuple[str, str]]:
    """Return the number and the MD5 of each file of a deposit, by name."""
    listed = service.ask("GET", f"/api/deposit/depositions/{number}/files")
    return {
        one["filename"]: (one["id"], str(one["checksum"]).removeprefix("md5:")) for one in listed
    }


def md5(path: Path) -> str:
    """Return the MD5 of a file, by which the service says what has arrived."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


def main() -> int:
    """Do what is asked for; 1 with the reason where it cannot be done."""
    step, edition, *more = sys.argv[1:]
    try:
        service = Service(os.environ.get("DEPOSIT_URL") or SERVICE, os.environ["DEPOSIT_TOKEN"])
        if step == "reserve":
            deposit = reserve(service, Path(*more[:1]) if more else ROOT, edition)
            print(deposit["id"], doi(deposit), concept_doi(deposit))
        else:
            number, dist = more
            print(f"Published: https://doi.org/{publish(service, number, edition, Path(dist))}")
    except DepositError as error:
        print(error, file=sys.stderr)
        print("What is not published stays a draft; run the command again.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
