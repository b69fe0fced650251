"""Published addresses: every page, heading, row and term of an edition still exists or is
redirected.
"""

import re
from collections.abc import Iterator, Mapping

from refdesk.pages.page import Page
from refdesk.pages.render import Rendered
from refdesk.problems import things
from refdesk.problems.problem import Place, Problem, Rule, Slip, problem_at
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
        if uri in site.pages:
            # a page that cannot be rendered has no ids
            if rendered[uri].ids and not site.may_lack_rows(uri):
                yield from _lost_ids(site, site.pages[uri], ids, rendered[uri])
        elif uri in site.redirected:
            yield from _lost_on_the_way(site, uri, ids, rendered)
        else:
            yield _lost_page(site, uri)


def _lost_ids(
    site: Site, page: Page, published: tuple[str, ...], found: Rendered
) -> Iterator[Problem]:
    """Report ids that a page had, together where the same is to be done about them."""
    known = {*found.ids}
    lost: dict[tuple[int, str], list[str]] = {}
    for name in (name for name in published if name not in known):
        lost.setdefault(_heading_of(page, name, published, found), []).append(name)
    series = [marker.name for marker in page.markers() if marker.kind == "series"]
    rows = [*map(things.entries, series)]
    for (offset, hint), names in lost.items():
        addresses = [f"#{name}" for name in names]
        message = f"published, and no longer on this page: {', '.join(addresses)}"
        ends = [leads_to(site, page.uri, address) for address in addresses]
        on_this = [end.id_there for end in ends]
        yield page.problem(
            offset,
            Slip("lost-address", message, hint),
            rests_on=[*(end.id_anywhere for end in ends), *on_this, *rows],
            explains=[*on_this, *rows],
        )


def _lost_page(site: Site, uri: str) -> Problem:
    """Return that a page was published and is gone."""
    hint = move_hint(site, uri) or f"{suggest_file(site, uri)[0]} {_REDIRECT}".strip()
    slip = Slip("lost-address", f"the page '{uri}' was published and is gone", hint)
    place = Place(site.addresses.file.path, site.addresses.lines[uri])
    gone = [things.file(site.shown(uri))]
    is_listed = any(entry.target == uri for entry in site.config.nav)  # it is told there
    return problem_at(place, slip, rests_on=gone, explains=[] if is_listed else gone)


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
            yield site.library.problem((moved, "from"), Slip("lost-address", message, _REDIRECT))


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
