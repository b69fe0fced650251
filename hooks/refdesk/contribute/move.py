"""``refdesk move OLD NEW``: moves a page, with its redirect, its place in the navigation and all that names it."""

import posixpath
import re
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from refdesk.check import check_root
from refdesk.contribute.writing import NAV, checked_path, insert, list_page, read_lines, words
from refdesk.files.cache import write_whole
from refdesk.files.checkout import CONFIG, DOCS, UnusableSiteError
from refdesk.pages.page import Page
from refdesk.problems.report import as_text
from refdesk.site.site import load_site

_LINK = re.compile(r"(?:\]\(\s*<?|\]:[ \t]*<?)(?P<path>[^\s()<>#?:]+)(?=[\s()<>#?])")
_REDIRECTS = f"{DOCS}/data/redirects.yml"
_NAMING = (CONFIG, "README.md", f"{DOCS}/data/**/*.yml", "tests/search/*.yml")  # files that name pages


def run(root: Path, options: Namespace, say: Callable[[str], None]) -> int:
    """Move a page, and report what a check then says; nothing is changed where it cannot be moved."""
    old, new = (checked_path(path.removeprefix(f"{DOCS}/")) for path in (options.old, options.new))
    site = load_site(root)
    if old not in site.pages:
        raise UnusableSiteError(f"'{old}' is no page below {DOCS}/")
    if not new.endswith(".md") or (root / DOCS / new).exists():
        raise UnusableSiteError(f"'{new}' is there already, or no name of a page, which ends in .md")
    entry = next(
        (match for line in read_lines(root, CONFIG) if (match := NAV.fullmatch(line)) and match["uri"] == old), None
    )
    if entry is not None and posixpath.dirname(old) != posixpath.dirname(new):
        list_page(root, new, f"{entry['title'] or ''}{new}")
        lines = [line for line in read_lines(root, CONFIG) if line != entry.group()]
        write_whole(root / CONFIG, "".join(lines).encode())
    texts = {f"{DOCS}/{uri}": (page.text, relinked(page, old, new)) for uri, page in site.pages.items()}
    for path in sorted({found for pattern in _NAMING for found in root.glob(pattern)}):
        shown = path.relative_to(root).as_posix()
        naming = read_lines(root, shown)
        texts[shown] = "".join(naming), renamed(naming, old, new)
    for shown, (before, after) in texts.items():
        if before != after:
            say(f"{shown}: changed")
            write_whole(root / shown, after.encode())
    (root / DOCS / new).parent.mkdir(parents=True, exist_ok=True)
    (root / DOCS / old).rename(root / DOCS / new)
    name = "-".join(words(old.removesuffix(".md")))
    insert(root, _REDIRECTS, [("", f"- id: {name}\n  from: {old}\n  to: {new}\n")])
    say(f"{DOCS}/{old}: moved to {DOCS}/{new}, where {_REDIRECTS} leads")
    report = check_root(root)
    say(as_text(report))
    return int(report.failed)


def relinked(page: Page, old: str, new: str) -> str:
    """The text of a page with its links as they are to be once a page has moved, be it this one."""
    at, text = 0, ""
    for match in _LINK.finditer(page.scan.masked):
        target = posixpath.normpath(posixpath.join(posixpath.dirname(page.uri), match["path"]))
        here, leads = (new if page.uri == old else page.uri), (new if target == old else target)
        if here != page.uri or leads != target:
            text += page.text[at : match.start("path")] + posixpath.relpath(leads, posixpath.dirname(here) or ".")
            at = match.end("path")
    named = re.compile(rf"(?<![\w./-]){DOCS}/{re.escape(old)}(?![\w-])")  # in an example, or as a name
    return named.sub(f"{DOCS}/{new}", text + page.text[at:])


def renamed(lines: list[str], old: str, new: str) -> str:
    """A data file that names the new path; former addresses stay, and the new one is none of them any more."""
    path = re.compile(rf"(?<![\w./-])((?:{DOCS}/)?){re.escape(old)}(?![\w-])")
    text = "".join(line if line.startswith("  from: ") else path.sub(rf"\g<1>{new}", line) for line in lines)
    return re.sub(rf"^- id: .*\n  from: {re.escape(new)}\n  to: .*\n", "", text, flags=re.MULTILINE)
