"""Asks for a web page, and judges whether the text that a source names is still there."""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import urllib.error
import urllib.request
from html import unescape
from typing import Any, Literal, NamedTuple
from urllib.parse import quote, urlsplit

from refdesk.files.web_address import unsafe
from refdesk.problems.report import printable

PATIENCE = 30.0  # seconds
_MOST = 1_000_000  # bytes that are read of a page
_HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; refdesk, looks whether cited pages are still there)"
}
# An answer that turns programs away, or that tells of a fault for now, says nothing of the page.
_TURNED_AWAY = {401, 403, 405, 406, 412, 418, 429, 451, 500, 502, 503, 504, 521, 567}
_HOME = re.compile(r"(?:/(?:index|default)\.\w+)?/?")
_TITLE = re.compile(r"<title[^>]*>([^<]*)", re.IGNORECASE)
# The title of a page that says, without the status 404, that there is no such page.
_NO_PAGE = re.compile(
    r"\b404\b(?! Media)|not found|no longer (?:available|exists)"
    r"|不存在|找不到|未找到|已被?删除|已下线|访问的页面",
    re.IGNORECASE,
)
_CHARSET = re.compile(rb"charset=[\"']?([\w-]+)", re.IGNORECASE)
_LEAST_SIGNS = 8  # of a title that is looked for
_SIGNS = 40  # of a title that are looked for: what is behind may be cut

State = Literal["there", "gone", "unclear", "silent"]


class Answer(NamedTuple):
    """What came of asking for a page, in words, and whether the title was found on it."""

    state: State
    said: str = ""
    is_titled: bool = False


class OnlyOutside(urllib.request.HTTPRedirectHandler):
    """Follows a host that leads on, but only to an address that a source may have."""

    def redirect_request(
        self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> Any:
        """Return the next request; raise URLError where it would lead to no host of the web."""
        refuse_inside(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


OPENER = urllib.request.build_opener(OnlyOutside)


def request_for(address: str) -> urllib.request.Request:
    """Return the request for an address, whose signs of other scripts are spelled in ASCII."""
    spelled = quote(address, safe=":/?#[]@!$&'()*+,;=%~-._")
    return urllib.request.Request(spelled, headers=_HEADERS)  # noqa: S310 - http and https alone


def refuse_inside(address: str) -> None:
    """Raise URLError for an address that is none of the web: local, private, or in disguise."""
    slip = unsafe(address)
    if slip is not None:
        raise urllib.error.URLError(f"it leads on, and {slip.message}")
    parts = urlsplit(address)
    if parts.scheme in urllib.request.getproxies():
        return  # another machine looks the name up
    try:
        found = socket.getaddrinfo(parts.hostname, None)
    except OSError:
        return  # asking for the page will say so
    for *_, place in found:
        if not ipaddress.ip_address(str(place[0]).partition("%")[0]).is_global:
            raise urllib.error.URLError(f"'{parts.hostname}' is a machine of this network")


def ask(address: str, title: str = "", *, was_titled: bool = False) -> Answer:
    """Ask for a page and judge it.

    ``title`` is that of the source, '' where it has none of its own; ``was_titled`` says that the
    page had it when it was last there.
    """
    try:
        refuse_inside(address)
        with OPENER.open(request_for(address), timeout=PATIENCE) as answer:
            text = _text(answer.read(_MOST), answer.headers.get("Content-Type", ""))
            return judge(address, answer.url, text, title, was_titled=was_titled)
    except urllib.error.HTTPError as error:
        if error.code in _TURNED_AWAY:
            return Answer("unclear", "no answer for programs")
        return Answer("gone", f"status {error.code}")
    except (OSError, ValueError, http.client.HTTPException) as error:
        reason = str(getattr(error, "reason", "") or error or type(error).__name__)
        return Answer("silent", f"no answer: {printable(reason)}")


def judge(address: str, final: str, text: str, title: str, *, was_titled: bool) -> Answer:
    """Return what a page says of the text that was asked for, where it answered.

    ``final`` is the address to which it led, ``text`` its HTML, '' for another kind of file.
    """
    wanted = _plain(title)[:_SIGNS]
    if len(wanted) >= _LEAST_SIGNS and wanted in _plain(text):
        return Answer("there", is_titled=True)
    asked, reached = urlsplit(address), urlsplit(final)
    is_home = _HOME.fullmatch(reached.path) is not None and not reached.query
    if is_home and not (_HOME.fullmatch(asked.path) and not asked.query):
        return Answer("gone", "it leads to the home page")
    named = _TITLE.search(text)
    if named is not None and _NO_PAGE.search(unescape(named[1])):
        return Answer("gone", f"its title is '{printable(unescape(named[1]).strip())[:60]}'")
    if was_titled and wanted:
        return Answer("gone", "the title of the source is no longer on the page")
    return Answer("there")


def _text(read: bytes, content_type: str) -> str:
    """Return the HTML of an answer, '' for another kind of file."""
    if "html" not in content_type.lower():
        return ""
    named = _CHARSET.search(content_type.encode()) or _CHARSET.search(read[:4096])
    try:
        return read.decode(named[1].decode() if named is not None else "utf-8", "replace")
    except LookupError:
        return read.decode("utf-8", "replace")


def _plain(text: str) -> str:
    """Return the letters and digits of a text, in one case."""
    return re.sub(r"[\W_]+", "", unescape(text)).casefold()
