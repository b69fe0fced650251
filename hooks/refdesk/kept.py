"""What is costly to make is kept under .cache/refdesk of the checkout, by the digest of all that it was made from."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from refdesk.cache import fingerprint
from refdesk.digest import digest
from refdesk.root import CACHE
from refdesk.sealed import read_sealed, write_sealed


@dataclass(frozen=True)
class Kept:
    """The place of one kind of content in the cache of a checkout."""

    root: Path
    kind: str

    def _path(self, made_from: str) -> Path:
        name = digest(f"{fingerprint()}\0{made_from}".encode())
        return self.root / CACHE / self.kind / name

    def load(self, made_from: str) -> bytes | None:
        """The content made from a text earlier; None when there is none, or it was cut short or altered."""
        return read_sealed(self._path(made_from)) or None

    def keep(self, made_from: str, content: bytes) -> bytes:
        """Keep content; a folder that cannot be written is no mistake."""
        write_sealed(self._path(made_from), content)
        return content

    def forget_all_but(self, made_from: Iterable[str]) -> None:
        """Delete what was made from other texts, so that the cache does not grow with every change."""
        wanted = {self._path(text) for text in made_from}
        with contextlib.suppress(OSError):
            for path in set(self._path("").parent.iterdir()) - wanted:
                path.unlink()


def kept(root: Path, kind: str, made_from: str, make: Callable[[], bytes]) -> bytes:
    """The one content of its kind, made from a text: read from the cache, or made and put there."""
    place = Kept(root, kind)
    content = place.load(made_from)
    if content is None:
        content = place.keep(made_from, make())
        place.forget_all_but([made_from])
    return content


def kept_files(root: Path, kind: str, made_from: str, make: Callable[[], Mapping[str, str]]) -> dict[str, bytes]:
    """Several texts by name, in UTF-8, made together from a text: read from the cache, or made and put there."""
    head, _, rest = kept(root, kind, made_from, lambda: _joined(make())).partition(b"\n")
    found: dict[str, bytes] = {}
    at = 0
    for name, length in json.loads(head):
        found[name] = rest[at : at + length]
        at += length
    return found


def _joined(texts: Mapping[str, str]) -> bytes:
    """Texts in one: names and lengths on the first line, then one text after the other."""
    made = {name: text.encode("utf-8", "surrogatepass") for name, text in texts.items()}
    head = json.dumps([[name, len(content)] for name, content in made.items()])
    return b"".join([head.encode(), b"\n", *made.values()])


def kept_each(root: Path, kind: str, made_from: Mapping[str, str], make: Callable[[str], bytes]) -> dict[str, bytes]:
    """The content of each item, made from a text of its own: read from the cache, or made and put there."""
    place = Kept(root, kind)
    found: dict[str, bytes] = {}
    for item, text in made_from.items():
        content = place.load(text)
        found[item] = place.keep(text, make(item)) if content is None else content
    place.forget_all_but(made_from.values())
    return found
