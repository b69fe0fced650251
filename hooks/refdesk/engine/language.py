"""What an edition in another language shares with the site, and what it has of its own."""

import json
import re
from collections.abc import Collection, MutableMapping, Sequence
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import urljoin, urlsplit

from refdesk.files.docs_tree import relative_url
from refdesk.files.language import Language
from refdesk.site.site import Site

_LINKS = re.compile(
    r"(?P<name> "
    r'(?:href|src|action|data-(?:base|scripts|worker|index|links))=")(?P<links>[^"]+)"'
)
_FOREIGN = re.compile(r"[a-z]+:|//|[#?]")  # how a link begins that leads to no file of the site
# What is marked as Chinese, but for what stands in English words.
_MARKED = '<span lang="zh-Hans">([^<]*)</span>'
_CHINESE = re.compile(rf'( lang="en"[^<>]*>(?:[^<]*{_MARKED})*)|{_MARKED}')
_BLANK = re.compile(r"([、。，；：）？！](?:</[a-z]+>)*)\s+")
_SCRIPT_LABEL = re.compile(r'\b_\((?P<text>"(?:[^"\\]|\\.)*")\)')


def translate_settings(
    settings: MutableMapping[str, Any], kept: Collection[str], language: Language
) -> None:
    """Put the texts of settings that pages show in a language, and leave these pages alone in the
    navigation.
    """
    settings["nav"] = _nav(settings["nav"], kept, language)
    toc = settings["mdx_configs"].get("toc", {})
    shown = [(settings, name) for name in ("site_name", "site_description", "copyright")]
    shown += [(toc, name) for name in ("title", "permalink_title")]
    shown += [(option["toggle"], "name") for option in settings["theme"].get("palette", ())]
    for holder, name in shown:
        if holder.get(name):
            holder[name] = language.gettext(holder[name])


def _nav(nav: Sequence[Any], kept: Collection[str], language: Language) -> list[Any]:
    """Return a navigation with these pages alone, and its titles as labels."""
    found: list[Any] = []
    for item in nav:
        if isinstance(item, str):
            found += [item] if item in kept else []
            continue
        [(title, inner)] = item.items()
        left = _nav(inner if isinstance(inner, list) else [inner], kept, language)
        if left:  # of a section with its first page alone, the theme makes a menu without a name
            is_page = isinstance(inner, str) or (
                len(left) == 1 and str(left[0]).endswith("index.md")
            )
            found.append({language.gettext(title): left[0] if is_page else left})
    return found


def with_labels(script: str, language: Language) -> str:
    """Return a script that says its labels in a language, whatever signs are in them."""

    def said(call: re.Match[str]) -> str:
        label = language.gettext(json.loads(call["text"]))
        return json.dumps(label, ensure_ascii=False)

    return _SCRIPT_LABEL.sub(said, script)


def in_chinese(html: str) -> str:
    """Return a Chinese page in which Chinese is not marked as another language, and no blank
    follows its signs.
    """
    return _BLANK.sub(r"\1", _CHINESE.sub(lambda match: match[1] or match[3], html))


def led_to_site(html: str, site: Site, uri: str, own: Collection[str]) -> str:
    """Return a page whose links lead to the site in its first language, where this edition has no
    such file.

    ``own`` holds the addresses of the files of the edition. The engine leaves a link to a page that
    it does not have as it is written.
    """
    # the page for lost addresses has links from "/"
    root = urlsplit(site.config.site_url).path or f"/{site.folder}"
    above, here, known = (
        root.removesuffix(site.folder),
        root + site.tree.url(uri),
        {root + one for one in own},
    )
    pages = {site.tree.url(uri) for uri in site.pages}

    def led(link: str) -> tuple[str, bool]:
        path = re.split("[?#]", link, maxsplit=1)[0]
        if _FOREIGN.match(link) or (whole := urljoin(here, path)) in known:
            return link, False
        source = normpath(join(dirname(uri), path))
        target = site.tree.url(source) if source in site.pages else whole.removeprefix(root)
        if target == whole:
            return link, False
        led = (
            above + target
            if path.startswith("/")
            else relative_url(target, site.folder + site.tree.url(uri))
        )
        return led + link.removeprefix(path), target in pages

    def with_language(match: re.Match[str]) -> str:
        links, foreign = zip(*map(led, match["links"].split(" ")), strict=True)
        return f'{match["name"]}{" ".join(links)}"' + ' hreflang="en"' * (
            any(foreign) and match["name"] == ' href="'
        )

    return _LINKS.sub(with_language, html)
