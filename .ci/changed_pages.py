"""The pages that a change alters, with old and new text beside each other: the first page of a
preview.

``changed_pages.py BASE [ROOT]`` compares the checkout as it stands with the commit where it left
BASE, and prints HTML, with links to the pages in the folder ``site`` beside it.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup, escape

from content_changes import git, write_state
from refdesk.blocks.expand import expand
from refdesk.check import check
from refdesk.files.checkout import UnusableSiteError
from refdesk.files.docs_tree import published_url
from refdesk.html.text import parse
from refdesk.pages.render import Renderer, RenderError
from refdesk.problems.report import line_of
from refdesk.publish.page_text import page_text
from refdesk.publish.publication import Publication
from refdesk.rules.run import load_rules
from refdesk.site.site import Site, load_site

TEMPLATE = Path(__file__).with_name("changed_pages.html")
_WORD = re.compile(r"\w+|\s+|.")


def texts(site: Site) -> dict[str, str]:
    """Return the text of each page as readers get it; of one that cannot be converted, as it is
    written.
    """
    renderer, publication, found = Renderer(site.config), Publication(site), {}
    for uri, page in site.pages.items():
        try:
            found[uri] = page_text(publication, uri, parse(renderer.convert(expand(site, page))))
        except RenderError:
            found[uri] = page.text
    return found


def differences(old: str, new: str) -> Iterator[tuple[Markup, Markup]]:
    """Yield each line that differs as it was and as it is, with the words that differ marked."""
    lines, others = ([line for line in text.splitlines() if line.strip()] for text in (old, new))
    for what, a, b, c, d in SequenceMatcher(None, lines, others, autojunk=False).get_opcodes():
        if what != "equal":
            for before, after in zip_longest(lines[a:b], others[c:d], fillvalue=""):
                yield _marked(before, after, "del"), _marked(after, before, "ins")


def _marked(text: str, other: str, tag: str) -> Markup:
    """Return a line with what another does not have in an element."""
    words, others = _WORD.findall(text), _WORD.findall(other)
    parts = SequenceMatcher(None, words, others, autojunk=False).get_opcodes()
    marked = (
        escape("".join(words[a:b]))
        if what == "equal"
        else Markup("<{0}>{1}</{0}>").format(tag, "".join(words[a:b]))
        for what, a, b, _, _ in parts
        if b > a
    )
    return Markup().join(marked)


def main() -> None:
    """Print the page."""
    base, root = sys.argv[1], Path(*sys.argv[2:3]).resolve()
    load_rules()  # a page shows them
    site, old, reason = load_site(root), {}, ""
    new = texts(site)
    with tempfile.TemporaryDirectory() as work:
        try:
            write_state(root, git(root, "merge-base", base, "HEAD"), Path(work))
            old = texts(load_site(Path(work)))
        except (subprocess.CalledProcessError, UnusableSiteError) as error:
            reason = (
                str(error)
                if isinstance(error, UnusableSiteError)
                else (f"There is no commit {base}")
            )
    pages = [
        (
            site.pages[uri].title if uri in site.pages else uri,
            f"site/{published_url(uri, use_directory_urls=False)}" if uri in new else "",
            list(differences(old.get(uri, ""), new.get(uri, ""))),
        )
        for uri in ([] if reason else sorted(old.keys() | new.keys()))
        if old.get(uri) != new.get(uri)
    ]
    problems = [line_of(problem) for problem in check(site).problems]
    template = Environment(autoescape=True).from_string(TEMPLATE.read_text(encoding="utf-8"))
    print(template.render(pages=pages, problems=problems, reason=reason, name=site.config.name))


if __name__ == "__main__":
    main()
