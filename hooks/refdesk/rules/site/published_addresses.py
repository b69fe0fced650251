"""Published addresses: every page, heading, row and term that an edition had is there, or leads to where it is now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from refdesk.blocks import BLOCKS
from refdesk.data.models import Chart, Redirect
from refdesk.html.text import slug
from refdesk.pages.page import Page
from refdesk.pages.rendered import UNREADABLE, Rendered
from refdesk.pages.scan import Marker
from refdesk.problems.problem import Problem, Rule
from refdesk.problems.suggest import nearest
from refdesk.rules.blocks import indented
from refdesk.rules.data.references import filters_without_rows
from refdesk.rules.links.known_ids import Anchors
from refdesk.site.addresses import lasting
from refdesk.site.links import suggest_page
from refdesk.site.site import Site

RULES = (
    Rule(
        "lost-address",
        summary="An address that was published leads somewhere for good.",
        explanation=(
            "A page, a heading, a row or a term was published in an edition, under the address that "
            "`docs/data/addresses.txt` records, and is gone. Links to it that were copied elsewhere would break."
        ),
        example="## Laboratories and institutes",
        fix=(
            "keep the old id of a heading that was rewritten: `## Laboratories and institutes {#laboratories}`. A page "
            "or part that has moved gets an entry in `docs/data/redirects.yml`, with `from: hubs/old.md` or `from: "
            "hubs/old.md#laboratories`, and `to:` with the new place in the same form."
        ),
    ),
)

_REDIRECT = "Lead it to its new place in docs/data/redirects.yml"


def check_rendered_site(site: Site, anchors: Anchors) -> Iterator[Problem]:
    """Pages and ids in the list of published addresses that are gone without a redirect."""
    if not anchors.sure:
        return
    yield from site.addresses.problems
    rendered = anchors.rendered
    known = {
        uri: have for uri, found in rendered.items() if found != UNREADABLE and (have := anchors.of(uri)) is not None
    }
    for uri, ids in site.addresses.ids.items():
        page = site.pages.get(uri)
        if page is not None:
            lost = [name for name in ids if uri in known and name not in known[uri]]
            lost = lost and [name for name in lost if not name.startswith(_of_broken_blocks(site, page))]
            yield from (_lost_id(page, name, ids, rendered[uri]) for name in lost)
        elif uri not in site.redirected:
            line = site.addresses.lines[uri]
            hint = f"{suggest_page(site, uri)[0]} {_REDIRECT}".strip()
            yield Problem(
                site.addresses.path, line, 1, "lost-address", f"the page '{uri}' was published and is gone", hint
            )
        else:
            yield from _lost_on_the_way(site, uri, ids, known)


def _of_broken_blocks(site: Site, page: Page) -> tuple[str, ...]:
    """How the ids begin of blocks that do not exist, and of notes of charts whose data have mistakes.

    Both are reported where the mistake is.
    """
    missing = [
        marker
        for marker in page.markers()
        if marker.kind in BLOCKS and marker.name and not BLOCKS[marker.kind].accepts(site.library, marker.name)
    ]
    meant = {marker: nearest(marker.name, BLOCKS[marker.kind].names(site.library)) or marker.name for marker in missing}
    prefixes = [f"{marker.kind}-{slug(meant[marker])}" for marker in missing]
    prefixes += ["row-" if marker.kind == "series" else f"{meant[marker]}-" for marker in missing]
    prefixes += [f"{kind}-{slug(name)}" for kind, name in indented(page)]
    prefixes += [
        "row-" if marker.kind == "series" else f"{marker.name}-"
        for marker in page.markers()
        if (marker.kind == "series" and not _is_sound(site, marker.name)) or _is_bare(site, marker)
    ]
    charts = site.library.entries("charts", Chart)
    for marker in page.markers():
        chart = charts.get(marker.name) if marker.kind == "chart" else None
        if chart is not None and not all(_is_sound(site, name) for name in chart.series()):
            prefixes.append(f"chart-{slug(marker.name)}-note")
    return tuple(prefixes)


def _is_bare(site: Site, marker: Marker) -> bool:
    """Whether a marker is that of a table whose filter leaves no row, which is reported where it stands."""
    table = site.library.tables.get(marker.name) if marker.kind == "table" else None
    return table is not None and any(filters_without_rows(site.library, table))


def _is_sound(site: Site, series: str) -> bool:
    return series in site.library.series and site.library.series[series].sound


def _lost_on_the_way(
    site: Site, uri: str, ids: tuple[str, ...], known: Mapping[str, frozenset[str]]
) -> Iterator[Problem]:
    """Ids of a page that has moved: the page it has moved to has them all, unless the redirect names a place."""
    target, _, fragment = site.redirected[uri].partition("#")
    if fragment or target not in known:
        return
    file = site.library.entry_file("redirects", Redirect)
    moved = next(redirect for redirect in site.redirects if redirect.old == uri)
    for name in ids:
        if file is not None and name not in known[target] and f"{uri}#{name}" not in site.redirected:
            message = f"'{uri}#{name}' was published, and '{target}' has no '#{name}'"
            yield file.problem("lost-address", moved.id, "from", message, _REDIRECT)


def _lost_id(page: Page, name: str, published: tuple[str, ...], found: Rendered) -> Problem:
    """An id that is gone; where one heading may be what it stood for, the problem is at that heading."""
    new = {
        heading.id: heading.text for heading in found.headings if heading.id not in published and lasting([heading.id])
    }
    near = next(iter(new)) if len(new) == 1 else nearest(name, new)
    message = f"the address '#{name}' of this page was published and is gone"
    if near is None:
        return page.problem("lost-address", page.top, message, _REDIRECT)
    match = re.search(rf"^#+[ \t]+{re.escape(new[near])}", page.scan.masked[page.body_start :], re.MULTILINE)
    offset = page.top if match is None else page.body_start + match.start()
    return page.problem("lost-address", offset, message, f"Did you rename it? ## {new[near]} {{#{name}}} keeps it")
