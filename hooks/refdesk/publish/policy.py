"""The Content-Security-Policy of a page: what it may load and run, with the digests of its own inline parts."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator

_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.DOTALL)
_STYLE = re.compile(r"<style[^>]*>(?P<body>.*?)</style>", re.DOTALL)
_KIND = re.compile(r"""\btype=["']?(?P<kind>[^"'\s>]+)""")
_CHARSET = '<meta charset="utf-8">'
_RUN = frozenset({"module", "text/javascript", "application/javascript"})


def with_policy(html: str, *, from_disk: bool = False) -> str:
    """The finished page with its policy right behind the declaration of its encoding."""
    meta = f'{_CHARSET}<meta http-equiv="Content-Security-Policy" content="{policy(html, from_disk=from_disk)}">'
    return html.replace(_CHARSET, meta, 1)


def policy(html: str, *, from_disk: bool = False) -> str:
    """Everything from the site itself, nothing from elsewhere; inline parts only as they stand here.

    Pages that are read from the disk have no origin that 'self' could name: there, files take its place.
    """
    own = "'self' file:" if from_disk else "'self'"
    scripts, styles = _digests(_scripts(html)), _digests(match["body"] for match in _STYLE.finditer(html))
    return (
        f"default-src 'none'; script-src {own}{scripts}; style-src {own}{styles}; "
        f"img-src {own} data:; "  # the icons of the theme stand in its style sheet
        f"font-src {own}; connect-src {own}; manifest-src {own}; worker-src {own}; base-uri 'none'; form-action {own}"
    )


def _scripts(html: str) -> Iterator[str]:
    """The inline scripts that run (data in a script element does not)."""
    for match in _SCRIPT.finditer(html):
        kind = _KIND.search(match["attributes"])
        if not re.search(r"\bsrc=", match["attributes"]) and (kind is None or kind["kind"] in _RUN):
            yield match["body"]


def _digests(bodies: Iterable[str]) -> str:
    found = (base64.b64encode(hashlib.sha256(body.encode()).digest()).decode() for body in bodies)
    return "".join(f" 'sha256-{digest}'" for digest in dict.fromkeys(found))
