"""Links and images of pages: what the rendered HTML holds is checked, where the source says it is reported."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from refdesk.pages.page import Page
from refdesk.pages.rendered import WORDLESS, Link, Rendered
from refdesk.probe import Prober
from refdesk.problems.problem import Problem
from refdesk.rules.links import ids, in_front_matter
from refdesk.rules.links.anchors import Anchors
from refdesk.rules.links.targets import verdict_on
from refdesk.rules.links.verdict import Verdict

if TYPE_CHECKING:
    from refdesk.site.site import Site

# What is wrong with a path whatever else the page holds.
_OF_PATHS = frozenset({"missing-page", "missing-file", "outside-docs", "unpublished-target", "output-path"})


def check_page(site: Site, page: Page, anchors: Anchors, prober: Prober, *, sure: bool = True) -> Iterator[Problem]:
    """Every link, image and id of a rendered page, and the plain links of its front matter.

    Where it is not ``sure`` what the page renders to, only paths are judged.
    """
    found = anchors.rendered.get(page.uri)
    if found is None:
        return
    problems = _links(site, page, found, anchors, prober)
    yield from (problem for problem in problems if sure or problem.code in _OF_PATHS)
    if sure:
        yield from ids.check_page(page, found, site.moved_from(page.uri), drawings=True)
        yield from in_front_matter.check_page(site, page, anchors)


def _links(site: Site, page: Page, found: Rendered, anchors: Anchors, prober: Prober) -> Iterator[Problem]:
    wrong: list[tuple[Link, Verdict]] = []
    known: dict[tuple[bool, str, bool], Verdict | None] = {}
    for link in found.links:
        key = (link.tag == "img", link.target, link.raw)
        if key not in known:
            known[key] = verdict_on(site, page, link, anchors)
        verdict = known[key]
        if verdict is not None:
            wrong.append((link, verdict))
        silence = _silence(link)
        if silence is not None:
            wrong.append((link, silence))
    if not wrong:
        return
    from refdesk.rules.links.locate import Locator  # noqa: PLC0415 - only a mistake is looked for

    said = {(slip.code, slip.offset) for slip in page.scan.slips}
    locator = Locator(page, prober, found, [link for link, _ in wrong])
    for link, verdict in dict.fromkeys(wrong):
        silent = verdict.code in {"missing-alt", "empty-link-text"}
        for offset in locator.silent(link) if silent else locator.targets(link):
            if (verdict.code, offset) not in said:
                yield page.problem(verdict.code, offset, verdict.message, verdict.hint)


def _silence(link: Link) -> Verdict | None:
    """What a link or image lacks for those who read its text or hear its alternative."""
    if link.text is None or (link.tag == "area" and not link.text and link.target):
        hint = 'Write what it shows: alt="text"' if link.raw else "Write what it shows: ![text](file)"
        return Verdict(
            "missing-alt",
            f"the {'area' if link.tag == 'area' else 'image'} '{_short(link.target)}' has no text alternative",
            hint,
        )
    if link.tag == "a" and link.text == "" and link.target:
        return Verdict("empty-link-text", f"the link to '{_short(link.target)}' has no text")
    if link.tag == "a" and link.text == WORDLESS and link.target:
        message = f"the link to '{_short(link.target)}' holds a drawing and no words"
        return Verdict("empty-link-text", message, 'Name it: aria-label="text", or a <title> in the drawing')
    return None


def _short(target: str) -> str:
    return target if len(target) <= 80 else target[:77] + "…"
