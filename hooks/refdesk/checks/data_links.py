"""Plain links in data fields: their paths are read from the documentation folder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from refdesk.checks.addresses import outside
from refdesk.checks.anchors import Anchors
from refdesk.checks.verdict import Verdict
from refdesk.forms import slips_of_form
from refdesk.places import inline_offset
from refdesk.problems import Problem
from refdesk.scan import plain_links
from refdesk.suggest import nearest
from refdesk.targets import nearest_file, resolve
from refdesk.web import is_outside

if TYPE_CHECKING:
    from refdesk.site import Site


def check_site(site: Site, anchors: Anchors) -> Iterator[Problem]:
    """The links in data fields, and the fields that name a page."""
    yield from _links(site, anchors)
    yield from _pages(site)


def _links(site: Site, anchors: Anchors) -> Iterator[Problem]:
    for inline in site.library.inlines():
        for form in slips_of_form(site.scan_inline(inline).masked):
            at = inline_offset(inline, inline.text[form.start : form.start + 12], form.start)
            yield inline.yaml.file.problem("malformed-link", at, form.message, form.hint)
        for target, offset in plain_links(site.scan_inline(inline)):
            verdict = _verdict(site, target, anchors)
            if verdict is not None:
                at = inline_offset(inline, target, offset)
                yield inline.yaml.file.problem(verdict.code, at, verdict.message, verdict.hint)


def _verdict(site: Site, target: str, anchors: Anchors) -> Verdict | None:
    if is_outside(target):
        return outside(site, target)
    root = site.pages.get("index.md") or next(iter(site.pages.values()), None)
    if root is None:
        return None
    resolved = resolve(site, "index.md", target, raw=False)
    if resolved.outcome == "page" and resolved.uri is not None:
        known = anchors.of(resolved.uri)
        if not resolved.fragment or known is None or resolved.fragment in known:
            return None
        near = nearest(resolved.fragment, known)
        hint = f"Did you mean '#{near}'?" if near else ""
        return Verdict("missing-anchor", f"no heading or row '#{resolved.fragment}' on '{resolved.uri}'", hint)
    match resolved.outcome:
        case "file":
            return None
        case "unpublished":
            return Verdict("unpublished-target", f"'{target}' leads to a page that is left out of the published site")
        case "escapes":
            return Verdict("outside-docs", f"'{target}' leads out of the documentation folder")
    near = nearest_file(site, target.partition("#")[0].removeprefix("../"))
    hint = f"Did you mean '{near}'? " if near else ""
    return Verdict("missing-page", f"no page '{target}'", f"{hint}Paths in data start at docs/")


def _pages(site: Site) -> Iterator[Problem]:
    """Fields named ``page`` of hubs and technologies: each is the path of a page."""
    for name in ("technologies", "hubs", "changes"):
        file = site.library.files.get(name)
        for where, item in file.items if file is not None else ():
            page = item.get("page")
            if isinstance(page, str) and file is not None and page not in site.pages:
                near = nearest_file(site, page)
                hint = f"Did you mean '{near}'?" if near else ""
                code = "unpublished-target" if page in site.tree.files else "missing-page"
                message = f"no page '{page}'" if code == "missing-page" else f"the page '{page}' is not published"
                yield file.yaml.problem(code, (*where, "page"), message, hint)
