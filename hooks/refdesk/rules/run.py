"""Find every rule and apply it to a site whose pages are rendered.

A rule is a module of this package. It declares what it reports in ``RULES``, and has one or more of
these functions, each of which yields problems:

- ``check_text(page)``: the text of a page alone;
- ``check_data(library)``: the data alone;
- ``check_page(site, page, rendered)``: a page, the data that it refers to, and what each page
  renders to;
- ``check_site(site)``: settings, data, and what pages have in common;
- ``check_rendered_site(site, rendered)``: the same, and what each page renders to.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from types import ModuleType

import refdesk.rules
from refdesk.data.library import Library
from refdesk.pages.page import Page
from refdesk.pages.render import Rendered
from refdesk.problems.problem import CATALOGUE, Problem
from refdesk.site.site import Site

Check = Callable[..., Iterable[Problem]]


@lru_cache(maxsize=1)
def load_rules() -> tuple[ModuleType, ...]:
    """Load every module of this package, and fill the catalogue with the rules that they
    declare.
    """
    found = pkgutil.walk_packages(refdesk.rules.__path__, "refdesk.rules.")
    modules = tuple(importlib.import_module(module.name) for module in found if not module.ispkg)
    for module in modules:
        for rule in getattr(module, "RULES", ()):
            section = module.__name__.removeprefix("refdesk.rules.").partition(".")[0]
            CATALOGUE[rule.code] = rule._replace(section=section)
    return modules


def _checks(name: str) -> list[Check]:
    """Return the functions of that name in all rules."""
    return [check for module in load_rules() if (check := getattr(module, name, None)) is not None]


@lru_cache(maxsize=1 << 14)
def _in_text(page: Page) -> tuple[Problem, ...]:
    """Return the problems of the text of a page."""
    return tuple(problem for check in _checks("check_text") for problem in check(page))


@lru_cache(maxsize=1)
def _in_data(library: Library) -> tuple[Problem, ...]:
    """Return the problems of the data."""
    return tuple(problem for check in _checks("check_data") for problem in check(library))


def apply_rules(site: Site, rendered: Mapping[str, Rendered]) -> Iterator[Problem]:
    """Yield every problem of a site; ``rendered`` holds what is read from the HTML of each page."""
    rendered = {uri: rendered.get(uri, Rendered()) for uri in site.pages}
    of_page = _checks("check_page")
    for page in site.pages.values():
        yield from _in_text(page)
        for check in of_page:
            yield from check(site, page, rendered)
    yield from _in_data(site.library)
    for check in _checks("check_site"):
        yield from check(site)
    for check in _checks("check_rendered_site"):
        yield from check(site, rendered)
