"""Plain links in data fields: their paths are read from the documentation folder."""

import re
from collections.abc import Iterator, Mapping

from refdesk.pages.rendered import Link, Rendered
from refdesk.problems.problem import Problem
from refdesk.rules.links.anchors import page_verdict
from refdesk.rules.links.form import form_slips
from refdesk.rules.links.ids import Verdict
from refdesk.rules.links.targets import verdict_on
from refdesk.site.site import Site

_LINK = re.compile(
    r"(?<!\\)(?P<image>!?)\[[^\[\]]*\]"
    r"\([ ]*(?P<target>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+[\"'][^\"'\n]*[\"'])?[ ]*\)"
)
_FROM_DOCS = "Paths in data start at docs/"
# Data file -> its field that names a page.
_PAGES = {"technologies": "page", "hubs": "page", "changes": "page", "search_words": "id"}


def check_rendered_site(site: Site, rendered: Mapping[str, Rendered]) -> Iterator[Problem]:
    """The links in data fields, and the fields that name a page."""
    yield from _links(site, rendered)
    yield from _pages(site, rendered)


def _links(site: Site, rendered: Mapping[str, Rendered]) -> Iterator[Problem]:
    for inline in site.library.inlines():
        found = site.scan_inline(inline)
        for slip in form_slips(inline.text, found.masked):
            yield inline.problem(*slip)
        for match in _LINK.finditer(found.masked):
            target = match["target"].strip("<>")
            if target.partition(":")[0] in {"term", "value"}:
                continue
            verdict = _verdict(site, Link("img" if match["image"] else "a", target), rendered)
            if verdict is not None:
                yield inline.problem(verdict.code, match.start("target"), *verdict[1:])


def _verdict(site: Site, link: Link, rendered: Mapping[str, Rendered]) -> Verdict | None:
    if link.target.startswith("#"):
        return Verdict("missing-page", f"'{link.target}' names no page", _FROM_DOCS)
    verdict = verdict_on(site, "index.md", link, rendered)
    if verdict is None or verdict.code not in {"missing-page", "missing-file"}:
        return verdict
    return verdict._replace(hint=f"{verdict.hint} {_FROM_DOCS}".strip())


def _pages(site: Site, rendered: Mapping[str, Rendered]) -> Iterator[Problem]:
    """Fields that name a page: each is the path of one that is published."""
    for name, field in _PAGES.items():
        file = site.library.files.get(name)
        for where, item in file.items if file is not None else ():
            page = item.get(field)
            slip = page_verdict(site, page, rendered) if isinstance(page, str) else None
            if slip is not None and file is not None:
                yield file.yaml.problem(slip.code, (*where, field), slip.message, slip.hint, slip.swap)
