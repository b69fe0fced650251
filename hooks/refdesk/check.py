"""One check of a whole site: load, expand, render, check, sort."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from refdesk.checks import check_site
from refdesk.expand import expand
from refdesk.problems import Problem, in_order
from refdesk.render import Rendered, Renderer, RenderError
from refdesk.site import Site


@dataclass(frozen=True)
class Report:
    """What a check found: problems in order of place, and how much was looked at."""

    problems: tuple[Problem, ...]
    pages: int
    references: int

    @property
    def failed(self) -> bool:
        """Whether any problem is more than a notice."""
        return any(problem.severity == "error" for problem in self.problems)

    def only(self, paths: Iterable[str]) -> Report:
        """The report without what lies outside the given files and folders (relative to the root)."""
        wanted = [path.rstrip("/") for path in paths]
        kept = tuple(
            p for p in self.problems if any(p.path == w or p.path.startswith(w + "/") or w == "." for w in wanted)
        )
        return Report(kept, self.pages, self.references)


def render_all(site: Site) -> tuple[dict[str, Rendered], list[Problem]]:
    """Render every page with the site's own Markdown extensions."""
    renderer = Renderer(site.config)
    rendered: dict[str, Rendered] = {}
    problems = list(renderer.problems)
    for uri, page in site.pages.items():
        try:
            rendered[uri] = renderer.render(expand(site, page))
        except RenderError as error:
            problems.append(page.problem("unreadable-file", page.body_start, f"cannot be converted: {error}"))
            rendered[uri] = Rendered()
    return rendered, problems


def check(site: Site, rendered: Mapping[str, Rendered] | None = None) -> Report:
    """Check a site; without ``rendered`` (what an engine's own rendering came to), render it here."""
    problems: list[Problem] = []
    if rendered is None:
        rendered, problems = render_all(site)
    problems += check_site(site, rendered)
    links = sum(len(page.links) for page in rendered.values())
    return Report(tuple(in_order(problems)), len(site.pages), links + site.reference_count)
