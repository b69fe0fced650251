"""Settings in mkdocs.yml: names that exist, addresses that can be one, files and folders that are there."""

from __future__ import annotations

from collections.abc import Iterator

from refdesk.files.checkout import CONFIG
from refdesk.files.web_address import AddressSlip, is_outside, malformed
from refdesk.files.yaml import YamlPath
from refdesk.problems.problem import Problem, Rule, Swap
from refdesk.problems.suggest import closest, did_you_mean, misspelled
from refdesk.site.links import resolve, suggest_page
from refdesk.site.site import Site

RULES = (
    Rule(
        "configuration",
        explanation=(
            "Something in `mkdocs.yml` is unknown, of the wrong type, not installed, not there, or stands twice. The "
            "site uses no plugins of MkDocs."
        ),
        example="site_titel: From 0 to 1",
        fix="correct the name, or remove the line.",
        language="yaml",
    ),
)

_THEME = "material"
# Setting of the theme -> the types of its value.
_OF_THEME: dict[str, type | tuple[type, ...]] = {
    **dict.fromkeys(("name", "custom_dir", "language", "logo", "favicon"), str),
    **dict.fromkeys(("features", "static_templates"), list),
    "icon": dict,
    "palette": (list, dict),
    "font": (bool, dict),
}
# What the theme knows; other names may be the site's own, unless they are nearly one of these.
_FEATURES = (
    "announce.dismiss", "content.action.edit", "content.action.view", "content.code.annotate", "content.code.copy",
    "content.code.select", "content.footnote.tooltips", "content.tabs.link", "content.tooltips", "header.autohide",
    "navigation.expand", "navigation.footer", "navigation.indexes", "navigation.instant", "navigation.path",
    "navigation.prune", "navigation.sections", "navigation.tabs", "navigation.tabs.sticky", "navigation.top",
    "navigation.tracking", "toc.follow", "toc.integrate",
)  # fmt: skip
_COLOURS = (
    "red", "pink", "purple", "deep purple", "indigo", "blue", "light blue", "cyan", "teal", "green", "light green",
    "lime", "yellow", "amber", "orange", "deep orange", "brown", "grey", "blue grey", "black", "white", "custom",
)  # fmt: skip
_OF_PALETTE = {"scheme": ("default", "slate"), "primary": _COLOURS, "accent": _COLOURS}


def check_site(site: Site) -> Iterator[Problem]:
    """Every setting that MkDocs would pass over, stumble on, or publish as it is."""
    written = site.config.yaml.data
    if isinstance(written, dict) and "site_name" not in written and closest("site_name", written, 0.8) is None:
        yield _problem(site, ("site_name",), "the site has no name", "Write site_name: and a name")
    yield from _addresses(site)
    yield from _lists(site)
    yield from _theme(site)


def _problem(
    site: Site, path: YamlPath, message: str, hint: str = "", swap: Swap | None = None, *, at_key: bool = False
) -> Problem:
    return site.config.yaml.problem("configuration", path, message, hint, swap, at_key=at_key)


def _addresses(site: Site) -> Iterator[Problem]:
    for name in ("site_url", "repo_url"):
        value = site.config.settings.get(name, "")
        slip = malformed(value) if value.strip() else None
        if slip is None and value.strip() and not value.lower().startswith(("http://", "https://")):
            slip = AddressSlip(f"'{value}' is no web address", "It starts with https:// or http://")
        if slip is not None:
            yield _problem(site, (name,), *slip)


def _lists(site: Site) -> Iterator[Problem]:
    """Plugins, hooks that are not there, and names that stand twice in a list."""
    if "plugins" not in site.config.settings:
        yield _problem(site, (), "without 'plugins', MkDocs adds a search beside that of the site", "Write plugins: []")
    for plugin in site.config.lists["plugins"]:
        message = f"the plugin '{plugin.name}': the site uses none, its own hook does their work"
        yield Problem(CONFIG, *plugin.place, "configuration", message, "Write plugins: []")
    for hook in site.config.lists["hooks"]:
        if not (site.config.root / hook.name).is_file():
            folder = (site.config.root / hook.name).parent
            found = [path.relative_to(site.config.root).as_posix() for path in sorted(folder.glob("*.py"))]
            hint = did_you_mean(hook.name, found)
            yield Problem(CONFIG, *hook.place, "configuration", f"no file '{hook.name}'", hint)
    for key, entries in site.config.lists.items():
        first: dict[str, int] = {}
        for entry in entries:
            line = first.setdefault(entry.name.removeprefix("markdown.extensions."), entry.place.line)
            if line != entry.place.line:
                message = f"'{entry.name}' stands in '{key}' already, at line {line}"
                yield Problem(CONFIG, *entry.place, "configuration", message, "Remove one of the two")


# --- theme ----------------------------------------------------------------------------------------------------------


def _theme(site: Site) -> Iterator[Problem]:
    theme = site.config.theme
    name, custom = theme.get("name"), theme.get("custom_dir")
    if name != _THEME:
        yield _problem(site, ("theme", "name"), f"the theme of the site is not '{name}'", f"Did you mean '{_THEME}'?")
    for key, value in theme.items():
        if value is not None and not isinstance(value, _OF_THEME.get(key, object)):
            yield _problem(site, ("theme", key), f"'{value}' is no value that '{key}' can have")
        close = closest(key, _OF_THEME, 0.8) if key not in _OF_THEME else None
        if close is not None:
            message = f"the theme has no setting '{key}'"
            yield _problem(site, ("theme", key), message, f"Did you mean '{close}'?", at_key=True)
    if custom is not None and site.config.theme_dir is None:
        folders = [path.name for path in sorted(site.config.root.iterdir()) if path.is_dir()]
        hint = did_you_mean(str(custom), folders)
        yield _problem(site, ("theme", "custom_dir"), f"there is no folder '{custom}'", hint)
    for key in ("logo", "favicon"):
        if key in theme and not _is_published(site, str(theme[key])):
            named = str(theme[key])
            hint, swap = suggest_page(site, named)
            yield _problem(site, ("theme", key), f"no file '{named}'", hint, swap)
    yield from _icons(site, theme.get("icon"), ("theme", "icon"))
    yield from _of_material(site)


def _of_material(site: Site) -> Iterator[Problem]:
    """Features, schemes and colours whose name is nearly one that the theme knows, languages that it does not speak."""
    theme = site.config.theme
    language = theme.get("language", "en")
    if language != "en":
        files = [path for at in site.config.theme_folders for path in (at / "partials/languages").glob("*.html")]
        languages = sorted({path.stem for path in files})
        if language not in languages:
            hint = did_you_mean(str(language), languages)
            yield _problem(site, ("theme", "language"), f"the theme does not speak '{language}'", hint)
    features, palette = theme.get("features"), theme.get("palette")
    for index, feature in enumerate(features if isinstance(features, list) else ()):
        if str(feature) not in _FEATURES and (near := misspelled(str(feature), _FEATURES)):
            message = f"the theme has no feature '{feature}'"
            yield _problem(site, ("theme", "features", index), message, f"Did you mean '{near}'?")
    several = isinstance(palette, list)
    for index, one in enumerate(palette if isinstance(palette, list) else [palette]):
        path: YamlPath = ("theme", "palette", index) if several else ("theme", "palette")
        if not isinstance(one, dict):
            continue
        for key, known in _OF_PALETTE.items():
            value = str(one.get(key, known[0])).replace("-", " ")
            if value not in known and (near := misspelled(value.casefold(), known)):
                message = f"the theme has no {key} '{one[key]}'"
                yield _problem(site, (*path, key), message, f"Did you mean '{near}'?")
        toggle = one.get("toggle")
        if isinstance(toggle, dict):
            yield from _icons(site, toggle.get("icon"), (*path, "toggle", "icon"))


def _icons(site: Site, value: object, path: YamlPath) -> Iterator[Problem]:
    """Icons that are not there, of a set that is."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _icons(site, item, (*path, key))
        return
    folders = [folder / ".icons" for folder in site.config.theme_folders]
    if not isinstance(value, str) or any((folder / f"{value}.svg").is_file() for folder in folders):
        return
    if any((folder / value.partition("/")[0]).is_dir() for folder in folders):
        found = [p.relative_to(f).with_suffix("").as_posix() for f in folders for p in (f / value).parent.glob("*.svg")]
        yield _problem(site, path, f"the theme has no icon '{value}'", did_you_mean(value, found))


def _is_published(site: Site, target: str) -> bool:
    """Whether a logo is a file of the site or of its theme."""
    if is_outside(target) or resolve(site, "index.md", target, raw=True).outcome in {"page", "file"}:
        return True
    return any((folder / target).is_file() for folder in site.config.theme_folders)
