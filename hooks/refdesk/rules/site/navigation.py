"""Navigation and redirects: every entry leads to a page; every page is listed."""

import posixpath
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from refdesk.data.models import Redirect
from refdesk.files.docs_tree import unsafe_name
from refdesk.files.web_address import is_outside, malformed, unsafe
from refdesk.files.yaml import YamlPath
from refdesk.pages.render import Rendered
from refdesk.problems import things
from refdesk.problems.problem import Problem, Rule, Slip
from refdesk.rules.links.targets import page_slip
from refdesk.site.links import leads_to, move_hint, renamed_pages, suggest_file
from refdesk.site.site import Site

RULES = (
    Rule(  # also reported by files/mkdocs_yml.py
        "nav",
        explanation="An entry of `nav:` in `mkdocs.yml` leads to no published page or to one "
        "that is listed, or "
        "it reads as another beside it.",
        example="nav:\n  - Funding: pillars/fundings.md",
        fix="write the path below `docs/`, and each page once.",
        file="mkdocs.yml",
    ),
    Rule(
        "redirect",
        explanation="A redirect in `docs/data/redirects.yml` leads to nothing, in a circle, or "
        "away from what exists.",
        example="- id: old-page\n  from: hubs/old.md\n  to: hubs/older.md",
        fix="lead former addresses to one that exists, and remove the entry of what is back.",
        file="docs/data/redirects.yml",
        after=("configuration",),
    ),
    Rule(
        "unreachable-page",
        explanation="A page is not in the navigation, so that readers hardly come to it; or it "
        "is left out on purpose, "
        "by `not_in_nav:`, and no page leads to it.",
        example="nav:\n  - Home: index.md",
        fix="add the page to `nav:` in `mkdocs.yml`, or to `not_in_nav:` and link to it from "
        "where it is of use.",
        after=("nav", "configuration"),
    ),
)

_UNLISTED = frozenset({"index.md", "404.md"})  # readers find them without the navigation


def check_rendered_site(site: Site, rendered: Mapping[str, Rendered]) -> Iterator[Problem]:
    """Report wrong entries of the navigation, wrong redirects, and pages that are not listed."""
    yield from _entries(site, rendered)
    yield from _titles(site)
    yield from _redirects(site, rendered)
    yield from _unlisted(site, rendered)


def _entries(site: Site, rendered: Mapping[str, Rendered]) -> Iterator[Problem]:
    yaml = site.config.yaml
    lines: dict[str, int] = {}
    for target, path in ((entry.target, entry.path) for entry in site.config.nav):
        wrong = _wrong_target(site, target, rendered)
        if wrong is None and target in lines:
            message = f"'{target}' stands already in the navigation, at line {lines[target]}"
            wrong = Slip("nav", message)
        if wrong is not None:
            hint = move_hint(site, target)
            slip = Slip("nav", wrong.message, hint) if hint else wrong._replace(code="nav")
            gone = [things.file(site.shown(uri)) for uri in _gone_pages(site, target)]
            yield yaml.problem(path, slip, rests_on=gone, explains=gone)
        lines.setdefault(target, yaml.place(path).line)


def _wrong_target(site: Site, target: str, rendered: Mapping[str, Rendered]) -> Slip | None:
    """Return what is wrong with the target of an entry."""
    if is_outside(target):
        return malformed(target) or unsafe(target)
    return page_slip(site, target, rendered)


def _gone_pages(site: Site, target: str) -> list[str]:
    """Return the page of a target that is not there, and the one that it was likely renamed to."""
    if target in site.tree.files:
        return []
    renamed = renamed_pages(site).get(target)
    return [target] if renamed is None else [target, renamed]


# --- redirects ------------------------------------------------------------------------------------


def _titles(site: Site) -> Iterator[Problem]:
    """Report entries of one list of the navigation that read alike."""
    yaml, lines = site.config.yaml, dict[YamlPath, int]()
    for path in (path for path in yaml.keys if path[0] == "nav" and len(path) > 1):
        *around, _index, title = path
        line = yaml.file.place(yaml.keys[path].start_mark.index).line
        if (known := lines.setdefault((*around, str(title).casefold()), line)) != line:
            message = f"the title '{title}' stands in this list already, at line {known}"
            yield yaml.problem(
                path, Slip("nav", message, "Write what is different there"), at_key=True
            )


def _redirects(site: Site, rendered: Mapping[str, Rendered]) -> Iterator[Problem]:
    seen: set[str] = set()
    for redirect in site.redirects:
        ends = {
            "from": _source_slip(site, redirect, rendered, seen),
            "to": _target_slip(site, redirect, rendered),
        }
        for field, slip in ends.items():
            if slip is not None:
                old = leads_to(site, "", redirect.old)
                below = (
                    leads_to(site, "", redirect.new) if field == "to" else [old.ids_there, old.page]
                )
                yield site.library.problem(
                    (redirect, field), slip._replace(code="redirect"), rests_on=below
                )
        seen.add(redirect.old)


def _source_slip(
    site: Site, redirect: Redirect, rendered: Mapping[str, Rendered], seen: set[str]
) -> Slip | None:
    """Return what is wrong with the old address of a redirect, or None."""
    source = redirect.old
    path, _, fragment = source.partition("#")
    if unsafe_name(path):
        message = f"'{path}' means something else on other systems, or leads out of the site"
        return Slip("redirect", message)
    if source in seen:
        return Slip("redirect", f"'{source}' is redirected already")
    if not fragment:
        return _taken_page(site, redirect)
    found = rendered.get(path)
    if found is not None and found.ids.count(fragment) > 1:  # once for the redirect itself
        return Slip("redirect", f"'{source}' is redirected and still exists")
    if path not in site.pages and path not in site.redirected:
        message = f"there is no page '{path}', and it is not redirected"
        return Slip("redirect", message, suggest_file(site, path)[0])
    return None


def _taken_page(site: Site, redirect: Redirect) -> Slip | None:
    """Return that a redirected page still exists, or that its address is that of another file."""
    path = redirect.old
    taken = path if path in site.tree.files else site.tree.by_url.get(site.tree.url(path))
    if taken is None:
        return None
    if taken != path:
        return Slip("redirect", f"'{path}' is redirected, and '{taken}' has its address")
    again = f"refdesk move {path} {redirect.new}"
    hint = f"Remove the redirect; or, where a move was interrupted: {again}"
    return Slip("redirect", f"'{path}' is redirected and still exists", hint)


def _target_slip(site: Site, redirect: Redirect, rendered: Mapping[str, Rendered]) -> Slip | None:
    """Return what is wrong with the new address of a redirect, or None."""
    end = site.redirected[redirect.old]
    if end in site.redirected or end.partition("#")[0] in site.redirected:
        return Slip("redirect", f"'{redirect.old}' is redirected in a circle")
    wrong = page_slip(site, redirect.new, rendered)
    if wrong is None or redirect.new.partition("#")[0] in site.redirected:
        return None  # reported at the last redirect of the chain
    return wrong._replace(
        message=f"'{redirect.old}' is redirected to '{redirect.new}': {wrong.message}"
    )


def _unlisted(site: Site, rendered: Mapping[str, Rendered]) -> Iterator[Problem]:
    """Report pages that are not in the navigation; those left out on purpose where no other page
    leads to them.
    """
    listed = {posixpath.normpath(entry.target.partition("#")[0]) for entry in site.config.nav}
    linked = _linked(site, rendered)
    for uri in site.pages.keys() - listed - _UNLISTED:
        page = site.pages[uri]
        if not site.config.is_off_menu(uri):
            hint = (
                f"Add it to nav in {site.config.yaml.file.path}, or to not_in_nav there and "
                "link to it"
            )
            yield page.problem(
                0, Slip("unreachable-page", "this page is not in the navigation", hint)
            )
        elif uri not in linked and not any(page.markers()):
            message = "this page is left out of the navigation, and no page leads to it"
            yield page.problem(
                0, Slip("unreachable-page", message, "Link to it from where it is of use")
            )


def _linked(site: Site, rendered: Mapping[str, Rendered]) -> set[str]:
    """Return the pages to which links of other pages lead; those that show data are reached by
    their rows as well.
    """
    linked: set[str] = set()
    for uri, found in rendered.items():
        folder = posixpath.dirname(uri)
        targets = (unquote(link.target.partition("#")[0]) for link in found.links)
        leads = {posixpath.normpath(posixpath.join(folder, target)) for target in targets if target}
        linked |= leads - {uri}
    return linked & site.pages.keys()
