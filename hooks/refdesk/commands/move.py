"""``refdesk move OLD NEW``: move a page, with its redirect, its place in the navigation and all
that names it.
"""

import posixpath
import re
from dataclasses import replace
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
from refdesk.site.site import Site, load_site

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
    is_renamed = _is_renamed(site, old, new, is_begun)
    is_there = (root / DOCS / new).exists() and not is_begun
    if not is_renamed:
        _refuse_unfit(site, old, new, is_there)
    # written in this order: the redirect first, from which a check sees that a move was begun
    draft = Draft(root)
    if not is_begun:
        name = "-".join(words(old.removesuffix(".md")))
        draft.insert(_REDIRECTS, [("", f"- id: {name}\n  from: {old}\n  to: {new}\n")])
    _move_in_navigation(draft, old, new)
    moved = replace(site.pages[new], uri=old) if is_renamed else site.pages[old]
    draft.put(f"{DOCS}/{new}", relinked(moved, old, new))
    _relink_pages(draft, site, old, new)
    _rename_in_data(draft, old, new)
    _move_translations(draft, site, old, new)
    if not is_renamed:
        draft.put(f"{DOCS}/{old}", None)
    for changed in draft.write():
        click.echo(f"{changed}: changed")
    click.echo(f"{DOCS}/{old}: moved to {DOCS}/{new}, where {_REDIRECTS} leads")
    report = check_root(root)
    click.echo(as_text(report))
    return int(report.failed)


def _is_renamed(site: Site, old: str, new: str, is_begun: bool) -> bool:
    """Return whether the file of a page has its new name already."""
    if old in site.pages or new not in site.pages:
        return False
    return is_begun or renamed_pages(site).get(old) == new


def _refuse_unfit(site: Site, old: str, new: str, is_there: bool) -> None:
    """Raise UnusableSiteError where there is no page to move, or no place for it."""
    if old not in site.pages:
        raise UnusableSiteError(f"'{old}' is no page below {DOCS}/")
    if is_there or not new.endswith(".md"):
        raise UnusableSiteError(
            f"'{new}' is there already, or no name of a page, which ends in .md"
        )


def _relink_pages(draft: Draft, site: Site, old: str, new: str) -> None:
    """Let the links of all other pages lead to the new place."""
    for uri, page in site.pages.items():
        if uri in {old, new}:
            continue
        text = relinked(page, old, new)
        if text != page.text:
            draft.put(f"{DOCS}/{uri}", text)


def _rename_in_data(draft: Draft, old: str, new: str) -> None:
    """Name the new place in all data files and settings that name pages."""
    paths = {found for pattern in _NAMING for found in draft.root.glob(pattern)}
    for path in sorted(paths):
        shown = path.relative_to(draft.root).as_posix()
        text = draft.text(shown)
        naming = renamed(text, old, new)
        if naming != text:
            draft.put(shown, naming)


def _move_translations(draft: Draft, site: Site, old: str, new: str) -> None:
    """Move the translations of the page, and let the links of all others lead to the new place."""
    for translations in site.translations.values():
        for po, one in translations.items():
            # links in data are seen from docs/
            uri = "" if po.startswith("data/") else f"{po.removesuffix('.po')}.md"
            text = relinked(Page(uri, one.file, None, 0, scan(one.file.text)), old, new)
            if uri == old:
                draft.put(one.file.path.removesuffix(po) + po_path(new), text)
                draft.put(one.file.path, None)
            elif text != one.file.text:
                draft.put(one.file.path, text)


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
