"""Links, images and anchors: what the rendered HTML holds, checked; where the source says it, reported."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html import unescape
from urllib.parse import quote, unquote, urlsplit

from refdesk.expand import plain_links
from refdesk.page import Page
from refdesk.places import inline_offset
from refdesk.problems import Problem
from refdesk.render import Link, Rendered
from refdesk.site import Site
from refdesk.suggest import nearest
from refdesk.targets import Resolved, is_outside, nearest_file, resolve
from refdesk.text import occurrences

_THEME_ANCHORS = frozenset({"", "top", "__toc", "__drawer", "__search", "__skip"})
_NUMBERED = re.compile(r"^(?P<base>.*)_\d+$")


def check(site: Site, rendered: Mapping[str, Rendered]) -> Iterator[Problem]:
    """Every link, image and id of every rendered page, and the plain links of data fields."""
    anchors = {uri: set(page.ids) for uri, page in rendered.items()}
    for uri, found in rendered.items():
        page = site.pages.get(uri)
        if page is None:
            continue
        yield from _links(site, page, found, anchors)
        yield from _repeated_ids(page, found)
    yield from _data_links(site, anchors)


def _links(site: Site, page: Page, found: Rendered, anchors: Mapping[str, set[str]]) -> Iterator[Problem]:
    counts = Counter((link.tag == "img", link.target, link.raw) for link in found.links)
    textless = Counter((link.tag, link.target) for link in found.links if _lacks_text(link))
    done: set[object] = set()
    for link in found.links:
        key = (link.tag == "img", link.target, link.raw)
        if key not in done:
            done.add(key)
            verdict = _verdict(site, page, link, anchors, found)
            if verdict is not None:
                code, message, hint = verdict
                for offset in _offsets(page, link, counts[key]):
                    yield page.problem(code, offset, message, hint)
        if _lacks_text(link) and (link.tag, link.target, "text") not in done:
            done.add((link.tag, link.target, "text"))
            yield from _textless(page, link, textless[(link.tag, link.target)])


def _lacks_text(link: Link) -> bool:
    if link.tag == "img":
        return link.text is None
    return link.tag == "a" and link.text == "" and bool(link.target) and not link.raw


def _textless(page: Page, link: Link, count: int) -> Iterator[Problem]:
    if link.tag == "img":
        code, message = "missing-alt", f"the image '{link.target}' has no text alternative"
        hint = "Write what it shows: ![text](file)"
    else:
        code, message, hint = "empty-link-text", f"the link to '{link.target}' has no text", ""
    quoted = re.escape(link.target)
    pattern = re.compile(rf"!?\[\s*\]\(<?{quoted}|<img(?![^>]*\balt=)[^>]*{quoted}[^>]*>", re.IGNORECASE)
    masked = page.scan.masked
    places = [match.start() for match in pattern.finditer(masked)][:count]
    for offset in places or list(_offsets(page, link, count)):
        yield page.problem(code, offset, message, hint)


def _verdict(
    site: Site, page: Page, link: Link, anchors: Mapping[str, set[str]], found: Rendered
) -> tuple[str, str, str] | None:
    """What is wrong with an address: (code, message, hint), or None."""
    target = link.target.strip()
    if not target:
        return ("empty-link", "this link has no target", "") if link.tag == "a" and not link.raw else None
    if is_outside(target):
        return _outside(target)
    resolved = resolve(site, page.uri, target, raw=link.raw)
    match resolved.outcome:
        case "escapes":
            return "outside-docs", f"'{target}' leads out of the documentation folder", ""
        case "unpublished":
            return "unpublished-target", f"'{target}' leads to a page that is left out of the published site", ""
        case "missing":
            return _missing(site, page, target, link)
        case "page" | "self":
            return _anchor(site, page, target, resolved, anchors, found)
    return None


def _outside(target: str) -> tuple[str, str, str] | None:
    scheme, _, rest = target.partition(":")
    if target.startswith("//") or scheme.lower() in {"http", "https", "ftp"}:
        try:
            parts = urlsplit(target)
            host = parts.hostname or ""
        except ValueError:
            host = ""
        if not host or " " in host or not re.fullmatch(r"[\w.-]+|\[?[0-9a-fA-F:.]+\]?", host) or ".." in host:
            return "malformed-address", f"'{target}' names no host", ""
        return None
    near = nearest(scheme.lower(), ("http", "https", "mailto"))
    if rest.startswith("//") and near is not None and scheme.lower() not in _SCHEMES:
        return "malformed-address", f"'{target}' has an unknown scheme", f"Did you mean '{near}:{rest}'?"
    return None


_SCHEMES = frozenset(
    {"http", "https", "mailto", "ftp", "ftps", "tel", "sms", "term", "value", "data",
     "irc", "ircs", "matrix", "xmpp", "git", "ssh", "file",
     "javascript", "vscode", "magnet", "news", "geo", "urn", "doi", "ws", "wss", "slack", "chrome", "about", "blob"}
)  # fmt: skip


def _missing(site: Site, page: Page, target: str, link: Link) -> tuple[str, str, str]:
    path = unquote(urlsplit(target).path)
    if re.match(r"www\.\w", target):
        return "malformed-address", f"'{target}' has no scheme", f"Did you mean 'https://{target}'?"
    wanted = posixpath.normpath(
        posixpath.join(posixpath.dirname(page.uri), path.lstrip("/") if path.startswith("/") else path)
    )
    if path.startswith("/"):
        wanted = posixpath.normpath(path.lstrip("/"))
    near = nearest_file(site, wanted) or nearest_file(site, wanted.strip())
    hint = f"Did you mean '{_relative(page, near, target)}'?" if near is not None else ""
    suffix = posixpath.splitext(path)[1].lower()
    if suffix in {".html", ".htm"} and near is not None and near.endswith(".md"):
        return "output-path", f"'{target}' is an address of the built site; a link names the Markdown file", hint
    code = "missing-page" if suffix in {"", ".md", ".markdown", ".html", ".htm"} and link.tag == "a" else "missing-file"
    what = "page" if code == "missing-page" else "file"
    return code, f"no {what} '{target}'", hint


def _relative(page: Page, uri: str, target: str) -> str:
    folder = posixpath.dirname(page.uri) or "."
    path = quote(posixpath.relpath(uri, folder), safe="/") if " " in uri else posixpath.relpath(uri, folder)
    _, hash_sign, fragment = target.partition("#")
    return path + hash_sign + fragment


def _anchor(
    site: Site, page: Page, target: str, resolved: Resolved, anchors: Mapping[str, set[str]], found: Rendered
) -> tuple[str, str, str] | None:
    uri, fragment = resolved.uri, resolved.fragment
    if uri is None or fragment in _THEME_ANCHORS or fragment.startswith(":~:"):
        return None
    known = anchors.get(uri)
    if known is None:
        return None
    fragment = fragment.partition(":~:")[0]
    if fragment in known:
        return _numbered(uri, target, fragment, known, found) if uri == page.uri else None
    if unescape(fragment) in known:
        return None
    near = nearest(fragment, known)
    where = "this page" if uri == page.uri else f"'{site.shown(uri)}'"
    base = target.partition("#")[0]
    hint = f"Did you mean '{base}#{near}'?" if near is not None else ""
    return "missing-anchor", f"no heading or row '#{fragment}' on {where}", hint


def _numbered(uri: str, target: str, fragment: str, known: set[str], found: Rendered) -> tuple[str, str, str] | None:
    del uri, target
    match = _NUMBERED.match(fragment)
    if match is None or match["base"] not in known:
        return None
    headings = {heading.id: heading.text for heading in found.headings}
    if headings.get(fragment) is None or headings.get(fragment) != headings.get(match["base"]):
        return None
    message = f"'#{fragment}' was numbered because two headings read '{headings[fragment]}'"
    return "numbered-anchor", message, "Give the heading an id of its own: ## Heading {#id}"


def _offsets(page: Page, link: Link, count: int) -> Iterator[int]:
    """Where an address stands in the source: outside code first, then anywhere, then the top of the page."""
    places = _find(page.scan.masked, page.body_start, link.target)
    if not places:
        places = _find(page.file.text, page.body_start, link.target)
    if not places:
        yield page.body_start if page.body_start < len(page.file.text) else 0
        return
    yield from places[: max(count, 1)] if len(places) > count and not _defined(page, link) else places


def _defined(page: Page, link: Link) -> bool:
    return re.search(rf"^\s{{0,3}}\[[^\]]+\]:\s*<?{re.escape(link.target)}", page.scan.masked, re.M) is not None


def _find(text: str, start: int, target: str) -> list[int]:
    """The offsets of an address where an address can stand: ``](…)``, ``]: …``, ``="…"``, ``<…>``."""
    if not target:
        return [
            match.end() - 1 for match in re.finditer(r"\]\(<?\s*>?\)", text[start:] and text) if match.start() >= start
        ]
    found: list[int] = []
    for spelling in dict.fromkeys((target, target.replace("&", "&amp;"), re.sub(r"([_*()\[\]])", r"\\\1", target))):
        for at in occurrences(text, spelling, start):
            before = text[max(0, at - 12) : at]
            after = text[at + len(spelling) : at + len(spelling) + 1]
            opens = re.search(r"""(\]\(\s*<?|\]:\s*<?|=\s*["']?|<)$""", before)
            if opens and (not after or after in ")>\"' \n\t"):
                found.append(at)
    return sorted(found)


def _repeated_ids(page: Page, found: Rendered) -> Iterator[Problem]:
    for element_id, count in Counter(found.ids).items():
        if count < 2:
            continue
        pattern = re.compile(
            rf"\{{[^}}\n]*(?P<id>#{re.escape(element_id)})(?=[\s}}])|\bid=[\"']?(?P<raw>{re.escape(element_id)})[\"'\s>]"
        )
        places = [m.start("id") if m["id"] else m.start("raw") for m in pattern.finditer(page.scan.masked)]
        message = f"the id '{element_id}' stands {count} times on this page"
        for offset in places[1:] if len(places) >= count else places or [page.body_start]:
            yield page.problem("duplicate-id", offset, message)


def _data_links(site: Site, anchors: Mapping[str, set[str]]) -> Iterator[Problem]:
    """Plain links in data fields: their paths are read from the documentation folder."""
    for inline in site.library.inlines():
        for target, offset in plain_links(site.scan_inline(inline)):
            if is_outside(target):
                continue
            resolved = resolve(site, "index.md", target, raw=False)
            at = inline_offset(inline, target, offset)
            if resolved.outcome not in {"page", "file"}:
                near = nearest_file(site, target.partition("#")[0])
                hint = (
                    f"Did you mean '{near}'? Paths in data start at docs/" if near else "Paths in data start at docs/"
                )
                yield inline.yaml.file.problem("missing-page", at, f"no page '{target}'", hint)
            elif (
                resolved.fragment
                and resolved.uri
                and resolved.fragment not in anchors.get(resolved.uri, {resolved.fragment})
            ):
                near = nearest(resolved.fragment, anchors[resolved.uri])
                hint = f"Did you mean '#{near}'?" if near else ""
                yield inline.yaml.file.problem("missing-anchor", at, f"no heading or row '#{resolved.fragment}'", hint)
    for name in ("technologies", "hubs"):
        file = site.library.files.get(name)
        for entry_id, entry in file.entries.items() if file is not None else ():
            page = getattr(entry, "page", None)
            if page and file is not None and page not in site.pages:
                near = nearest_file(site, page)
                yield file.problem(
                    "missing-page", entry_id, "page", f"no page '{page}'", f"Did you mean '{near}'?" if near else ""
                )
