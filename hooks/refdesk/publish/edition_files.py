"""The files by which an edition is cited, archived and checked: CITATION.cff, .zenodo.json,
codemeta.json and SHA256SUMS.

Title, abstract, authors, licence and keywords are said once, in the CITATION.cff of the checkout.
"""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, cast

import yaml

from refdesk.publish.publication import doi_address, filled, json_text

CITATION = "CITATION.cff"
DEPOSIT = ".zenodo.json"
CODEMETA = "codemeta.json"
CHECKSUMS = "SHA256SUMS"
_CODE_LICENCE = "MIT"
# What an edition adds to the CITATION.cff of the checkout, in this order.
_OF_EDITION = ("version", "date-released", "doi", "url", "repository-code")


class Release(NamedTuple):
    """An edition as others cite it: its day, its identifier ('' without one), the addresses of the
    site and of the repository ('' where they are not known).
    """

    edition: str
    doi: str
    address: str
    repository: str

    @property
    def tag(self) -> str:
        """Return the tag of the commit that the edition is made from."""
        return f"edition-{self.edition}"

    @property
    def files_address(self) -> str:
        """Return where the code host shows the release ('' without a repository)."""
        return f"{self.repository}/releases/tag/{self.tag}" if self.repository else ""

    @property
    def code_address(self) -> str:
        """Return where the code host shows what the edition is made from ('' without one)."""
        return f"{self.repository}/tree/{self.tag}" if self.repository else ""


def descriptions(citation: str, release: Release) -> dict[str, str]:
    """Return the files that describe an edition, by name; ``citation`` is the CITATION.cff of the
    checkout.
    """
    work = cast("Mapping[str, object]", yaml.safe_load(citation))
    return {
        CITATION: citation_file(citation, release),
        DEPOSIT: json_text(deposit_metadata(work, release)),
        CODEMETA: json_text(software_metadata(work, release)),
    }


def citation_file(citation: str, release: Release) -> str:
    """Return a CITATION.cff with what tells this edition from others."""
    values = {
        "version": f'"{release.edition}"',
        "date-released": f'"{release.edition}"',
        "doi": release.doi,
        "url": release.address,
        "repository-code": release.repository,
    }
    lines = [line for line in citation.splitlines() if line.split(":")[0] not in _OF_EDITION]
    lines += [f"{name}: {values[name]}" for name in _OF_EDITION if values[name]]
    return "\n".join(lines) + "\n"


def deposit_metadata(work: Mapping[str, object], release: Release) -> dict[str, object]:
    """Return what an archive is told of an edition, in the words of Zenodo's deposit interface."""
    related = {"isDerivedFrom": release.code_address, "isVariantFormOf": release.address}
    return filled(
        {
            "title": work["title"],
            "upload_type": "dataset",
            "description": work["abstract"],
            "creators": [{"name": name} for name in _authors(work)],
            "license": str(work["license"]).lower(),
            "notes": f"The code is under the licence {_CODE_LICENCE}.",
            "access_right": "open",
            "keywords": work["keywords"],
            "language": "eng",
            "version": release.edition,
            "publication_date": release.edition,
            "related_identifiers": [
                {"relation": relation, "identifier": address}
                for relation, address in filled(related).items()
            ],
        }
    )


def software_metadata(work: Mapping[str, object], release: Release) -> dict[str, object]:
    """Return the CodeMeta description of an edition."""
    return filled(
        {
            "@context": "https://w3id.org/codemeta/3.0",
            "@type": "SoftwareSourceCode",
            "name": work["title"],
            "description": work["abstract"],
            "author": [{"@type": "Organization", "name": name} for name in _authors(work)],
            "license": [
                f"https://spdx.org/licenses/{name}" for name in (work["license"], _CODE_LICENCE)
            ],
            "keywords": work["keywords"],
            "programmingLanguage": "Python",
            "version": release.edition,
            "datePublished": release.edition,
            "identifier": doi_address(release.doi),
            "url": release.address,
            "codeRepository": release.repository,
        }
    )


def checksums(paths: Iterable[Path]) -> str:
    """Return the SHA-256 of some files as ``sha256sum --check`` reads them."""
    return "".join(f"{sha256(path)}  {path.name}\n" for path in paths)


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _authors(work: Mapping[str, object]) -> list[str]:
    authors = cast("list[dict[str, str]]", work["authors"])
    return [author["name"] for author in authors]
