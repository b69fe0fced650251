"""``refdesk move OLD NEW``: move a page, with its redirect, its place in the navigation and all
that names it.
"""

import posixpath
import re
from dataclasses import replace
from itertools import chain
from pathlib import Path

import click

from refdesk.check import check_root
from refdesk.commands import root_option
from refdesk.contribute.writing import NAV, Draft, checked_path, words
from refdesk.files.catalog import po_path
from refdesk.files.checkout import CONFIG, DOCS, UnusableSiteError
from refdesk.pages.page import Page
from refdesk.pages.scan import scan
from refdesk.problems.report import as_text
from refdesk.site.links import renamed_pages
from refdesk.site.site import load_site

_LINK = re.compile(r"(?:\]\(\s*<?|\]:[ \t]*<?)(?P<path>[^\s()<>#?:]+)(?=[\s()<>#?])")
_REDIRECTS = f"{DOCS}/data/redirects.yml"
# files that name pages
_NAMING = (CONFIG, "README.md", f"{DOCS}/data/**/*.yml", "tests/search/*.yml")


@click.command()
@click.argument("old")
@click.argument("new")
@root_option
def command(root: Path, old: str, new: str) -> int:
    """Move a page. OLD and NEW are below docs/; all that leads to it follows, and a check says what
    is left.

    A move that was interrupted, or begun by renaming the file, is finished by the same command.
    """
    old, new = (checked_path(path.removeprefix(f"{DOCS}/")) for path in (old, new))
    site = load_site(root)
    is_begun = any((one.old, one.new) == (old, new) for one in site.redirects)
    is_renamed = (
        old not in site.pages
        and new in site.pages
        and (is_begun or renamed_pages(site).get(old) == new)
    )
    if old not in site.pages and not is_renamed:
        raise UnusableSiteError(f"'{old}' is no page below {DOCS}/")
    if not new.endswith(".md") or (
        (root / DOCS / new).exists() and not is_renamed and not is_begun
    ):
        raise UnusableSiteError(
            f"'{new}' is there already, or no name of a page, which ends in .md"
        )
    # written in this order: the redirect first, from which a check sees that a move was begun
    draft = Draft(root)
    if not is_begun:
        name = "-".join(words(old.removesuffix(".md")))
        draft.insert(_REDIRECTS, [("", f"- id: {name}\n  from: {old}\n  to: {new}\n")])
    _move_in_navigation(draft, old, new)
    moved = replace(site.pages[new], uri=old) if is_renamed else site.pages[old]
    draft.put(f"{DOCS}/{new}", relinked(moved, old, new))
    for uri, page in site.pages.items():
        if uri not in {old, new} and (text := relinked(page, old, new)) != page.text:
            draft.put(f"{DOCS}/{uri}", text)
    for path in sorted({found for pattern in _NAMING for found in root.glob(pattern)}):
        shown = path.relative_to(root).as_posix()
        text = draft.text(shown)
        if (naming := renamed(text, old, new)) != text:
            draft.put(shown, naming)
    for po, one in chain.from_iterable(found.items() for found in site.translations.values()):
        # links in data are seen from docs/
        uri = "" if po.startswith("data/") else f"{po.removesuffix('.po')}.md"
        text = relinked(Page(uri, one.file, None, 0, scan(one.file.text)), old, new)
        if uri == old:
            draft.put(one.file.path.removesuffix(po) + po_path(new), text)
        if uri == old or text != one.file.text:
            draft.put(one.file.path, None if uri == old else text)
    if not is_renamed:
        draft.put(f"{DOCS}/{old}", None)
    for changed in draft.write():
        click.echo(f"{changed}: changed")
    click.echo(f"{DOCS}/{old}: moved to {DOCS}/{new}, where {_REDIRECTS} leads")
    report = check_root(root)
    click.echo(as_text(report))
    return int(report.failed)


def _move_in_navigation(draft: Draft, old: str, new: str) -> None:
    """Take a page that changes its folder from its place in the navigation to one behind the pages
    of that folder.
    """
    lines = draft.text(CONFIG).splitlines(keepends=True)
    entry = next(
        (match for line in lines if (match := NAV.fullmatch(line)) and match["uri"] == old), None
    )
    if entry is not None and posixpath.dirname(old) != posixpath.dirname(new):
        lines.remove(entry.group())
        draft.put(CONFIG, "".join(lines))
        draft.list_page(new, f"{entry['title'] or ''}{new}")


def relinked(page: Page, old: str, new: str) -> str:
    """Return the text of a page with its links as they are to be once a page has moved, be it this
    one.
    """
    at, text = 0, ""
    for match in _LINK.finditer(page.scan.masked):
        target = posixpath.normpath(posixpath.join(posixpath.dirname(page.uri), match["path"]))
        here, leads = (new if page.uri == old else page.uri), (new if target == old else target)
        if here != page.uri or leads != target:
            text += page.text[at : match.start("path")] + posixpath.relpath(
                leads, posixpath.dirname(here) or "."
            )
            at = match.end("path")
    # in an example, or as a name
    named = re.compile(rf"(?<![\w./-]){DOCS}/{re.escape(old)}(?![\w-])")
    return named.sub(f"{DOCS}/{new}", text + page.text[at:])


def renamed(text: str, old: str, new: str) -> str:
    """Return a data file that names the new path; former addresses stay, and the new one is none of
    them any more.
    """
    path = re.compile(rf"(?<![\w./-])((?:{DOCS}/)?){re.escape(old)}(?![\w-])")
    lines = text.splitlines(keepends=True)
    named = "".join(
        line if line.startswith("  from: ") else path.sub(rf"\g<1>{new}", line) for line in lines
    )
    return re.sub(
        rf"^- id: .*\n  from: {re.escape(new)}\n  to: .*\n", "", named, flags=re.MULTILINE
    )
