"""Navigation, redirects, named files: every entry leads to a page; every page can be reached."""

import posixpath
from collections.abc import Iterator, Mapping, Sequence

from refdesk.blocks.shown import holders
from refdesk.data.models import Redirect
from refdesk.files.mkdocs_yml import NavEntry
from refdesk.files.web_address import AddressSlip, is_outside, malformed, meant
from refdesk.files.yaml import YamlPath
from refdesk.pages.scan import PLAIN_LINK
from refdesk.problems.problem import Problem, Rule, Swap
from refdesk.problems.suggest import certain, nearest
from refdesk.rules.links.known_ids import Anchors
from refdesk.site.generated import generated_files
from refdesk.site.links import resolve, suggest_page
from refdesk.site.site import Site

RULES = (
    Rule(
        "nav",
        explanation="An entry of `nav:` in `mkdocs.yml` leads to no published page, or to one that is listed already.",
        example="nav:\n  - Funding: pillars/fundings.md",
        fix="write the path below `docs/`, and each page once.",
        language="yaml",
    ),
    Rule(
        "redirect",
        explanation="A redirect in `docs/data/redirects.yml` leads to nothing, in a circle, or away from what exists.",
        example="- id: old-page\n  from: hubs/old.md\n  to: hubs/older.md",
        fix="lead former addresses to one that exists, and remove the entry of what is back.",
        language="yaml",
        after=("configuration",),
    ),
    Rule(
        "unreachable-page",
        explanation="A page is neither in the navigation nor linked from another page.",
        example="nav:\n  - Home: index.md",
        fix="add the page to `nav:` in `mkdocs.yml`, or link to it.",
        language="yaml",
        after=("nav", "configuration"),
    ),
)

_UNLISTED = frozenset({"index.md", "404.md"})  # readers get to them by themselves


def check_rendered_site(site: Site, anchors: Anchors) -> Iterator[Problem]:
    """Entries of the navigation, redirects and named files that lead nowhere; pages that nothing leads to."""
    seen: dict[str, NavEntry] = {}
    for entry in site.config.nav:
        yield from _entry(site, entry, seen, anchors)
    yield from _form(site, site.config.settings.get("nav", []), ("nav",))
    yield from _assets(site)
    yield from _redirects(site, anchors)
    yield from _unreachable(site, anchors)


def _entry(site: Site, entry: NavEntry, seen: dict[str, NavEntry], anchors: Anchors) -> Iterator[Problem]:
    target, config = entry.target, site.config.yaml.file

    def problem(message: str, hint: str = "", swap: Swap | None = None) -> Problem:
        return config.problem("nav", config.offset(entry.place), message, hint, swap)

    if is_outside(target):
        slip = malformed(target)
        if slip is not None:
            yield problem(*slip)
        return
    path, _, fragment = target.partition("#")
    uri = posixpath.normpath(path.partition("?")[0])
    file = site.tree.files.get(uri)
    if file is None:
        if uri not in generated_files(site):
            yield problem(f"no page '{target}'", *suggest_page(site, target))
        return
    if not file.is_published:
        yield problem(f"the page '{target}' is left out of the published site")
    elif fragment and file.is_page and not _has(anchors, uri, fragment):
        yield problem(*_no_heading(anchors, uri, target))
    elif not fragment and file.is_page and uri in seen:
        yield problem(f"the page '{target}' stands already in the navigation, at line {seen[uri].place.line}")
    if not fragment:
        seen.setdefault(uri, entry)


def _form(site: Site, items: Sequence[object], path: YamlPath) -> Iterator[Problem]:
    """Items that lead to no page, and such as are neither a path nor a title with a path or a list."""
    for index, item in enumerate(items):
        for title, value in item.items() if isinstance(item, dict) else ():
            here = (*path, index, title)
            if isinstance(value, list):
                yield from _form(site, value, here)
            elif not isinstance(value, str):
                yield site.config.yaml.problem("nav", here, f"'{title}' leads to no page", at_key=True)
        if not isinstance(item, str | dict):
            message = "an item of the navigation is a path, or a title with a path or a list"
            yield site.config.yaml.problem("nav", (*path, index), message)


def _has(anchors: Anchors, uri: str, fragment: str) -> bool:
    return uri not in anchors.rendered or fragment in anchors.rendered[uri].ids


def _no_heading(anchors: Anchors, uri: str, target: str) -> AddressSlip:
    """What is wrong with an address of a page that has no such heading."""
    path, _, fragment = target.partition("#")
    ids = anchors.rendered[uri].ids
    near, swap = nearest(fragment, ids), certain(fragment, ids)
    message = f"the page '{path}' has no heading '#{fragment}'"
    return meant(message, target, f"{path}#{near}" if near else None, is_certain=swap == (fragment, near))


def _assets(site: Site) -> Iterator[Problem]:
    """Style sheets, scripts and templates that the configuration names."""
    if "custom_dir" in site.config.theme and site.config.theme_dir is None:
        return  # a folder of the theme that is not there is reported by itself
    for entry in site.config.assets:
        uri = posixpath.normpath(entry.name.partition("?")[0].partition("#")[0].lstrip("/"))
        if uri in site.tree.files:
            continue
        if is_outside(entry.name) or resolve(site, "index.md", uri, raw=True).outcome not in {"file", "joined"}:
            file = site.config.yaml.file
            offset, suggestion = file.offset(entry.place), suggest_page(site, entry.name)
            yield file.problem("configuration", offset, f"no file '{entry.name}'", *suggestion)


# --- redirects ------------------------------------------------------------------------------------------------------


def _redirects(site: Site, anchors: Anchors) -> Iterator[Problem]:
    targets = {redirect.old: redirect.new for redirect in site.redirects}
    seen: set[str] = set()
    file = site.library.entry_file("redirects", Redirect)
    for redirect in file.entries.values() if file is not None else ():
        slip = _source_slip(site, redirect.old, anchors, seen)
        if slip is not None and file is not None:
            yield file.problem("redirect", redirect.id, "from", *slip)
        slip = _target_slip(site, redirect, targets, anchors)
        if slip is not None and file is not None:
            yield file.problem("redirect", redirect.id, "to", *slip)
        seen.add(redirect.old)


def _source_slip(site: Site, source: str, anchors: Anchors, seen: set[str]) -> AddressSlip | None:
    """What is wrong with the beginning of a redirect, or None."""
    path, _, fragment = source.partition("#")
    if source in seen:
        return AddressSlip(f"'{source}' is redirected already")
    if not fragment:
        taken = path if path in site.tree.files else site.tree.by_url.get(site.tree.url(path))
        if taken == path:
            return AddressSlip(f"'{source}' is redirected and still exists")
        return None if taken is None else AddressSlip(f"'{source}' is redirected, and '{taken}' has its address")
    found = anchors.rendered.get(path)
    if found is not None and found.ids.count(fragment) > 1:  # the place that leads on has the id as well
        return AddressSlip(f"'{source}' is redirected and still exists")
    if path not in site.pages and not any(redirect.old == path for redirect in site.redirects):
        return AddressSlip(f"there is no page '{path}', and it is not redirected", suggest_page(site, path)[0])
    return None


def _target_slip(site: Site, redirect: Redirect, targets: Mapping[str, str], anchors: Anchors) -> AddressSlip | None:
    """What is wrong with the end of a redirect, or None."""
    path, _, fragment = redirect.new.partition("#")
    chain = {redirect.old}
    target = path
    while target in targets and target not in chain:
        chain.add(target)
        target = targets[target].partition("#")[0]
    if target == redirect.old:
        return AddressSlip(f"'{redirect.old}' is redirected in a circle")
    if target in chain or path != target:
        return None  # the last redirect of a chain is the one that is wrong
    file = site.tree.files.get(posixpath.normpath(target))
    leads = f"'{redirect.old}' is redirected to '{redirect.new}'"
    if file is None:
        return AddressSlip(f"{leads}, which does not exist", *suggest_page(site, redirect.new))
    if not file.is_published:
        return AddressSlip(f"{leads}, which is left out of the published site")
    if fragment and not _has(anchors, file.uri, fragment):
        return _no_heading(anchors, file.uri, redirect.new)
    return None


# --- pages that nothing leads to ------------------------------------------------------------------------------------


def _reached_from_data(site: Site) -> Iterator[str]:
    """The pages that data fields, generated blocks and generated references lead to."""
    for inline in site.library.inlines():
        for link in PLAIN_LINK.finditer(site.scan_inline(inline).masked):
            yield posixpath.normpath(link["target"].partition("#")[0])
    for name in ("technologies", "hubs", "changes"):
        file = site.library.files.get(name)
        for entry in file.entries.values() if file is not None else ():
            yield getattr(entry, "page", None) or ""
    used = {kind for page in site.pages.values() for kind, _ in page.references()}
    for (kind, _), uri in holders(site).items():
        if {"glossary": "term", "series": "value", "bibliography": "citation"}.get(kind) in used:
            yield uri


def _unreachable(site: Site, anchors: Anchors) -> Iterator[Problem]:
    """Pages that are neither in the navigation nor linked from another page."""
    listed = {posixpath.normpath(entry.target.partition("#")[0]) for entry in site.config.nav}
    reached = {*listed, *_reached_from_data(site)}
    for uri, found in anchors.rendered.items():
        targets = {resolve(site, uri, link.target, raw=link.raw).uri for link in found.links}
        reached.update(target for target in targets if target is not None and target != uri)
    for uri, page in site.pages.items():
        unlisted = uri in reached or uri in _UNLISTED
        if not unlisted:
            message = "this page is not in the navigation and no other page links to it"
            yield page.problem("unreachable-page", 0, message, f"Add it to nav in {site.config.yaml.file.path}")
