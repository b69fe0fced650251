"""Links in front matter: values that are paths, and Markdown links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from refdesk.files.web_address import is_outside
from refdesk.pages.page import Page
from refdesk.pages.rendered import Link
from refdesk.pages.scan import mask
from refdesk.problems.problem import Problem
from refdesk.rules.links.form import misshapen
from refdesk.rules.links.known_ids import Anchors
from refdesk.rules.links.targets import verdict_on
from refdesk.site.references import field_problem
from refdesk.site.site import Site

_PATH_VALUE = re.compile(r"^\s*(?P<path>[^\s<>\[\](){}\"']+\.md(?:#[^\s]*)?)\s*$")
_FILE_VALUE = re.compile(r"^\s*(?P<path>[^\s<>\[\](){}\"':]+\.(?:svg|png|jpe?g|webp|gif|pdf|csv|json))\s*$")
_LINKS_IN_VALUE = re.compile(r"(?<![\\!])\[[^\[\]]*\]\((?P<target>[^()\s]*)\)")


def check_rendered(site: Site, page: Page, anchors: Anchors) -> Iterator[Problem]:
    """Links in the front matter: values that are paths, and Markdown links; paths start at the page."""
    if not anchors.sure:
        return
    for inline in page.front_texts:
        for form in misshapen(mask(inline.text)) if "[" in inline.text or "【" in inline.text else ():
            yield field_problem(inline, form.start, form.code, form.message, form.hint, form.swap)
        single = _PATH_VALUE.match(inline.text) or _FILE_VALUE.match(inline.text)
        several = _LINKS_IN_VALUE.finditer(mask(inline.text)) if "](" in inline.text else ()
        for match in [single] if single else several:
            target, offset = match.group(1), match.start(1)
            if target.partition(":")[0] in {"term", "value"} or (single and is_outside(target)):
                continue
            verdict = verdict_on(site, page, Link("a", target, raw=False, text="x"), anchors)
            if verdict is not None:
                yield field_problem(inline, offset, *verdict)
