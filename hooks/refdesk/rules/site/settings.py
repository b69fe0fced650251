"""Settings in mkdocs.yml: the site has a name, its addresses are some, the theme's folder exists, plugins are none."""

import re
from collections.abc import Iterator

from refdesk.files.checkout import CONFIG
from refdesk.files.web_address import AddressSlip, is_outside, malformed
from refdesk.files.yaml import YamlPath
from refdesk.problems.problem import Problem, Rule
from refdesk.problems.suggest import did_you_mean
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

_OPENING = frozenset({"attr_list", "md_in_html", "extra", "snippets", "html", "abbr", "footnotes"})
_SOURCES = frozenset({"docs", "hooks", "overrides", "requirements", "tests"})


def check_site(site: Site) -> Iterator[Problem]:
    """Report settings that stop MkDocs, or change what it builds."""
    settings, yaml = site.config.settings, site.config.yaml
    if "site_name" not in settings:
        yield yaml.problem("configuration", ("site_name",), "the site has no name", "Write site_name: and a name")
    for name in ("site_url", "repo_url"):
        slip = _address_slip(settings.get(name, "").strip())
        if slip is not None:
            yield yaml.problem("configuration", (name,), slip.message, slip.hint, slip.swap)
    if "plugins" not in settings:
        message = "without 'plugins', MkDocs adds a search beside that of the site"
        yield yaml.problem("configuration", (), message, "Write plugins: []")
    for plugin in site.config.lists["plugins"]:
        message = f"the plugin '{plugin.name}': the site uses none, its own hook does their work"
        yield Problem(CONFIG, *plugin.place, "configuration", message, "Write plugins: []")
    yield from _foreign(site)
    if "custom_dir" in site.config.theme and not site.config.theme_dir.is_dir():
        folder = str(site.config.theme["custom_dir"])
        folders = [path.name for path in sorted(site.config.root.iterdir()) if path.is_dir()]
        hint = did_you_mean(folder, folders)
        yield yaml.problem("configuration", ("theme", "custom_dir"), f"there is no folder '{folder}'", hint)


def _foreign(site: Site) -> Iterator[Problem]:
    """Report what would put HTML or files of others on every page, or the site in a folder that is not its own."""
    settings, theme, root = site.config.settings, site.config.theme, site.config.root
    for name in ("site_name", "site_description", "site_author", "copyright", "repo_name"):
        if "<" in settings.get(name, ""):
            yield _told(site, (name,), f"'{name}' is plain text", "Write the words alone")
    if re.match(r"(?!https?:)[a-z][\w+.-]*:", settings.get("edit_uri", ""), re.IGNORECASE):
        yield _told(site, ("edit_uri",), "this is no web address", "It starts with https://, or is a path")
    for entry in site.config.nav:
        if "<" in entry.title:
            yield Problem(CONFIG, *entry.place, "configuration", "the title of a page is plain text", "Write the words")
    for asset in site.config.assets:
        if is_outside(asset.name):
            message = f"'{asset.name}' lies on another server"
            yield Problem(CONFIG, *asset.place, "configuration", message, "Put the file below overrides/assets/")
    for name in ("logo", "favicon"):
        if is_outside(str(theme.get(name, ""))):
            yield _told(site, ("theme", name), f"the {name} lies on another server", "Put the file below docs/assets/")
    for name in {"analytics", "consent"} & site.config.settings.get("extra", {}).keys():
        yield _told(site, ("extra", name), "the site counts no readers", "Remove it")
    for extension in site.config.lists["markdown_extensions"]:
        if extension.name.rpartition(".")[2] in _OPENING:
            message = f"with '{extension.name}', what writers type becomes more than the Markdown of this site"
            yield Problem(CONFIG, *extension.place, "configuration", message, "Remove it")
    if not re.fullmatch(r"(?:[\w-][\w.-]*/?)+", site_dir := settings.get("site_dir", "site")) or site_dir in _SOURCES:
        yield _told(site, ("site_dir",), "the site is built in a folder of its own, in the checkout", "Write site")
    if not site.config.theme_dir.resolve().is_relative_to(root):
        yield _told(
            site, ("theme", "custom_dir"), "the folder of the theme lies outside the checkout", "Write overrides"
        )


def _told(site: Site, path: YamlPath, message: str, hint: str) -> Problem:
    return site.config.yaml.problem("configuration", path, message, hint)


def _address_slip(address: str) -> AddressSlip | None:
    """Return what is wrong with the address of a site, or None."""
    slip = malformed(address) if address else None
    if slip is None and address and not address.lower().startswith(("http://", "https://")):
        slip = AddressSlip(f"'{address}' is no web address", "It starts with https:// or http://")
    return slip
