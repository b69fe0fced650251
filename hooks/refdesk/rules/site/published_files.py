"""Files below docs/: no links, only kinds of files that browsers show and do not run, drawings without scripts."""

import re
import unicodedata
from collections.abc import Iterator

from refdesk.files.docs_tree import is_own_file, unsafe_name
from refdesk.files.text import read_text
from refdesk.problems.problem import Problem, Rule
from refdesk.site.site import Site

RULES = (
    Rule(
        "unsafe-file",
        explanation="A file is a symbolic link or of a kind that browsers run, or a drawing holds more than a drawing.",
        example='<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        fix="put the file itself there; save the drawing as plain SVG, without scripts, fonts and pictures.",
        file="docs/assets/example.svg",
    ),
)

_KINDS = frozenset({".md", ".yml", ".csv", ".json", ".txt", ".pdf", ".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif"})
# How files of a kind begin, behind blanks: what is HTML under another name does not.
_BEGINNINGS: dict[str, bytes | tuple[bytes, ...]] = {
    ".pdf": b"%PDF-", ".png": b"\x89PNG", ".jpg": b"\xff\xd8", ".jpeg": b"\xff\xd8", ".webp": b"RIFF", ".gif": b"GIF8",
    ".svg": b"<", ".json": (b"{", b"["),
}  # fmt: skip
_BLANKS = b"\xef\xbb\xbf \t\r\n"
_FOREIGN = re.compile(
    r"<(?!/|(?:svg|g|defs|symbol|use|title|desc|path|rect|circle|ellipse|line|polyline|polygon|text|tspan|stop|style"
    r"|(?:linear|radial)Gradient|clipPath|mask|pattern|marker)[\s/>]|!--|\?xml\s)"  # elements and declarations
    r"|\bimage-set\(|\bsrc\(|\bon\w+\s*=|\bhref\s*=\s*(?![\"']#)|@import|\burl\((?!\s*[\"']?#)"
    r"|\\|&\#(?:x0*[0-7]?[0-9a-f]|0*(?:\d?\d|1[01]\d|12[0-7]));",  # could spell any of these
    re.IGNORECASE,
)


def check_site(site: Site) -> Iterator[Problem]:
    """Report symbolic links, pipes, files of other kinds, and drawings that contain or load anything else."""
    alike: dict[str, str] = {}
    for uri, is_published in site.tree.files.items():
        other = alike.setdefault(unicodedata.normalize("NFC", uri.casefold()), uri)
        page = (site.shown(f"{uri[:-3]}.md"),) if uri.endswith(".MD") else ()
        try:
            for message, hint in _mistakes(site, uri, other, is_published=is_published):
                yield Problem(site.shown(uri), 1, 1, "unsafe-file", message, hint, explains=page)
        except OSError as error:
            yield Problem(site.shown(uri), 1, 1, "unreadable-file", f"cannot be read: {error.strerror}")
        if is_published and uri.lower().endswith(".svg") and is_own_file(site.config.docs_dir, uri):
            text = read_text(site.config.docs_dir / uri, site.shown(uri))
            for found in _FOREIGN.finditer(text.text):
                shown = text.text[found.start() : found.end() + 20].partition(">")[0]
                yield text.problem("unsafe-file", found.start(), f"drawings hold no '{shown}'")


def _mistakes(site: Site, uri: str, other: str, *, is_published: bool) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the name or the kind of a file, and what to do."""
    path = site.config.docs_dir / uri
    kind = path.suffix.lower()
    if unsafe_name(uri):
        message = "this name means something else on other systems, or hides a part of it"
        yield message, "Write letters, digits, hyphens and full stops"
    if other != uri:
        message = f"this name differs from '{other}' in capitals alone, or in how an accent is stored"
        yield message, "Some systems know one of them only: rename it"
    if not is_own_file(site.config.docs_dir, uri):
        yield "this is a symbolic link, or no file, and is not published", "Put the file itself there"
    elif is_published and path.suffix == ".MD":
        yield "the name of a page ends with .md", f"Rename it to {path.stem}.md"
    elif is_published and kind not in _KINDS:
        yield f"files of the kind '{kind}' are not published", f"Kinds: {', '.join(sorted(_KINDS))}"
    elif kind in _BEGINNINGS and is_published and not path.read_bytes().lstrip(_BLANKS).startswith(_BEGINNINGS[kind]):
        yield f"this is no file of the kind '{kind}'", "Save the file as what its name says"
