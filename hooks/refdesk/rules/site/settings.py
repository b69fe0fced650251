"""Settings in mkdocs.yml: names that exist, addresses that can be one, files and folders that are there."""

from collections.abc import Iterator

from refdesk.files.checkout import CONFIG
from refdesk.files.web_address import AddressSlip, is_outside, malformed
from refdesk.files.yaml import YamlPath
from refdesk.problems.problem import Problem, Rule, Swap
from refdesk.problems.suggest import did_you_mean
from refdesk.site.links import resolve, suggest_page
from refdesk.site.site import Site

RULES = (
    Rule(
        "configuration",
        explanation="Something in `mkdocs.yml` is unknown, of the wrong type, not there, there twice, or a plugin.",
        example="site_titel: From 0 to 1",
        fix="correct the name, or remove the line.",
        language="yaml",
    ),
)


def check_site(site: Site) -> Iterator[Problem]:
    """Every setting that MkDocs would pass over, stumble on, or publish as it is."""
    if "site_name" not in site.config.settings:
        yield _problem(site, ("site_name",), "the site has no name", "Write site_name: and a name")
    yield from _addresses(site)
    yield from _plugins(site)
    yield from _theme(site)


def _problem(site: Site, path: YamlPath, message: str, hint: str = "", swap: Swap | None = None) -> Problem:
    return site.config.yaml.problem("configuration", path, message, hint, swap)


def _addresses(site: Site) -> Iterator[Problem]:
    for name in ("site_url", "repo_url"):
        value = site.config.settings.get(name, "")
        slip = malformed(value) if value.strip() else None
        if slip is None and value.strip() and not value.lower().startswith(("http://", "https://")):
            slip = AddressSlip(f"'{value}' is no web address", "It starts with https:// or http://")
        if slip is not None:
            yield _problem(site, (name,), *slip)


def _plugins(site: Site) -> Iterator[Problem]:
    """Plugins, of which the site has none."""
    if "plugins" not in site.config.settings:
        yield _problem(site, (), "without 'plugins', MkDocs adds a search beside that of the site", "Write plugins: []")
    for plugin in site.config.lists["plugins"]:
        message = f"the plugin '{plugin.name}': the site uses none, its own hook does their work"
        yield Problem(CONFIG, *plugin.place, "configuration", message, "Write plugins: []")


def _theme(site: Site) -> Iterator[Problem]:
    """The folder and the pictures that the theme is to take from the site."""
    theme = site.config.theme
    if "custom_dir" in theme and site.config.theme_dir is None:
        folders = [path.name for path in sorted(site.config.root.iterdir()) if path.is_dir()]
        name = str(theme["custom_dir"])
        yield _problem(site, ("theme", "custom_dir"), f"there is no folder '{name}'", did_you_mean(name, folders))
    for key in theme.keys() & {"logo", "favicon"}:
        name = str(theme[key])
        is_on_site = is_outside(name) or resolve(site, "index.md", name).outcome in {"page", "file"}
        if not is_on_site and not any((folder / name).is_file() for folder in site.config.theme_folders):
            yield _problem(site, ("theme", key), f"no file '{name}'", *suggest_page(site, name))
