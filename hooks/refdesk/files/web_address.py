"""Addresses outside the site: told from paths, and checked for form (never for what answers there)."""

import re
from collections.abc import Sequence

from refdesk.problems.problem import Slip
from refdesk.problems.suggest import nearest

_CODE = "malformed-address"
_SHOWN = 80  # signs of an address that a message shows
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_MAIL = re.compile(r"[^@\s,/]+@[^@\s,/]+\.[^@\s,/]+")
_WELL_FORMED = re.compile(
    r"https?://(?:[^\s/?#@]*@)?(?:\w+(?:[.-]+(?<!\.\.)\w+)*\.?|\[[0-9a-f:.]+\])(?::\d+)?(?:[/?#](?:[^\s\"]*[^\s\"'])?)?"
    rf"|mailto:(?=\S)(?:{_MAIL.pattern}(?:,{_MAIL.pattern})*)?(?:\?\S*)?|tel:\S+",
    re.IGNORECASE,
)
# A scheme that is misspelled, or not set off by a colon and two slashes, or that stands before another.
_BROKEN = re.compile(r"(?:(?P<scheme>h?t{1,3}ps?|ftp)(?:[;,.：:]?[/／]{1,3}|[:：]))+(?=[\w-]+\.\w)", re.IGNORECASE)


def is_outside(target: str) -> bool:
    """Return whether an address names a host or a scheme."""
    return bool(_SCHEME.match(target)) or target.startswith("//")


def malformed(target: str, own_schemes: Sequence[str] = ()) -> Slip | None:
    """Return what is wrong with an address that leads outside, or was meant to; ``own_schemes`` may be meant, too."""
    if _WELL_FORMED.fullmatch(target):
        return None
    message = f"'{target[:_SHOWN]}' is not a well-formed address"
    if _MAIL.fullmatch(target) and not is_outside(target):
        return _meant(message, target, f"mailto:{target}")
    if re.match(r"www\.\w", target, re.IGNORECASE):
        return _meant(message, target, f"https://{target}")
    if (broken := _BROKEN.match(target)) is not None and not re.search(r"\s", target):
        scheme = broken["scheme"].lower()
        address = f"{nearest(scheme, ('http', 'https')) or 'https'}://{target[broken.end() :]}"
        if address != target:
            return _meant(message, target, address, is_certain=scheme in {"http", "https"})
    if not is_outside(target):
        return None
    scheme, _, rest = target.partition(":")
    near = nearest(scheme, [*own_schemes, "mailto"])
    if near is not None and near != scheme:
        return _meant(message, target, f"{near}:{rest}", is_certain=False)
    if " " in target:
        return Slip(_CODE, message, "A space in an address is written %20")
    return Slip(_CODE, message, "Write the path of a page, or an address that begins with https://, mailto: or tel:")


def _meant(message: str, target: str, address: str, *, is_certain: bool = True) -> Slip:
    """Return what is wrong with an address that likely, or certainly, means another."""
    return Slip(_CODE, message, f"Did you mean '{address}'?", (target, address) if is_certain else None)
