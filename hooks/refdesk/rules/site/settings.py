"""Settings in mkdocs.yml: the site has a name, its addresses are some, the theme's folder exists, plugins are none."""

import re
from collections.abc import Iterator

from refdesk.files.checkout import CONFIG
from refdesk.files.text import Place
from refdesk.files.web_address import malformed
from refdesk.files.yaml import YamlFile, YamlPath
from refdesk.problems.problem import Problem, Rule, Slip
from refdesk.problems.suggest import did_you_mean
from refdesk.site.assets import theme_files
from refdesk.site.generated import generated_files
from refdesk.site.site import Site

RULES = (
    Rule(
        "configuration",
        explanation="Something in `mkdocs.yml` is unknown, of the wrong type, not there, there twice, or a plugin.",
        example="site_titel: From 0 to 1",
        fix="correct the name, or remove the line.",
        file="mkdocs.yml",
    ),
)

_OPENING = frozenset({"attr_list", "md_in_html", "extra", "snippets", "html", "abbr", "footnotes"})
_EXTRA = frozenset({"contact", "edition", "offline_bytes", "pdf_bytes"})
_MARKUP = re.compile(r'[<>"\x00-\x09]')


def check_site(site: Site) -> Iterator[Problem]:
    """Report settings that stop MkDocs, or change what it builds, where, or what it adds from others."""
    yaml = site.config.yaml
    for path, message, hint in _settings(site):
        yield yaml.problem("configuration", path, message, hint)
    for place, message, hint in _items(site):
        yield Problem(CONFIG, *place, "configuration", message, hint)
    for name in ("site_url", "repo_url"):
        address = site.config.settings.get(name, "").strip()
        slip = malformed(address) if address else None
        if slip is None and address and not address.lower().startswith(("http://", "https://")):
            slip = Slip("configuration", f"'{address}' is no web address", "It starts with https:// or http://")
        if slip is not None:
            yield yaml.problem("configuration", (name,), slip.message, slip.hint, slip.swap)


def _settings(site: Site) -> Iterator[tuple[YamlPath, str, str]]:
    """Yield wrong settings, what is wrong with them, and what to write."""
    settings, theme, root = site.config.settings, site.config.theme, site.config.root
    if "site_name" not in settings:
        yield ("site_name",), "the site has no name", "Write site_name: and a name"
    if "plugins" not in settings:
        yield (), "without 'plugins', MkDocs adds a search beside that of the site", "Write plugins: []"
    if "custom_dir" in theme and not site.config.theme_dir.is_dir():
        folder = str(theme["custom_dir"])
        hint = did_you_mean(folder, [path.name for path in sorted(root.iterdir()) if path.is_dir()])
        yield ("theme", "custom_dir"), f"there is no folder '{folder}'", hint
    if site.config.theme_dir.resolve().parent != root or site.config.theme_dir == site.config.docs_dir:
        yield ("theme", "custom_dir"), "the folder of the theme is one of its own, in the checkout", "Write overrides"
    if re.match(r"(?!https?:)[a-z][\w+.-]*:", settings.get("edit_uri", "").strip(), re.IGNORECASE):
        yield ("edit_uri",), "this is no web address", "It starts with https://, or is a path"
    contact = str(settings.get("extra", {}).get("contact") or "")
    if contact and not contact.lower().startswith(("mailto:", "https://", "http://")):
        yield (
            ("extra", "contact"),
            f"'{contact}' is no address to write to",
            "Write mailto: and an address, or https://…",
        )
    for name in {"logo", "favicon"} & theme.keys():
        if not _is_own(site, str(theme[name])):
            yield ("theme", name), f"the {name} is no file of the site", "Put the file below docs/assets/"
    if settings.get("site_dir", "site") != "site":
        yield ("site_dir",), "the site is built in the folder site", "Name another to mkdocs build --site-dir"


def _items(site: Site) -> Iterator[tuple[Place, str, str]]:
    """Yield the places of wrong items of lists, what is wrong with them, and what to write."""
    for plugin in site.config.lists["plugins"]:
        message = f"the plugin '{plugin.name}': the site uses none, its own hook does their work"
        yield plugin.place, message, "Write plugins: []"
    yaml = site.config.yaml
    for place, text in _texts(yaml, yaml.data, ()):
        if _MARKUP.search(text):
            yield place, "settings and titles are plain text", "Write the words alone"
    for name in sorted(site.config.settings.get("extra", {}).keys() - _EXTRA):
        yield yaml.key_place(("extra", name)), f"the site has no use for '{name}'", "Remove it"
    for asset in site.config.assets:
        if site.config.theme_dir.is_dir() and not _is_own(site, asset.name):
            hint = did_you_mean(asset.name, theme_files(site)) or "Put the file below overrides/assets/"
            yield asset.place, f"'{asset.name}' is no file of the site", hint
    for extension in site.config.lists["markdown_extensions"]:
        if extension.name.partition(":")[0].rpartition(".")[2] in _OPENING:
            message = f"with '{extension.name}', what writers type becomes more than the Markdown of this site"
            yield extension.place, message, "Remove it"


def _texts(yaml: YamlFile, value: object, path: YamlPath) -> Iterator[tuple[Place, str]]:
    """Yield each text within a setting, and each name of a setting, with its place."""
    if isinstance(value, str):
        yield yaml.place(path), value
    for key, one in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        if isinstance(key, str):
            yield yaml.key_place((*path, key)), key
        yield from _texts(yaml, one, (*path, key))


def _is_own(site: Site, path: str) -> bool:
    return path in theme_files(site) or path in generated_files(site) or path in site.tree.published
