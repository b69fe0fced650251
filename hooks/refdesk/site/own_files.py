"""Which files of docs/ and of the site's own theme folder may be published, and what is wrong with
the others.

A file may be published that lies in the checkout itself, behind no symbolic link, has a name that
is one on every system, is of a kind that browsers show, and holds what its kind holds.
"""

import json
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from xml.parsers.expat import ErrorString, ExpatError, ParserCreate

from refdesk.files.docs_tree import is_own_file, unsafe_name
from refdesk.files.text import TextFile, read_text
from refdesk.problems import things
from refdesk.problems.problem import Place, Problem, Slip, problem_at
from refdesk.site.site import Site

_SHOWN_KINDS = frozenset({".txt", ".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif"})
_DOCS_KINDS = _SHOWN_KINDS | {".md", ".yml", ".csv", ".json", ".pdf"}
_THEME_KINDS = _SHOWN_KINDS | {".html", ".xml", ".css", ".js", ".woff2"}
_THEME_NAMES = frozenset({"_headers"})  # read by hosts
# which nothing else reads
_TEXTS = frozenset({".txt", ".svg", ".json", ".html", ".xml", ".css", ".js", ""})
# How files of a kind begin, behind blanks: what is HTML under another name does not.
_BEGINNINGS: dict[str, bytes | tuple[bytes, ...]] = {
    ".pdf": b"%PDF-",
    ".png": b"\x89PNG",
    ".jpg": b"\xff\xd8",
    ".jpeg": b"\xff\xd8",
    ".webp": b"RIFF",
    ".gif": b"GIF8",
    ".svg": b"<",
    ".json": (b"{", b"["),
    ".woff2": b"wOF2",
}
_ENDINGS = {
    ".png": b"IEND\xaeB`\x82",
    ".jpg": b"\xff\xd9",
    ".jpeg": b"\xff\xd9",
    ".gif": b";",
    ".pdf": b"%%EOF",
}
_ANEW = "Save it anew, or copy it from where it comes from"
_BLANKS = b"\xef\xbb\xbf \t\r\n"
# What a drawing may hold: shapes and texts, gradients and the like, comments, its first line.
_SHAPES = (
    "svg|g|defs|symbol|use|title|desc|path|rect|circle|ellipse|line|polyline|polygon|text|tspan"
)
_PAINTS = "stop|style|(?:linear|radial)Gradient|clipPath|mask|pattern|marker"
_OTHER_ELEMENT = rf"<(?!/|(?:{_SHAPES}|{_PAINTS})[\s/>]|!--|\?xml\s)"  # <script>, <!DOCTYPE
_SCRIPT = r"\bon\w+\s*="  # onload="…"
_OUTSIDE = r"\bhref\s*=\s*(?![\"']#)|\burl\((?!\s*[\"']?#)"  # href="a.svg", but not href="#box"
_LOADED = r"\bimage-set\(|\bsrc\(|@import"
# An escape or the number of a plain letter could spell any of these: \75rl(…), &#117;rl(…)
_SPELLED = r"\\|&\#(?:x0*[0-7]?[0-9a-f]|0*(?:\d?\d|1[01]\d|12[0-7]));"
_FOREIGN = re.compile(
    "|".join([_OTHER_ELEMENT, _LOADED, _SCRIPT, _OUTSIDE, _SPELLED]), re.IGNORECASE
)


@lru_cache(maxsize=2)
def judged_files(site: Site) -> Mapping[Path, tuple[Problem, ...]]:
    """Return what is wrong with each file below docs/ and below the theme folder: nothing, where it
    may be published.

    A file of docs/ that is left out of the site is judged, too, as far as it could come back by its
    name alone.
    """
    docs_dir, theme_dir = site.config.docs_dir, site.config.theme_dir
    alike: dict[str, str] = {}
    found: dict[Path, tuple[Problem, ...]] = {}
    for uri, is_published in site.tree.files.items():
        other = alike.setdefault(unicodedata.normalize("NFC", uri.casefold()), uri)
        path = docs_dir / uri
        found[path] = tuple(_problems(site, path, other, _DOCS_KINDS if is_published else None))
    for path in sorted(theme_dir.rglob("*")):
        if path.is_symlink() or not path.is_dir():
            is_told = not any(part.startswith(".") for part in path.relative_to(theme_dir).parts)
            name = path.relative_to(theme_dir).as_posix()
            found[path] = tuple(_problems(site, path, name, _THEME_KINDS if is_told else None))
    return found


def may_be_published(site: Site, uri: str) -> bool:
    """Return whether the file of the site that a build would publish under a path may be; others
    are the theme's.
    """
    judged = judged_files(site)
    paths = (folder / uri for folder in (site.config.docs_dir, site.config.theme_dir))
    return not any(os.path.lexists(path) and _is_refused(judged.get(path)) for path in paths)


def forbidden(site: Site) -> Problem | None:
    """Return a problem that no build may overlook, not even a preview: what it tells of could stand
    on any page.

    That is a file that would be filled in as a template or shown as an icon, and a variable of the
    environment.
    """
    theme_dir = site.config.theme_dir
    for path, problems in judged_files(site).items():
        is_theme = path.is_relative_to(theme_dir)
        if is_theme and not path.is_relative_to(theme_dir / "assets") and _is_refused(problems):
            return next(problem for problem in problems if problem.code == "unsafe-file")
    named = (problem for problem in site.config.problems if problem.code == "foreign-variable")
    return next(named, None)


def _is_refused(problems: tuple[Problem, ...] | None) -> bool:
    """Return whether a file is unsafe, or none that lies in the checkout itself."""
    return problems is None or any(problem.code == "unsafe-file" for problem in problems)


def _problems(
    site: Site, path: Path, other: str, kinds: frozenset[str] | None
) -> Iterator[Problem]:
    """Yield what is wrong with a file; ``other`` has nearly its name, ``kinds`` are those published
    where it lies.
    """
    shown = site.config.shown(path)
    page = [things.file(f"{shown[:-3]}.md")] if shown.endswith(".MD") else []
    try:
        for message, hint in _mistakes(path, shown, other, kinds):
            yield problem_at(Place(shown), Slip("unsafe-file", message, hint), explains=page)
        if is_own_file(path) and (path.suffix in _TEXTS or path.name in _THEME_NAMES):
            text = read_text(path, shown)
            yield from text.problems
            foreign = (
                [*_foreign_parts(text)]
                if path.suffix.lower() == ".svg" and kinds is not None
                else []
            )
            yield from foreign or _broken_syntax(text)
    except OSError as error:
        yield problem_at(Place(shown), Slip("unreadable-file", f"cannot be read: {error.strerror}"))


def _mistakes(
    path: Path, shown: str, other: str, kinds: frozenset[str] | None
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the place, the name or the kind of a file, and what to do."""
    if unsafe_name(shown):
        message = "this name means something else on other systems, or hides a part of it"
        yield message, "Write letters, digits, hyphens and full stops"
    if not shown.endswith(other):
        message = (
            f"this name differs from '{other}' in capitals alone, or in how an accent is stored"
        )
        yield message, "Some systems know one of them only: rename it"
    if not is_own_file(path):
        message = "this is a symbolic link, behind one, or no file, and is not published"
        yield message, "Put the file itself there"
    elif kinds is not None and path.name not in _THEME_NAMES:
        yield from _wrong_kind(path, kinds)


def _wrong_kind(path: Path, kinds: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield that a file is of a kind that is not published, or not of the kind of its name."""
    kind = path.suffix.lower()
    if path.suffix == ".MD":
        yield "the name of a page ends with .md", f"Rename it to {path.stem}.md"
    elif kind not in kinds:
        yield f"files of the kind '{kind}' are not published", f"Kinds: {', '.join(sorted(kinds))}"
    elif not path.read_bytes().lstrip(_BLANKS).startswith(_BEGINNINGS.get(kind, b"")):
        yield f"this is no file of the kind '{kind}'", "Save the file as what its name says"
    elif not _is_whole(path):
        yield "the end of this file is missing", _ANEW


def _is_whole(path: Path) -> bool:
    """Return whether a picture or a document ends as its kind does, and a file that tells its
    length has it.
    """
    data, kind = path.read_bytes(), path.suffix.lower()
    if kind == ".webp":
        return len(data) >= int.from_bytes(data[4:8], "little") + 8
    if kind == ".woff2":
        return len(data) >= int.from_bytes(data[8:12], "big")
    return data.rstrip(b"\0 \t\r\n").endswith(_ENDINGS.get(kind, b""))


def _broken_syntax(text: TextFile) -> Iterator[Problem]:
    """Yield a problem where a drawing or a file of JSON is not well formed."""
    try:
        if text.path.lower().endswith(".svg"):
            ParserCreate().Parse(text.text, True)
        elif text.path.endswith(".json"):
            json.loads(text.text)
    except ExpatError as error:
        place = Place(text.path, error.lineno, error.offset + 1)
        message = f"this drawing is not well formed: {ErrorString(error.code)}"
        yield problem_at(place, Slip("unsafe-file", message, _ANEW))
    except json.JSONDecodeError as error:
        yield text.problem(
            error.pos, Slip("unsafe-file", f"this file is not well formed: {error.msg}", _ANEW)
        )


def _foreign_parts(text: TextFile) -> Iterator[Problem]:
    """Yield a problem at each part of a drawing that contains or loads anything else."""
    for found in _FOREIGN.finditer(text.text):
        part = text.text[found.start() : found.end() + 20].partition(">")[0]
        yield text.problem(found.start(), Slip("unsafe-file", f"drawings hold no '{part}'"))
