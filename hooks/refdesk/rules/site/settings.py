"""Settings in mkdocs.yml: a closed list of what they may hold, so that nothing is loaded from
others.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from refdesk.data.models import Chart
from refdesk.files.mkdocs_yml import foreign_variables
from refdesk.files.text import read_text
from refdesk.files.web_address import hidden_host, malformed
from refdesk.files.yaml import YamlPath, parse_yaml
from refdesk.pages.grammar import EXTENSIONS
from refdesk.problems.problem import Problem, Rule, Slip
from refdesk.problems.suggest import did_you_mean, nearest
from refdesk.publish.assets import needed_assets
from refdesk.site.generated import CHART_STYLES, generated_files, theme_files
from refdesk.site.site import Site

RULES = (
    Rule(
        "configuration",
        explanation="Something in `mkdocs.yml` is unknown, of the wrong type, not there, there "
        "twice, or none of what "
        "this site may hold. What more it may hold is a change of `rules/site/settings.py`.",
        example="site_titel: From 0 to 1",
        fix="correct the name, or remove the line.",
        file="mkdocs.yml",
    ),
    Rule(  # also reported by files/mkdocs_yml.py
        "foreign-variable",
        explanation="`!ENV` in the settings names a variable of the environment that is none of "
        "the site: what it "
        "holds where the site is built would be published.",
        example="site_author: !ENV HOME",
        fix="write the value itself. Which variables settings may name stands in "
        "`files/mkdocs_yml.py`.",
        file="mkdocs.yml",
    ),
)

_HOOK = "hooks/mkdocs_adapter.py"
_OPENING = frozenset({"attr_list", "md_in_html", "extra", "snippets", "html", "abbr", "footnotes"})
_CLOSED = frozenset({"theme", "extra", "plugins", "hooks", "watch"})
_ADDRESSES = frozenset({"site_url", "repo_url"})
_MARKUP = re.compile(r'[<>"\x00-\x09]')
_PLAIN = ("settings and titles are plain text", "Write the words alone")


class _Setting(NamedTuple):
    """What a setting may hold: whether a value fits, and what to write."""

    fits: Callable[[Site, str], bool]
    fix: str
    names: tuple[str, ...] = ()


def _one_of(*names: str) -> _Setting:
    return _Setting(lambda _, value: value in names, f"Write {' or '.join(names)}", names)


def _form(pattern: str, fix: str) -> _Setting:
    return _Setting(lambda _, value: re.fullmatch(pattern, value, re.IGNORECASE) is not None, fix)


def _is_own(site: Site, path: str) -> bool:
    is_known = not site.config.theme_dir.is_dir()  # which is told itself
    return (
        is_known
        or path in theme_files(site)
        or path in generated_files(site)
        or path in site.tree.published
    )


def _is_icon(site: Site, name: str) -> bool:
    return any(
        (folder / ".icons" / f"{name}.svg").is_file() for folder in site.config.theme_folders
    )


def _is_theme_folder(site: Site, name: str) -> bool:
    folder = site.config.root / name
    return (
        folder.is_dir()
        and folder.resolve().parent == site.config.root
        and folder != site.config.docs_dir
    )


_ICON = _Setting(
    _is_icon, "Write the path of a file below overrides/.icons/, or of an icon of the theme"
)
_ASSET = _Setting(_is_own, "Put the file below overrides/assets/ or docs/assets/")
# Setting -> what it may hold. Any other below one that is closed is refused; the rest is judged by
# its type alone.
_HOLDS: Mapping[str, _Setting] = {
    "site_dir": _form(
        "site", "The site is built in the folder site: name another to mkdocs build --site-dir"
    ),
    "site_url": _form(r"(?:https?://.*)?", "It starts with https:// or http://"),
    "repo_url": _form(r"(?:https?://.*)?", "It starts with https:// or http://"),
    "edit_uri": _form(r"(?:https?:|(?![a-z][\w+.-]*:)).*", "It starts with https://, or is a path"),
    "dev_addr": _form(
        r"(?:127\.0\.0\.1|localhost):\d+", "Write 127.0.0.1:8000, which others cannot reach"
    ),
    "plugins": _form(r"\[\]", "Write plugins: [], since the hook of the site does their work"),
    "hooks": _one_of(_HOOK),
    "watch": _one_of("overrides"),
    "theme.name": _one_of("material"),
    "theme.language": _one_of("en"),
    "theme.font": _form("false", "Write false: any other is loaded from another host"),
    "theme.custom_dir": _Setting(
        _is_theme_folder, "The folder of the theme is one of its own: write overrides"
    ),
    "theme.static_templates": _one_of("_headers", "humans.txt", "opensearch.xml", "robots.txt"),
    "theme.features": _one_of(
        "navigation.tabs",
        "navigation.indexes",
        "navigation.prune",
        "navigation.top",
        "navigation.footer",
        "navigation.sections",
        "navigation.expand",
        "navigation.path",
        "toc.follow",
        "toc.integrate",
        "content.action.edit",
        "content.action.view",
        "content.code.copy",
        "header.autohide",
    ),
    "theme.palette.media": _form(r"\([a-z: -]+\)", 'Write "(prefers-color-scheme: dark)"'),
    "theme.palette.scheme": _one_of("default", "slate"),
    "theme.palette.primary": _one_of("custom"),
    "theme.palette.accent": _one_of("custom"),
    "theme.palette.toggle.icon": _ICON,
    "theme.palette.toggle.name": _form(r"(?s:.*)", ""),
    "theme.icon.logo": _ICON,
    "theme.favicon": _ASSET,
    "theme.logo": _ASSET,
    "extra_css": _ASSET,
    "extra_javascript": _ASSET,
    "extra_javascript.path": _ASSET,
    "extra_templates": _ASSET,
    "extra.contact": _form(
        r"(?:(?:mailto:|https?://).+)?", "Write mailto: and an address, or https://…"
    ),
    "extra.edition": _form(
        r"(?:\d{4}-\d\d-\d\d)?", "Write the day of the edition, such as 2026-12-01"
    ),
    "extra.doi": _form(r"(?:10\.\d{4,9}/\S+)?", "Write a DOI such as 10.1000/182"),
    "extra.offline_bytes": _form(r"\d*", "Write a number of bytes"),
    "extra.pdf_bytes": _form(r"\d*", "Write a number of bytes"),
}


def check_site(site: Site) -> Iterator[Problem]:
    """Report settings that stop MkDocs, or change what it builds, where, or what it adds from
    others.
    """
    yield from _unsaid(site)
    yield from _missing(site)
    for path, value in _values(site.config.settings, ()):
        yield from _unfit(site, path, value)
    # builds that differ from it in some settings
    for other in sorted(site.config.root.glob("mkdocs-*.yml")):
        yield from foreign_variables(parse_yaml(read_text(other, site.config.shown(other))))
    for path in site.config.yaml.keys:
        if _MARKUP.search(str(path[-1])):
            yield site.config.yaml.problem(path, Slip("configuration", *_PLAIN), at_key=True)
    yield from _opening(site)


def _unsaid(site: Site) -> Iterator[Problem]:
    """Report what each settings file says, and this one does not."""
    yaml, settings = site.config.yaml, site.config.settings
    if "site_name" not in settings:
        slip = Slip("configuration", "the site has no name", "Write site_name: and a name")
        yield yaml.problem(("site_name",), slip)
    if "plugins" not in settings:
        message = "without 'plugins', MkDocs adds a search beside that of the site"
        yield yaml.problem((), Slip("configuration", message, "Write plugins: []"))
    hooks = [one.name for one in site.config.lists["hooks"]]
    if (site.config.root / _HOOK).exists() and hooks != [_HOOK]:
        message = "the site is made by one hook, named once"
        slip = Slip("configuration", message, f"Write hooks: [{_HOOK}]")
        yield yaml.problem(("hooks",), slip)


def _unfit(site: Site, path: YamlPath, value: object) -> Iterator[Problem]:
    """Report a setting that this site has no use for, or a value that it cannot hold."""
    yaml = site.config.yaml
    name = ".".join(part for part in path if isinstance(part, str))
    allowed = _HOLDS.get(name)
    if path[0] in _CLOSED and allowed is None and len(path) > 1:
        hint = did_you_mean(name, _HOLDS) or "Remove it"
        slip = Slip("configuration", f"the site has no use for '{name}'", hint)
        yield yaml.problem(path, slip, at_key=True)
    elif isinstance(value, str) and _MARKUP.search(value):
        yield yaml.problem(path, Slip("configuration", *_PLAIN))
    else:
        text = str(value).lower() if isinstance(value, bool) else str(value).strip()
        if (wrong := _wrong_address(name, text) or _wrong_value(site, name, text)) is not None:
            yield yaml.problem(path, wrong._replace(code="configuration"))


def _wrong_address(name: str, text: str) -> Slip | None:
    """Return what is wrong with a setting that holds a web address."""
    if not text or name not in _ADDRESSES:
        return None
    return malformed(text) or hidden_host(text)


def _wrong_value(site: Site, name: str, text: str) -> Slip | None:
    """Return that a setting cannot hold a value, with what it can."""
    allowed = _HOLDS.get(name)
    if allowed is None or allowed.fits(site, text):
        return None
    names = allowed.names or (theme_files(site) if allowed is _ASSET else ())
    message = f"'{text}' is nothing that '{name}' can hold on this site"
    return Slip("configuration", message, did_you_mean(text, names) or allowed.fix)


def _opening(site: Site) -> Iterator[Problem]:
    """Report extensions that read more as markup than the Markdown of this site has."""
    for extension in site.config.lists["markdown_extensions"]:
        if extension.name.partition(":")[0].rpartition(".")[2] in _OPENING:
            message = (
                f"with '{extension.name}', what writers type becomes more than the "
                "Markdown of this site"
            )
            yield site.config.yaml.problem(
                extension.path, Slip("configuration", message, "Remove it")
            )


def _missing(site: Site) -> Iterator[Problem]:
    """Report what pages and the theme of the site rely on and the settings do not name."""
    yield from _unlisted(site)
    yaml, theme = site.config.yaml, site.config.settings.get("theme", {})
    if site.config.theme_dir.is_dir() and "custom_dir" not in theme:
        folder = site.config.shown(site.config.theme_dir)
        message = f"'theme' lacks the folder {folder}, on which pages rely"
        yield yaml.problem(("theme",), Slip("configuration", message, "Add custom_dir: overrides"))
    for name in _HOLDS["theme.static_templates"].names:
        is_listed = name in theme.get("static_templates", ())
        if (site.config.theme_dir / name).is_file() and not is_listed:
            message = (
                f"'theme.static_templates' lacks '{name}', which would be published as it is "
                "written"
            )
            slip = Slip("configuration", message, f"Add {name}")
            yield yaml.problem(("theme", "static_templates"), slip)


def _unlisted(site: Site) -> Iterator[Problem]:
    """Report extensions, style sheets and scripts on which pages rely and that no list names."""
    needed = {"markdown_extensions": [*EXTENSIONS], **needed_assets(site.config.theme_dir)}
    needed["extra_css"] += [CHART_STYLES] if site.library.entries(Chart) else []
    known = theme_files(site) | generated_files(site)
    for setting, wanted in needed.items():
        listed = {one.name for one in site.config.lists[setting]}
        others = listed - {*wanted} - known  # one that is misspelled is told as such
        for name in wanted:
            if name not in listed and nearest(name, others) is None:
                message = f"'{setting}' lacks '{name}', on which pages rely"
                slip = Slip("configuration", message, f"Add {name}")
                yield site.config.yaml.problem((setting,), slip)


def _values(value: object, path: YamlPath) -> Iterator[tuple[YamlPath, object]]:
    """Yield the path of each text, number, switch and empty list within a setting, and the
    value.
    """
    if isinstance(value, dict | list) and value:
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _values(one, (*path, key))
    elif value is not None:
        yield path, value
