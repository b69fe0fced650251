"""Published addresses: every page, heading, row and term of an edition still exists or is
redirected.
"""

import re
from collections.abc import Iterator, Mapping

from refdesk.pages.page import Page
from refdesk.pages.render import Rendered
from refdesk.problems.problem import Problem, Rule
from refdesk.problems.suggest import nearest
from refdesk.site.addresses import lasting
from refdesk.site.links import leads_to, move_hint, suggest_file
from refdesk.site.site import Site

RULES = (
    Rule(
        "lost-address",
        explanation="A page, heading, row or term of an edition (`docs/data/addresses.txt`) is "
        "gone, and links break.",
        example="## Laboratories and institutes",
        fix=(
            "keep the id of a rewritten heading: `## Laboratories and institutes "
            "{#laboratories}`. What has moved gets "
            "an entry in `docs/data/redirects.yml`: `from: hubs/old.md#laboratories`, `to: "
            "hubs/new.md`."
        ),
        after=("unknown-block", "unknown-block-name", "configuration"),
    ),
)

_OF_DATA = re.compile(r"(?:chart|claim|event|row|source)-")  # the ids of no heading
_REDIRECT = "Lead it to its new place in docs/data/redirects.yml"
_REWRITTEN = (
    "If its heading was rewritten, write {#id} behind that; else lead it on in "
    "docs/data/redirects.yml"
)


def check_rendered_site(site: Site, rendered: Mapping[str, Rendered]) -> Iterator[Problem]:
    """Report published pages and ids that are gone without a redirect."""
    yield from site.addresses.file.problems
    for uri, ids in site.addresses.ids.items():
        page = site.pages.get(uri)
        if page is not None:
            # a page that cannot be rendered has no ids
            is_whole = rendered[uri].ids and not site.may_lack_rows(uri)
            known = {*(rendered[uri].ids if is_whole else ids)}
            # by where and with which hint they are told
            lost: dict[tuple[int, str], list[str]] = {}
            for name in (name for name in ids if name not in known):
                lost.setdefault(_heading_of(page, name, ids, rendered[uri]), []).append(name)
            for (offset, hint), names in lost.items():
                message = (
                    "published, and no longer on this page: "
                    f"{', '.join(f'#{name}' for name in names)}"
                )
                told = page.problem("lost-address", offset, message, hint)
                on_any_page, on_this, *_ = zip(
                    *(leads_to(site, uri, f"#{name}") for name in names), strict=True
                )
                rows = [f"{marker.name}/*" for marker in page.markers() if marker.kind == "series"]
                yield told._replace(
                    rests_on=(*on_any_page, *on_this, *rows), explains=(*on_this, *rows)
                )
        elif uri not in site.redirected:
            hint = move_hint(site, uri) or f"{suggest_file(site, uri)[0]} {_REDIRECT}".strip()
            message, page_path = f"the page '{uri}' was published and is gone", (site.shown(uri),)
            problem = Problem(
                site.addresses.file.path,
                site.addresses.lines[uri],
                1,
                "lost-address",
                message,
                hint,
            )
            # then it is told there
            is_listed = any(entry.target == uri for entry in site.config.nav)
            yield problem._replace(rests_on=page_path, explains=() if is_listed else page_path)
        else:
            yield from _lost_on_the_way(site, uri, ids, rendered)


def _lost_on_the_way(
    site: Site, uri: str, ids: tuple[str, ...], rendered: Mapping[str, Rendered]
) -> Iterator[Problem]:
    """Report ids of a moved page that its new page lacks, unless the redirect leads to a
    heading.
    """
    target, _, fragment = site.redirected[uri].partition("#")
    if fragment or target not in rendered:
        return
    moved = next(redirect for redirect in site.redirects if redirect.old == uri)
    for name in ids:
        if name not in rendered[target].ids and f"{uri}#{name}" not in site.redirected:
            message = f"'{uri}#{name}' was published, and '{target}' has no '#{name}'"
            yield site.library.problem("lost-address", moved, "from", message, _REDIRECT)


def _heading_of(
    page: Page, name: str, published: tuple[str, ...], found: Rendered
) -> tuple[int, str]:
    """Return the offset of the heading that had an id and was probably renamed, or of the title;
    and what to do.
    """
    new = {
        heading.id: heading.text
        for heading in found.headings
        if heading.id not in published and lasting([heading.id])
    }
    near = next(iter(new)) if len(new) == 1 and not _OF_DATA.match(name) else nearest(name, new)
    if near is None:
        return page.top, _REDIRECT if _OF_DATA.match(name) else _REWRITTEN
    match = re.search(
        rf"^(#+)[ \t]+{re.escape(new[near])}", page.scan.masked[page.body_start :], re.MULTILINE
    )
    offset = page.top if match is None else page.body_start + match.start()
    return offset, (
        f"Did you rename it? {match[1] if match else '##'} {new[near]} {{#{name}}} keeps it"
    )
