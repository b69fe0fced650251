"""One check of a whole site: load, expand, render, apply the rules, sort."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from refdesk.blocks.expand import expand
from refdesk.blocks.shown import holder
from refdesk.pages.render import Rendered, Renderer, RenderError
from refdesk.problems.problem import CATALOGUE, Problem, Slip, in_order
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
                page.problem(
                    page.body_start, Slip("unreadable-file", f"cannot be converted: {error}")
                )
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
    links = sum(len(page.links) for page in rendered.values())
    page, address = holder(site, "problems"), site.config.published_url
    explained = f"{address}{site.tree.url(page)}" if page and address else ""
    found = in_order(_told(problems))
    return Report(tuple(found), len(site.pages), links + site.reference_count, explained)


def _told(problems: Sequence[Problem]) -> Iterator[Problem]:
    """Yield the problems that are told, with their severity: some wait until their likely cause is
    mended, and a word may be told better by others.
    """
    codes = {problem.code for problem in problems}
    others = [problem for problem in problems if problem.code not in _OF_WORDS]
    taken = {problem.place for problem in others}
    # a word behind a quotation mark
    taken |= {place._replace(column=place.column + 1) for place in taken}
    for problem in problems:
        rule = CATALOGUE[problem.code]
        is_word = problem.code in _OF_WORDS
        if codes.isdisjoint(rule.after) and not (is_word and problem.place in taken):
            yield problem._replace(severity=rule.severity)


def check_root(root: Path) -> Report:
    """Load and check the site in ``root``; UnusableSiteError when nothing can be checked."""
    return check(load_site(root))
