"""The Content-Security-Policy of a page: what it may load and run, with the digests of the theme's own scripts."""

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

_INLINE = re.compile(r"<script>(?P<body>.*?)</script>", re.DOTALL)
_FILLED = re.compile(r"\{\{.*?\}\}")  # where a template puts the path to the root of the site
_CHARSET = '<meta charset="utf-8">'


def theme_scripts(folders: Iterable[Path]) -> tuple[re.Pattern[str], ...]:
    """Return patterns for the inline scripts in the theme folders: only these are allowed to run."""
    paths = (path for folder in folders for path in sorted(folder.glob("partials/javascripts/*.html")))
    bodies = (body for path in paths for body in _INLINE.findall(path.read_text(encoding="utf-8")))
    return tuple(re.compile(r"(?:[./]*|/[\w./~-]*)".join(map(re.escape, _FILLED.split(body)))) for body in bodies)


def with_policy(
    html: str, scripts: Sequence[re.Pattern[str]] = (), *, from_disk: bool = False, preview: bool = False
) -> str:
    """Return the page with its policy, right behind the declaration of the encoding.

    It allows everything from the site itself, nothing from elsewhere; of inline scripts those of the theme, no style.
    Pages that are read from the disk have no origin that 'self' could name: there, files take its place. To those of a
    preview the server adds an inline script, which differs with each request.
    """
    own = "'self' file:" if from_disk else "'self'"
    bodies = (body for body in _INLINE.findall(html) if any(script.fullmatch(body) for script in scripts))
    digests = (base64.b64encode(hashlib.sha256(body.encode()).digest()).decode() for body in bodies)
    inline = " 'unsafe-inline'" if preview else "".join(f" 'sha256-{digest}'" for digest in dict.fromkeys(digests))
    content = (
        f"default-src 'none'; script-src {own}{inline}; style-src {own}; "
        f"img-src {own} data:; "  # the icons of the theme stand in its style sheet
        f"font-src {own}; connect-src {own}; manifest-src {own}; worker-src {own}; base-uri 'none'; form-action {own}"
    )
    return html.replace(_CHARSET, f'{_CHARSET}<meta http-equiv="Content-Security-Policy" content="{content}">', 1)
