"""Checks: each looks at the site for one kind of mistake and yields problems. None prints, none changes anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from refdesk.checks import (
    addresses,
    blocks,
    citations,
    claims,
    front_matter,
    glossary,
    navigation,
    plain_numbers,
    structure,
    values,
)
from refdesk.probe import Prober
from refdesk.problems import Problem
from refdesk.render import UNREADABLE, Rendered
from refdesk.site import Site

Check = Callable[[Site], Iterable[Problem]]

# Checks of sources and data alone.
SOURCE_CHECKS: tuple[Check, ...] = (
    citations.check,
    glossary.check,
    values.check,
    blocks.check,
    claims.check,
    plain_numbers.check,
    front_matter.check,
)


def check_site(site: Site, rendered: Mapping[str, Rendered] | None) -> list[Problem]:
    """Every problem of the site; ``rendered`` holds what the HTML of each page came to.

    Without it (the Markdown extensions cannot be loaded as configured), links and headings are not judged: what they
    are depends on the extensions.
    """
    problems = [*site.config.problems, *site.library.problems]
    for page in site.pages.values():
        problems += page.file_problems
    for check in SOURCE_CHECKS:
        problems += check(site)
    problems += navigation.check(site, rendered)
    if rendered is None:
        return problems
    prober = Prober(site, {uri for uri, found in rendered.items() if found is UNREADABLE})
    problems += addresses.check(site, rendered, prober)
    problems += structure.check(site, rendered, prober)
    return problems
