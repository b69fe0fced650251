"""What plugins of MkDocs do that a look at the files alone cannot see.

A page that a plugin makes, or text that it puts into a page, is no mistake. Where a site uses one of these, the rules
that would need to see its work stand back.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from refdesk.files.mkdocs_yml import SiteConfig


_OWN_HOOK = "mkdocs_adapter.py"

# Plugins that make pages or files of their own.
_PAGE_MAKERS = (
    "gen-files", "mkdocstrings", "api-autonav", "autoapi", "blog", "monorepo", "multirepo", "techdocs", "i18n",
    "jupyter", "mknotebooks", "gallery", "simple", "same-dir", "external", "swagger", "openapi", "typedoc", "coverage",
    "rss", "pdf", "print-site", "llms", "alias", "versioning", "include-dir", "build_chapters",
    "asyncapi", "doxygen", "mkdoxy", "apidocs",
)  # fmt: skip
# Plugins that publish posts by date.
_BLOGS = ("blog",)
# Plugins that leave the text of pages alone.
_TEXT_KEEPERS = (
    "search", "redirects", "minify", "offline", "privacy", "social", "tags", "meta", "glightbox", "git-", "optimize",
    "projects", "group", "info", "typeset", "rss", "awesome", "literate-nav", "section-index", "mike", "exclude",
    "autorefs", "htmlproofer", "print-site", "pdf", "sitemap", "lightbox",
)  # fmt: skip
# Markdown extensions that put in no text from elsewhere (those of pymdownx and of the theme apart).
_PLAIN_EXTENSIONS = frozenset(
    {"abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code", "footnotes", "legacy_attrs",
     "legacy_em", "md_in_html", "meta", "nl2br", "sane_lists", "smarty", "tables", "toc", "wikilinks",
     "mdx_truly_sane_lists", "mdx_math", "mdx_gh_links", "mdx_breakless_lists"}
)  # fmt: skip
# Plugins that decide by themselves which pages are in the navigation.
_NAV_MAKERS = ("literate-nav", "awesome", "section-index", "include_dir_to_nav", "navs", "auto-nav", "autonav")
# Plugins that read links in a way of their own.
_LINK_READERS = ("ezlinks", "roamlinks", "obsidian", "wikilinks", "autolinks", "site-urls", "ezglossary", "crosslink")
# Plugins that give targets to ``[text][name]`` where the page has no definition.
_LABEL_MAKERS = ("autorefs", "mkdocstrings", "ezglossary", "identify")

# Text that stands for text put in later: templates, includes, documentation drawn from code.
_STANDS_FOR_TEXT = re.compile(
    r"\{\{|\{%|^[ \t]*(?:#{1,6}[ \t]*)?:{3}[ \t]*[^\s:]|\{!|\{\*|^[ \t]*```[^\n]*\bexec\b|<!--[ \t]*[\w-]+:",
    re.MULTILINE,
)


def _uses(config: SiteConfig, names: tuple[str, ...]) -> bool:
    return any(name in plugin for plugin in config.plugins for name in names)


def has_hooks(config: SiteConfig) -> bool:
    """Whether the site runs code of its own (other than this package's adapter) when it is built."""
    return any(not hook.endswith(_OWN_HOOK) for hook in config.hooks)


def may_make_pages(config: SiteConfig) -> bool:
    """Whether the built site may hold pages that are no files of the documentation folder."""
    return has_hooks(config) or _uses(config, _PAGE_MAKERS)


def has_versions(config: SiteConfig) -> bool:
    """Whether several editions of the site are published beside each other: their addresses cannot be known."""
    extra = config.settings.get("extra")
    return _uses(config, ("mike",)) or (isinstance(extra, Mapping) and "version" in extra)


def moves_page(config: SiteConfig, meta: Mapping[str, object]) -> bool:
    """Whether a plugin publishes a page elsewhere than its path says: posts of a blog, which have a date."""
    return "date" in meta and _uses(config, _BLOGS)


def may_make_navigation(config: SiteConfig) -> bool:
    """Whether the navigation may be another than the configuration says."""
    return may_make_pages(config) or _uses(config, _NAV_MAKERS)


def may_change_text(config: SiteConfig) -> bool:
    """Whether plugins, hooks or unknown Markdown extensions may put text into pages."""
    if has_hooks(config) or any(not any(name in p for name in _TEXT_KEEPERS) for p in config.plugins):
        return True
    names = (name.removeprefix("markdown.extensions.") for name in config.extensions)
    return any(n not in _PLAIN_EXTENSIONS and not n.startswith(("pymdownx.", "material", "zensical")) for n in names)


def renders_alike(config: SiteConfig) -> bool:
    """Whether the same text always renders to the same page: no extension reads anything but the text."""
    names = [name.removeprefix("markdown.extensions.") for name in config.extensions]
    if any(n not in _PLAIN_EXTENSIONS and not n.startswith(("pymdownx.", "material")) for n in names):
        return False
    if any(name in {"pymdownx.b64", "pymdownx.pathconverter"} for name in names):
        return False
    if config.extension_configs.get("pymdownx.snippets", {}).get("auto_append"):
        return False
    options = [value for option in config.extension_configs.values() for value in option.values()]
    modules = {getattr(getattr(value, "func", value), "__module__", "") for value in options if callable(value)}
    return all(module.startswith(("pymdownx", "material", "markdown")) for module in modules)


def reports_alike(config: SiteConfig) -> bool:
    """Whether a report depends on nothing but the configuration, the documentation folder and the theme's."""
    return renders_alike(config) and "pymdownx.snippets" not in config.extensions and not config.problems


def reads_links(config: SiteConfig) -> bool:
    """Whether links may mean something else than paths."""
    return _uses(config, _LINK_READERS)


def may_define_labels(config: SiteConfig) -> bool:
    """Whether ``[text][name]`` may be resolved without a definition on the page."""
    return has_hooks(config) or _uses(config, _LABEL_MAKERS)


def stands_for_text(text: str) -> bool:
    """Whether a text (a page, an address) holds a place where a plugin puts in text."""
    return _STANDS_FOR_TEXT.search(text) is not None


_INCLUDE = re.compile(r"\{[%!*][^\n]*?(?P<path>[\w./-]+\.(?:md|markdown))")


def included_in(text: str, uri: str) -> Iterator[str]:
    """The pages that a plugin may put into the page at ``uri``."""
    for match in _INCLUDE.finditer(text):
        path = match["path"].removeprefix("./").removeprefix("../")
        yield from (path, posixpath.join(posixpath.dirname(uri), match["path"]))
