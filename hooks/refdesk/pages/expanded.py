"""A page whose references and markers are expanded: Markdown in which a token stands for each piece
of generated HTML.

Markdown never reads what is generated, and nobody can type a token: its nonce is made anew for each
process.
"""

import re
import secrets
from typing import NamedTuple

from refdesk.problems.problem import Problem

_NONCE = secrets.token_hex(8)
# private characters: no part of a word, so that emphasis ends beside a token
_OPEN, _CLOSE = "\ue000", "\ue001"
TOKEN = re.compile(rf"{_OPEN}{_NONCE}[bi](?P<number>\d+){_CLOSE}")
_PLACE = re.compile(rf"<p>{_OPEN}{_NONCE}b(?P<block>\d+){_CLOSE}</p>|{TOKEN.pattern}")
_ID = re.compile(r' id="([^"]+)"')


class Pieces:
    """Collects the generated HTML of a page and gives the token of each piece."""

    def __init__(self) -> None:
        self.html: list[str] = []

    def block(self, html: str) -> str:
        """Return the token of HTML that stands between paragraphs, as a paragraph of its own."""
        return f"\n\n{self._token('b', html)}\n\n"

    def inline(self, html: str) -> str:
        """Return the token of HTML that stands within a line ('' for none)."""
        return self._token("i", html) if html else ""

    def _token(self, kind: str, html: str) -> str:
        self.html.append(str(html))
        return f"{_OPEN}{_NONCE}{kind}{len(self.html) - 1}{_CLOSE}"


class Expanded(NamedTuple):
    """The Markdown of a page, the HTML that its tokens stand for, and what could not be made."""

    markdown: str
    pieces: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    def restored(self, text: str) -> str:
        """Return a text of the page with the HTML in place of its tokens."""
        return _PLACE.sub(lambda place: self.pieces[int(place["block"] or place["number"])], text)

    def words(self, text: str) -> str:
        """Return a text of the page with what is text alone in place of its tokens, and nothing for
        HTML.
        """

        def word(token: re.Match[str]) -> str:
            piece = self.pieces[int(token["number"])]
            return "" if "<" in piece else piece

        return TOKEN.sub(word, text)

    def ids(self) -> list[str]:
        """Return the ids of the generated HTML."""
        return [element_id for piece in self.pieces for element_id in _ID.findall(piece)]
