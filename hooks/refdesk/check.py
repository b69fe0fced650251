"""One check of a whole site: load, expand, render, apply the rules, sort."""

from collections.abc import Mapping
from pathlib import Path

from refdesk.blocks.expand import expand
from refdesk.blocks.shown import holder
from refdesk.pages.render import Rendered, Renderer, RenderError
from refdesk.problems.problem import CATALOGUE, Problem, in_order
from refdesk.problems.report import Report
from refdesk.rules.run import apply_rules, load_rules
from refdesk.site.site import Site, load_site

_OF_WORDS = {"leftover", "misspelling"}  # a word may be told better by others


def render_pages(site: Site) -> tuple[dict[str, Rendered], list[Problem]]:
    """Return what each page renders to with the site's own Markdown extensions, and what cannot be
    rendered.
    """
    renderer = Renderer(site.config)
    rendered: dict[str, Rendered] = {}
    problems = [*renderer.problems]
    for uri, page in site.pages.items():
        try:
            rendered[uri] = renderer.render(expand(site, page))
        except RenderError as error:
            problems.append(
                page.problem("unreadable-file", page.body_start, f"cannot be converted: {error}")
            )
    return rendered, problems


def check(site: Site, rendered: Mapping[str, Rendered] | None = None) -> Report:
    """Check a site; without ``rendered`` (what an engine's own rendering came to), render
    it here.
    """
    load_rules()  # a page shows them
    problems: list[Problem] = []
    if rendered is None:
        rendered, problems = render_pages(site)
    problems += apply_rules(site, rendered)
    # some problems wait until their likely cause is mended
    codes = {problem.code for problem in problems}
    # which may tell it better
    others = [problem for problem in problems if problem.code not in _OF_WORDS]
    # a quotation mark
    told = {(one.path, one.line, one.column + behind) for one in others for behind in (0, 1)}
    found = in_order(
        problem._replace(severity=CATALOGUE[problem.code].severity)
        for problem in problems
        if codes.isdisjoint(CATALOGUE[problem.code].after)
        and (problem.code not in _OF_WORDS or problem[:3] not in told)
    )
    links = sum(len(page.links) for page in rendered.values())
    page, address = holder(site, "problems"), site.config.published_url
    explained = f"{address}{site.tree.url(page)}" if page and address else ""
    return Report(tuple(found), len(site.pages), links + site.reference_count, explained)


def check_root(root: Path) -> Report:
    """Load and check the site in ``root``; UnusableSiteError when nothing can be checked."""
    return check(load_site(root))
