"""Settings in mkdocs.yml: the site has a name, its addresses are some, the theme's folder exists, plugins are none."""

from collections.abc import Iterator

from refdesk.files.checkout import CONFIG
from refdesk.files.web_address import AddressSlip, malformed
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
    if "custom_dir" in site.config.theme and not site.config.theme_dir.is_dir():
        folder = str(site.config.theme["custom_dir"])
        folders = [path.name for path in sorted(site.config.root.iterdir()) if path.is_dir()]
        hint = did_you_mean(folder, folders)
        yield yaml.problem("configuration", ("theme", "custom_dir"), f"there is no folder '{folder}'", hint)


def _address_slip(address: str) -> AddressSlip | None:
    """Return what is wrong with the address of a site, or None."""
    slip = malformed(address) if address else None
    if slip is None and address and not address.lower().startswith(("http://", "https://")):
        slip = AddressSlip(f"'{address}' is no web address", "It starts with https:// or http://")
    return slip
