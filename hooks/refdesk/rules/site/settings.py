"""Settings in mkdocs.yml: names that MkDocs knows, addresses that can be one, files and folders that exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from refdesk.files.theme import installed, theme_folders
from refdesk.files.web_address import is_outside, malformed
from refdesk.files.yaml import YamlPath
from refdesk.problems.problem import Problem
from refdesk.problems.suggest import closest, did_you_mean, misspelled
from refdesk.site.links import resolve, suggest_page
from refdesk.site.site import Site

_SETTINGS = (
    "site_name", "site_url", "site_description", "site_author", "nav", "theme", "docs_dir", "site_dir", "copyright",
    "dev_addr", "use_directory_urls", "repo_url", "repo_name", "edit_uri", "edit_uri_template", "extra_css",
    "extra_javascript", "extra_templates", "markdown_extensions", "mdx_configs", "strict", "remote_branch",
    "remote_name", "extra", "plugins", "hooks", "watch", "exclude_docs", "draft_docs", "not_in_nav", "validation",
    "INHERIT", "config_file_path", "google_analytics", "pages",
)  # fmt: skip
_OWN_NAMES = ("x-", "_", ".")  # how authors mark what they keep in the file for themselves
_OF_THEME = (
    "name", "custom_dir", "language", "locale", "features", "palette", "font", "logo", "favicon", "icon",
    "static_templates", "direction",
)  # fmt: skip
_USUAL_THEMES = frozenset({"material", "mkdocs", "readthedocs"})  # known without a look at what is installed
# What the theme Material knows; other names may be a site's own, unless they are nearly one of these.
_FEATURES = (
    "announce.dismiss", "content.action.edit", "content.action.view", "content.code.annotate", "content.code.copy",
    "content.code.select", "content.footnote.tooltips", "content.lazy", "content.tabs.link", "content.tooltips",
    "header.autohide", "navigation.expand", "navigation.footer", "navigation.indexes", "navigation.instant",
    "navigation.instant.prefetch", "navigation.instant.preview", "navigation.instant.progress", "navigation.path",
    "navigation.prune", "navigation.sections", "navigation.tabs", "navigation.tabs.sticky", "navigation.top",
    "navigation.tracking", "search.highlight", "search.share", "search.suggest", "toc.follow", "toc.integrate",
)  # fmt: skip
_COLOURS = (
    "red", "pink", "purple", "deep purple", "indigo", "blue", "light blue", "cyan", "teal", "green", "light green",
    "lime", "yellow", "amber", "orange", "deep orange", "brown", "grey", "blue grey", "black", "white", "custom",
)  # fmt: skip
_OF_PALETTE = {"scheme": ("default", "slate"), "primary": _COLOURS, "accent": _COLOURS}
_LISTS = ("markdown_extensions", "plugins", "extra_css", "extra_javascript", "hooks")  # in these, each name stands once
_PLUGINS = (
    "search", "redirects", "tags", "blog", "social", "minify", "mkdocstrings", "macros", "awesome-pages",
    "literate-nav", "gen-files", "section-index", "offline", "privacy", "glightbox", "autorefs", "exclude",
)  # fmt: skip


def check(site: Site) -> Iterator[Problem]:
    """Every setting that MkDocs would pass over, stumble on, or publish as it is."""
    yield from _names(site)
    yield from _addresses(site)
    yield from _switches(site)
    yield from _hooks(site)
    yield from _plugins(site)
    if site.library.present:
        yield from _twice(site)
    theme = site.config.settings.get("theme")
    if isinstance(theme, str):
        yield from _theme_name(site, theme, ("theme",))
    elif isinstance(theme, Mapping):
        yield from _theme(site, theme)


def _problem(site: Site, path: YamlPath, message: str, hint: str = "", *, at_key: bool = False) -> Problem:
    file, place = site.config.place(path, at_key=at_key)
    return Problem(file, place.line, place.column, "configuration", message, hint)


def _near(name: str, names: tuple[str, ...]) -> str:
    """The hint for a name that is one of others misspelled ('' when it is like none of them)."""
    close = closest(name.casefold(), names, 0.8)
    return f"Did you mean '{close}'?" if close is not None and name not in names else ""


def _names(site: Site) -> Iterator[Problem]:
    for name in site.config.settings:
        if name not in _SETTINGS and not name.startswith(_OWN_NAMES):
            message = f"MkDocs knows no setting '{name}'"
            yield _problem(site, (name,), message, did_you_mean(name, _SETTINGS), at_key=True)
    nearly = any(_near(name, ("site_name",)) for name in site.config.settings)
    if site.config.settings.get("site_name") is None and not nearly:
        yield _problem(site, ("site_name",), "the site has no name", "Write site_name: and a name")


def _addresses(site: Site) -> Iterator[Problem]:
    for name in ("site_url", "repo_url"):
        value = site.config.settings.get(name)
        if not isinstance(value, str) or not value.strip():
            continue
        slip = malformed(value)
        if slip is None and not value.lower().startswith(("http://", "https://")):
            slip = (f"'{value}' is no web address", "It starts with https:// or http://")
        if slip is not None:
            yield _problem(site, (name,), *slip)


def _switches(site: Site) -> Iterator[Problem]:
    for name in ("use_directory_urls", "strict"):
        value = site.config.settings.get(name)
        if value is not None and not isinstance(value, bool):
            yield _problem(site, (name,), f"'{name}' must be true or false, not '{value}'")


def _hooks(site: Site) -> Iterator[Problem]:
    hooks = site.config.settings.get("hooks")
    for index, hook in enumerate(hooks if isinstance(hooks, list) else ()):
        if isinstance(hook, str) and not (site.config.root / hook).is_file():
            found = [p.relative_to(site.config.root).as_posix() for p in (site.config.root / hook).parent.glob("*.py")]
            yield _problem(site, ("hooks", index), f"no file '{hook}'", did_you_mean(hook, sorted(found)))


def _plugins(site: Site) -> Iterator[Problem]:
    plugins = site.config.settings.get("plugins")
    items = plugins if isinstance(plugins, list | dict) else ()
    for index, item in enumerate(items):
        for name in item if isinstance(item, dict) else [item]:
            hint = _near(str(name), _PLUGINS)
            if hint and not installed("mkdocs.plugins", str(name)):
                by_key = isinstance(item, dict) or isinstance(plugins, dict)
                path = ("plugins", str(name)) if isinstance(plugins, dict) else ("plugins", index)
                path = (*path, str(name)) if isinstance(item, dict) else path
                yield _problem(site, path, f"the plugin '{name}' is not installed", hint, at_key=by_key)


def _twice(site: Site) -> Iterator[Problem]:
    """Names that stand twice in a list (in other houses, a plugin may be meant to run twice)."""
    for key in _LISTS:
        setting = site.config.settings.get(key)
        first: dict[str, YamlPath] = {}
        for index, item in enumerate(setting if isinstance(setting, list) else ()):
            options = item if isinstance(item, dict) else {}
            name = options.get("path") or next(iter(options), None) or item
            path = (key, index, "path" if "path" in options else str(name)) if options else (key, index)
            plain = str(name).removeprefix("markdown.extensions.")
            if plain in first:
                line = site.config.place(first[plain])[1].line
                message = f"'{name}' stands in '{key}' already, at line {line}"
                yield _problem(site, path, message, "Remove one of the two", at_key="path" not in options)
            first.setdefault(plain, (key, index))


# --- theme ----------------------------------------------------------------------------------------------------------


def _theme_name(site: Site, name: str, path: YamlPath) -> Iterator[Problem]:
    if name in _USUAL_THEMES:
        return
    themes = tuple(entry.name for entry in installed("mkdocs.themes"))
    if name not in themes and (hint := _near(name, themes)):
        yield _problem(site, path, f"the theme '{name}' is not installed", hint)


def _theme(site: Site, theme: Mapping[str, object]) -> Iterator[Problem]:
    name, custom = theme.get("name"), theme.get("custom_dir")
    if isinstance(name, str):
        yield from _theme_name(site, name, ("theme", "name"))
    for key in theme:
        known = site.library.present or name in _USUAL_THEMES
        if known and key not in _OF_THEME and (hint := _near(key, _OF_THEME)):
            yield _problem(site, ("theme", key), f"the theme has no setting '{key}'", hint, at_key=True)
    if name == "material":
        yield from _of_material(site, theme)
    if isinstance(custom, str) and not (site.config.root / custom).is_dir() and not _comes_later(site, custom):
        folders = [path.name for path in site.config.root.iterdir() if path.is_dir()]
        yield _problem(site, ("theme", "custom_dir"), f"there is no folder '{custom}'", did_you_mean(custom, folders))
    for key in ("logo", "favicon"):
        value = theme.get(key)
        if isinstance(value, str) and not _is_published(site, value, theme_folders(site.config, name)):
            yield _problem(site, ("theme", key), f"no file '{value}'", suggest_page(site, value))
    icons = list(_texts(theme.get("icon"), ("theme", "icon")))
    palette = theme.get("palette")
    for index, one in enumerate(palette if isinstance(palette, list) else ()):
        toggle = one.get("toggle") if isinstance(one, Mapping) else None
        if isinstance(toggle, Mapping):
            icons += _texts(toggle.get("icon"), ("theme", "palette", index, "toggle", "icon"))
    for path, value in icons:
        if not any((folder / ".icons" / f"{value}.svg").is_file() for folder in theme_folders(site.config, name)):
            yield from _icon(site, path, value, [folder / ".icons" for folder in theme_folders(site.config, name)])


def _of_material(site: Site, theme: Mapping[str, object]) -> Iterator[Problem]:
    """Features, schemes and colours whose name is nearly one that the theme knows, languages that it does not speak."""
    language = theme.get("language")
    folders = theme_folders(site.config, "material") if language != "en" else ()
    languages = sorted({path.stem for folder in folders for path in (folder / "partials/languages").glob("*.html")})
    if isinstance(language, str) and languages and language not in languages:
        hint = did_you_mean(language, languages)
        yield _problem(site, ("theme", "language"), f"the theme does not speak '{language}'", hint)
    features, palette = theme.get("features"), theme.get("palette")
    for index, feature in enumerate(features if isinstance(features, list) else ()):
        if str(feature) not in _FEATURES and (near := misspelled(str(feature), _FEATURES)):
            message = f"the theme has no feature '{feature}'"
            yield _problem(site, ("theme", "features", index), message, f"Did you mean '{near}'?")
    several = isinstance(palette, list)
    for index, one in enumerate(palette if isinstance(palette, list) else [palette]):
        for key, known in _OF_PALETTE.items() if isinstance(one, Mapping) else ():
            value = str(one.get(key, known[0])).replace("-", " ")
            if value not in known and (near := misspelled(value.casefold(), known)):
                path = ("theme", "palette", index, key) if several else ("theme", "palette", key)
                yield _problem(site, path, f"the theme has no {key} '{one[key]}'", f"Did you mean '{near}'?")


def _icon(site: Site, path: YamlPath, value: str, icons: Sequence[Path]) -> Iterator[Problem]:
    """An icon that is not there, of a set that is."""
    if any((folder / value.partition("/")[0]).is_dir() for folder in icons):
        found = [p.relative_to(f).with_suffix("").as_posix() for f in icons for p in (f / value).parent.glob("*.svg")]
        yield _problem(site, path, f"the theme has no icon '{value}'", did_you_mean(value, found))


def _comes_later(site: Site, path: str) -> bool:
    """Whether a build step makes a folder, or it lies in a submodule that is not checked out."""
    parents = (site.config.root / path).parents
    nearest = next((parent for parent in parents if parent.is_dir()), site.config.root)
    return site.is_made_later(path) or (nearest != site.config.root and not any(nearest.iterdir()))


def _is_published(site: Site, target: str, folders: Iterable[Path]) -> bool:
    if is_outside(target) or "\0" in target:
        return True
    if resolve(site, "index.md", target, raw=True).outcome in {"page", "file"}:
        return True
    return site.is_made_later(site.shown(target)) or any((folder / target).is_file() for folder in folders)


def _texts(value: object, path: YamlPath) -> Iterator[tuple[YamlPath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(item, (*path, str(key)))
