"""Addresses outside the site: told from paths, and judged by form and host (never by what answers
there).
"""

import re
from collections.abc import Sequence

from refdesk.problems.problem import Slip
from refdesk.problems.suggest import nearest

_CODE, _UNSAFE = "malformed-address", "unsafe-address"
_SHOWN = 80  # signs of an address that a message shows
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_MAIL = re.compile(r"[^@\s,/]+@[^@\s,/]+\.[^@\s,/]+")
_NAME_OF_HOST = r"\w+(?:[.-]+(?<!\.\.)\w+)*\.?|\[[0-9a-f:.]+\]"
_PATH = r"[/?#](?:[^\s\"]*[^\s\"'])?"
_WELL_FORMED = re.compile(
    rf"https?://(?:[^\s/?#@]*@)?(?:{_NAME_OF_HOST})(?::\d+)?(?:{_PATH})?"
    rf"|mailto:(?=\S)(?:{_MAIL.pattern}(?:,{_MAIL.pattern})*)?(?:\?\S*)?|tel:\S+",
    re.IGNORECASE,
)
# A scheme that is misspelled, or not set off by a colon and two slashes, or that stands before
# another.
_BROKEN = re.compile(
    r"(?:(?P<scheme>h?t{1,3}ps?|ftp)(?:[;,.：:]?[/／]{1,3}|[:：]))+(?=[\w-]+\.\w)", re.IGNORECASE
)

_OF_HOST = re.compile(
    r"https?://(?:(?P<user>[^\s/?#@]*)@)?(?P<host>\[[^\]\s]*\]|[^\s/?#:@]+)", re.IGNORECASE
)
# 127.0.0.1, 2130706433, 0x7f.1, [::1]
_NUMBER = re.compile(r"\[.*\]|(?:.*\.)?(?:\d+|0x[0-9a-f]*)", re.IGNORECASE)
_ENDS_AT_HOME = frozenset(
    {"localhost", "localdomain", "local", "internal", "intranet", "lan", "home", "corp", "arpa"}
)
# A part of a host in one kind of letters: those of others look alike, and xn-- stands for letters
# that nobody sees.
_PLAIN_PART = re.compile(r"(?!xn--)[a-z0-9_-]+|[\u3400-\u9fff0-9-]+", re.IGNORECASE)
_HOST = r"(?P<host>[\w-]+(?:\.[\w-]+)*\.[a-z]{2,})"
# A host that the text of a link names: within it by its beginning, alone by its end (which no file
# has).
_NAMED = re.compile(rf"(?:https?://|(?=www\.)){_HOST}", re.IGNORECASE)
_END = r"(?<=\.com|\.org|\.net|\.gov|\.edu|.\.[a-z][a-z])(?<!\.md|\.js|\.py|\.sh)"
_NAMED_ALONE = re.compile(rf"\s*{_HOST}{_END}(?:[/?#:]\S*)?\s*", re.IGNORECASE)


def is_outside(target: str) -> bool:
    """Return whether an address names a host or a scheme."""
    return bool(_SCHEME.match(target)) or target.startswith("//")


def malformed(target: str, own_schemes: Sequence[str] = ()) -> Slip | None:
    """Return what is wrong with an address that leads outside, or was meant to; ``own_schemes`` may
    be meant, too.
    """
    if _WELL_FORMED.fullmatch(target):
        return None
    message = f"'{target[:_SHOWN]}' is not a well-formed address"
    if _MAIL.fullmatch(target) and not is_outside(target):
        return _meant(message, target, f"mailto:{target}")
    if re.match(r"www\.\w", target, re.IGNORECASE):
        return _meant(message, target, f"https://{target}")
    if (told := _broken_scheme(message, target)) is not None:
        return told
    return _unknown_form(message, target, own_schemes) if is_outside(target) else None


def _broken_scheme(message: str, target: str) -> Slip | None:
    """Return what an address means whose http:// is misspelled or lacks a sign."""
    broken = _BROKEN.match(target)
    if broken is None or re.search(r"\s", target):
        return None
    scheme = broken["scheme"].lower()
    address = f"{nearest(scheme, ('http', 'https')) or 'https'}://{target[broken.end() :]}"
    if address == target:
        return None
    return _meant(message, target, address, is_certain=scheme in {"http", "https"})


def _unknown_form(message: str, target: str, own_schemes: Sequence[str]) -> Slip:
    """Return what to do about an address that leads outside by no scheme that is known."""
    scheme, _, rest = target.partition(":")
    near = nearest(scheme, [*own_schemes, "mailto"])
    if near is not None and near != scheme:
        return _meant(message, target, f"{near}:{rest}", is_certain=False)
    hint = "Write the path of a page, or an address that begins with https://, mailto: or tel:"
    if " " in target:
        hint = "A space in an address is written %20"
    return Slip(_CODE, message, hint)


def _meant(message: str, target: str, address: str, *, is_certain: bool = True) -> Slip:
    """Return what is wrong with an address that likely, or certainly, means another."""
    return Slip(
        _CODE, message, f"Did you mean '{address}'?", (target, address) if is_certain else None
    )


def unsafe(target: str) -> Slip | None:
    """Return why nobody may be led to a well-formed address: it has a password, hides its host, or
    leads to no other.

    The offset is that of its host.
    """
    return hidden_host(target) or local_host(target)


def hidden_host(target: str) -> Slip | None:
    """Return that an address carries a name or a password, or has a host that looks like
    another.
    """
    address = _OF_HOST.match(target)
    if address is None:
        return None
    host, at = address["host"], address.start("host")
    if address["user"] is not None:
        message = f"this address holds what is sent to '{host}' as a name or a password"
        return Slip(
            _UNSAFE, message, f"Write {target[: address.start('user')]}{target[at:]}", offset=at
        )
    if not host.startswith("[") and not all(
        map(_PLAIN_PART.fullmatch, host.rstrip(".").split("."))
    ):
        message = (
            f"the host '{host}' is written in letters that look like others, or stands for such"
        )
        return Slip(_UNSAFE, message, "Write an address whose host is in Latin letters", offset=at)
    return None


def local_host(target: str) -> Slip | None:
    """Return that an address names a machine by its number, or by a name that only one network
    knows.
    """
    address = _OF_HOST.match(target)
    if address is None:
        return None
    host, hint = address["host"].rstrip("."), "Write the address under which all readers reach it"
    if _NUMBER.fullmatch(host):
        message = f"'{host}' is the number of a machine, not the name of a host"
    elif "." not in host or host.lower().rpartition(".")[2] in _ENDS_AT_HOME:
        message = f"only one network knows the host '{host}'"
    else:
        return None
    return Slip(_UNSAFE, message, hint, offset=address.start("host"))


def misleading(text: str, target: str) -> Slip | None:
    """Return that the text of a link names another host than the one to which it leads."""
    address = _OF_HOST.match(target)
    named = _NAMED.search(text) or _NAMED_ALONE.fullmatch(text)
    if address is None or named is None:
        return None
    told, real = (
        host.lower().removeprefix("www.").rstrip(".") for host in (named["host"], address["host"])
    )
    if f".{told}".endswith(f".{real}") or f".{real}".endswith(f".{told}"):
        return None
    message = f"the text of this link names '{named['host']}', and it leads to '{address['host']}'"
    return Slip(_UNSAFE, message, "Write in words where it leads")
