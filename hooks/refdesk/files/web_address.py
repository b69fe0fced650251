"""Addresses outside the site: told from paths, and checked for form (never for what answers there)."""

import re
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from refdesk.problems.problem import Swap
from refdesk.problems.suggest import nearest

_SHOWN = 80  # signs of an address that a message shows
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_HOST = re.compile(r"(?![-.])[\w.-]*\w\.?|[0-9a-fA-F:.]+")
_MAIL = re.compile(r"[^@\s,]+@[^@\s,]+\.[^@\s,]+(?:,\s*[^@\s,]+@[^@\s,]+\.[^@\s,]+)*")
_WEB = frozenset({"http", "https", "ftp"})
_BROKEN_SCHEME = re.compile(
    r"(?P<scheme>h?t{1,3}ps?|https?|ftp)(?:[;,.：]?[/／]{1,3}|[:：])(?=[\w-]+\.)", re.IGNORECASE
)
_BARE_HOST = re.compile(
    r"(?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|gov|edu|cn|info|co|uk|de|eu|fr|jp|kr|us|ru|hk|tw|ai|app)(?:[/:?#].*)?$",
    re.IGNORECASE,
)


class AddressSlip(NamedTuple):
    """What is wrong with the form of an address: message, hint, and what is certainly meant instead."""

    message: str
    hint: str = ""
    swap: Swap | None = None


def meant(message: str, target: str, address: str | None, *, is_certain: bool = True) -> AddressSlip:
    """What is wrong with an address that likely, or certainly, means another."""
    if address is None:
        return AddressSlip(message)
    return AddressSlip(message, f"Did you mean '{address}'?", (target, address) if is_certain else None)


def is_outside(target: str) -> bool:
    """Whether an address names a host or a scheme."""
    return bool(_SCHEME.match(target)) or target.startswith("//")


def malformed(target: str, own_schemes: Sequence[str] = ()) -> AddressSlip | None:
    """What is wrong with the form of an address that leads outside, or was meant to.

    ``own_schemes`` are those of this site's references, offered when one of them is misspelled.
    """
    if not is_outside(target):
        return _without_scheme(target)
    scheme, _, rest = target.partition(":")
    scheme = scheme.lower() if not target.startswith("//") else ""
    if scheme in _WEB or not scheme:
        return _web(target, scheme, rest)
    if scheme == "mailto":
        address = rest.partition("?")[0]
        is_none = not rest or (address and not _MAIL.fullmatch(address))  # a letter may leave its reader to choose
        return AddressSlip(f"'{target}' holds no e-mail address") if is_none else None
    if scheme in {"javascript", "vbscript"}:
        return AddressSlip(f"'{target}' runs a script", "Write the address of a page")
    if scheme == "tel":
        return None
    if len(scheme) == 1 or scheme == "file":
        return AddressSlip(f"'{target}' is a path on one computer", "Link a file below the documentation folder")
    known = ("http", "https") if rest.startswith("//") else ("mailto",) if "@" in rest else ()
    near = nearest(scheme, own_schemes) or nearest(scheme, known)
    message = f"'{target[:_SHOWN]}' has a scheme that links of this site do not have"
    if near is None:
        return AddressSlip(message, "Links lead to files of the site, and to https://, http://, mailto: and tel:")
    return meant(message, target, f"{near}:{rest}", is_certain=False)


def _web(target: str, scheme: str, rest: str) -> AddressSlip | None:
    if scheme and not rest.startswith("//"):
        message = f"'{target}' lacks the two slashes behind its scheme"
        return meant(message, target, f"{scheme}://{rest.lstrip('/')}")
    try:
        parts = urlsplit(target)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return AddressSlip(f"'{target}' cannot be read as an address")
    if host.lower() in {"http", "https"} and (parts.path.startswith("//") or parts.netloc.endswith(":")):
        return meant(f"'{target}' has its scheme twice", target, target.partition("//")[2])
    if ".." in host or not _HOST.fullmatch(host):
        return AddressSlip(f"'{target}' names no host that could exist")
    if re.search(r"\s", target):
        return AddressSlip(f"'{target}' holds a space", "A space in an address is written %20")
    return None


def _without_scheme(target: str) -> AddressSlip | None:
    message = f"'{target}' has no scheme"
    broken = _BROKEN_SCHEME.match(target)
    if broken:
        address = f"https://{target[broken.end() :]}"
        return meant(f"'{target}' has no well-formed scheme", target, address, is_certain=False)
    if _MAIL.fullmatch(target) and "/" not in target:
        return meant(message, target, f"mailto:{target}")
    has_www = re.match(r"www\.\w", target, re.IGNORECASE) is not None
    if has_www or _BARE_HOST.match(target):
        return meant(message, target, f"https://{target}", is_certain=has_www)
    return None
