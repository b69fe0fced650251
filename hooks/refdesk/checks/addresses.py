"""Links, images and anchors: what the rendered HTML holds is checked, where the source says it is reported."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from refdesk.files import published_url, relative_url
from refdesk.forms import slips_of_form
from refdesk.locate import Locator
from refdesk.page import Page
from refdesk.places import inline_offset
from refdesk.plugins import may_change_text, may_make_pages, reads_links, stands_for_text
from refdesk.probe import Prober
from refdesk.problems import Problem
from refdesk.render import Link, Rendered
from refdesk.scan import mask, plain_links
from refdesk.suggest import nearest
from refdesk.targets import Resolved, escapes_by, nearest_file, resolve
from refdesk.web import is_outside, malformed
from refdesk.yaml_file import InlineText

if TYPE_CHECKING:
    from refdesk.site import Site

_THEME_ANCHORS = frozenset({"", "top", "__toc", "__drawer", "__search", "__skip", "__comments", "__codelineno"})
_NUMBERED = re.compile(r"^(?P<base>.*)_\d+$")
_FOOTNOTE_PARTS = re.compile(r"^fn(?:ref)?\d*:")


@dataclass(frozen=True)
class Verdict:
    """What is wrong with an address: code, message, hint."""

    code: str
    message: str
    hint: str = ""


@dataclass(frozen=True)
class Anchors:
    """The ids of every page, and the headings that carry them.

    ``doubted`` gathers the pages that another page asks for an id that did not come out, ``asked`` the ids that are
    asked of a page of which nothing is known here.
    """

    rendered: Mapping[str, Rendered]
    opaque: frozenset[str] = frozenset()
    doubted: set[str] = field(default_factory=set)
    asked: set[tuple[str, str]] = field(default_factory=set)
    _ids: dict[str, frozenset[str]] = field(default_factory=dict)

    def of(self, uri: str) -> frozenset[str] | None:
        """The ids of a page; None where a plugin may add more, and for files that are no pages."""
        if uri in self.opaque or uri not in self.rendered:
            return None
        if uri not in self._ids:
            self._ids[uri] = frozenset(self.rendered[uri].ids)
        return self._ids[uri]

    def lacks(self, uri: str, fragment: str) -> bool:
        """Whether a link to an id of a page needs a second look: it is not there, or may be there by chance."""
        known = self.of(uri)
        return known is not None and (fragment not in known or _NUMBERED.match(fragment) is not None)


# What is wrong with a path whatever else the page holds.
_OF_PATHS = frozenset({"missing-page", "missing-file", "outside-docs", "unpublished-target", "output-path"})


def check_page(site: Site, page: Page, anchors: Anchors, prober: Prober, *, sure: bool = True) -> Iterator[Problem]:
    """Every link, image and id of a rendered page, and the plain links of its front matter.

    Where it is not ``sure`` what the page renders to, only paths are judged.
    """
    found = anchors.rendered.get(page.uri)
    if found is None:
        return
    problems = _links(site, page, found, anchors, prober)
    yield from (problem for problem in problems if sure or problem.code in _OF_PATHS)
    if sure:
        yield from _repeated_ids(page, found, site.moved_from(page.uri))
        yield from _front_links(site, page, anchors)


def check_site(site: Site, anchors: Anchors) -> Iterator[Problem]:
    """The plain links of data fields."""
    yield from _data_links(site, anchors)
    yield from _data_pages(site)


# --- pages ----------------------------------------------------------------------------------------------------------


def _links(site: Site, page: Page, found: Rendered, anchors: Anchors, prober: Prober) -> Iterator[Problem]:
    wrong: list[tuple[Link, Verdict]] = []
    known: dict[tuple[bool, str, bool], Verdict | None] = {}
    for link in found.links:
        key = (link.tag == "img", link.target, link.raw)
        if key not in known:
            known[key] = _verdict(site, page, link, anchors)
        verdict = known[key]
        if verdict is not None:
            wrong.append((link, verdict))
        silence = _silence(link)
        if silence is not None:
            wrong.append((link, silence))
    if not wrong:
        return
    said = {(slip.code, slip.offset) for slip in page.scan.slips}
    locator = Locator(page, prober, found, [link for link, _ in wrong])
    for link, verdict in dict.fromkeys(wrong):
        silent = verdict.code in {"missing-alt", "empty-link-text"}
        for offset in locator.silent(link) if silent else locator.targets(link):
            if (verdict.code, offset) not in said:
                yield page.problem(verdict.code, offset, verdict.message, verdict.hint)


def _silence(link: Link) -> Verdict | None:
    """What a link or image lacks for those who read its text or hear its alternative."""
    if link.tag == "img" and link.text is None:
        hint = 'Write what it shows: alt="text"' if link.raw else "Write what it shows: ![text](file)"
        return Verdict("missing-alt", f"the image '{_short(link.target)}' has no text alternative", hint)
    if link.tag == "a" and link.text == "" and link.target:
        return Verdict("empty-link-text", f"the link to '{_short(link.target)}' has no text")
    return None


def _short(target: str) -> str:
    return target if len(target) <= 80 else target[:77] + "…"


def _verdict(site: Site, page: Page, link: Link, anchors: Anchors) -> Verdict | None:
    """What is wrong with an address, or None."""
    target = link.target.strip()
    if not target:
        return Verdict("empty-link", "this link has no target") if link.tag in {"a", "img"} else None
    if stands_for_text(target) and may_change_text(site.config):
        return None
    if is_outside(target) or target.startswith("\\\\"):
        return _outside(site, target)
    resolved = resolve(site, page.uri, target, raw=link.raw)
    match resolved.outcome:
        case "escapes":
            return _escapes(site, page, target, link)
        case "unpublished":
            return Verdict("unpublished-target", f"'{target}' leads to a page that is left out of the published site")
        case "missing":
            return _missing(site, page, target, link)
        case "page" if link.tag == "img":
            return Verdict("missing-file", f"'{target}' is a page, not an image")
        case "page" if _is_output_path(site, target, link):
            return _missing(site, page, target, link)
        case "page" | "self":
            return _anchor(site, page, target, resolved, anchors, link)
    return None


def _outside(site: Site, target: str) -> Verdict | None:
    scheme = target.partition(":")[0].lower()
    if site.library.present and scheme in {"term", "value"}:
        hint = f"Write [text]({scheme}:…) where it is used" if target.startswith(scheme) else "Write it in lower case"
        return Verdict(f"unknown-{scheme}", f"'{target}' is not a well-formed {scheme} link", hint)
    slip = malformed(target, ("term", "value") if site.library.present else ())
    return Verdict("malformed-address", *slip) if slip is not None else None


def _escapes(site: Site, page: Page, target: str, link: Link) -> Verdict:
    inside = escapes_by(unquote(urlsplit(target).path))
    near = nearest_file(site, inside, sure=True)
    hint = f"Did you mean '{_spelled(site, page, near, target, link)}'?" if near is not None else ""
    return Verdict("outside-docs", f"'{target}' leads out of the documentation folder", hint)


def _is_output_path(site: Site, target: str, link: Link) -> bool:
    """Whether a link in Markdown names the HTML file of a page; only a browser would follow it."""
    return (
        site.config.use_directory_urls and not link.raw and unquote(urlsplit(target).path).endswith((".html", ".htm"))
    )


def _missing(site: Site, page: Page, target: str, link: Link) -> Verdict | None:
    try:
        path = unquote(urlsplit(target).path).strip()
    except ValueError:
        return Verdict("malformed-address", f"'{target}' cannot be read as an address")
    slip = malformed(target)
    if slip is not None:
        return Verdict("malformed-address", *slip)
    if path.startswith("@") and site.library.present:
        return None  # a citation outside its brackets, which is reported as such
    wanted = _wanted(page, path, raw=link.raw, site=site)
    near = nearest_file(site, wanted) or nearest_file(site, wanted.strip().replace("\\", "/"))
    if (
        site.is_made_later(site.shown(wanted))
        or reads_links(site.config)
        or (may_make_pages(site.config) and _may_be_made(site, wanted, near))
    ):
        return None
    hint = f"Did you mean '{_spelled(site, page, near, target, link)}'?" if near is not None else ""
    suffix = posixpath.splitext(path)[1].lower()
    if suffix in {".html", ".htm"} and not link.raw and near is not None and near.endswith(".md"):
        message = f"'{target}' is an address of the built site; a link names the Markdown file"
        return Verdict("output-path", message, hint)
    if link.raw and wanted in site.pages:
        message = f"'{target}' is a Markdown file; in raw HTML a link names the address that the page is published at"
        return Verdict("missing-page", message, hint)
    is_page = suffix in {"", ".md", ".markdown", ".html", ".htm"} and link.tag in {"a", "area", "iframe"}
    return Verdict(
        "missing-page" if is_page else "missing-file", f"no {'page' if is_page else 'file'} '{target}'", hint
    )


def _wanted(page: Page, path: str, *, raw: bool, site: Site) -> str:
    """The path below the documentation folder that a writer of a missing path had in mind."""
    if path.startswith("/"):
        return posixpath.normpath(path.lstrip("/"))
    folder = posixpath.dirname(page.uri)
    wanted = posixpath.normpath(posixpath.join(folder, path))
    if raw:
        here = published_url(page.uri, use_directory_urls=site.config.use_directory_urls)
        published = posixpath.normpath(posixpath.join(posixpath.dirname(here + "x"), path))
        if wanted not in site.tree.files:
            return published.removeprefix("../")
    return wanted


def _may_be_made(site: Site, wanted: str, near: str | None) -> bool:
    """Whether a missing path may be one that a plugin makes: in a folder of its own, or like no file there is."""
    folder = posixpath.dirname(wanted)
    if folder and not any(uri.startswith(folder + "/") for uri in site.tree.files):
        return True
    return near is None or posixpath.splitext(wanted)[1] != ".md"


def _spelled(site: Site, page: Page, uri: str, target: str, link: Link) -> str:
    """The path of a file as this link would write it: from the page, or as published in raw HTML."""
    rest = target.partition("#")[2]
    fragment = f"#{rest}" if rest else ""
    if link.raw:
        urls = site.config.use_directory_urls
        here = published_url(page.uri, use_directory_urls=urls)
        return relative_url(published_url(uri, use_directory_urls=urls), here) + fragment
    path = posixpath.relpath(uri, posixpath.dirname(page.uri) or ".")
    return (quote(path, safe="/") if re.search(r"[\s()]", path) else path) + fragment


def _anchor(site: Site, page: Page, target: str, resolved: Resolved, anchors: Anchors, link: Link) -> Verdict | None:
    uri, fragment = resolved.uri, resolved.fragment.partition(":~:")[0]
    if uri is None or fragment in _THEME_ANCHORS or link.tag == "img":
        return None
    known = anchors.of(uri)
    if known is None:
        anchors.asked.add((uri, fragment))
        return None
    if _FOOTNOTE_PARTS.match(fragment) and uri == page.uri:
        return None
    if fragment in known:
        return _numbered(fragment, anchors.rendered[uri])
    if uri != page.uri:
        anchors.doubted.add(uri)
    if _stands_in_source(site.pages[uri], fragment, anchors.rendered[uri]):
        return None
    if unescape(fragment) in known or fragment.startswith("__"):
        return None
    near = nearest(fragment, known)
    where = "this page" if uri == page.uri else f"'{site.shown(uri)}'"
    hint = f"Did you mean '{target.partition('#')[0]}#{near}'?" if near is not None else ""
    return Verdict("missing-anchor", f"no heading or row '#{fragment}' on {where}", hint)


def _stands_in_source(page: Page, fragment: str, found: Rendered) -> bool:
    """Whether an id that did not come out stands in the source all the same, as an explicit id or as a heading.

    Then something else is amiss (another version of an extension than the site was written for, an open fence), and
    the link is right.
    """
    if _explicit(page, fragment):
        return True
    known = {" ".join(heading.text.split()) for heading in found.headings}
    for match in _HEADING.finditer(page.scan.masked, page.body_start):
        text = match["text"].strip().rstrip("#").rstrip()
        if " ".join(text.split()) not in known and fragment in _slugs(text):
            return True
    return False


_HEADING = re.compile(r"^[ \t]*#{1,6}[ \t]+(?P<text>[^\n]+)$", re.MULTILINE)


def _slugs(text: str) -> set[str]:
    """The ids that a heading may get, by the usual settings."""
    from markdown.extensions.toc import slugify, slugify_unicode  # noqa: PLC0415 - only a missing id needs them
    from pymdownx.slugs import slugify as slugify_lower  # type: ignore[import-untyped]  # noqa: PLC0415

    return {slugify(text, "-"), slugify_unicode(text, "-"), slugify_lower(case="lower")(text, "-")}


def _numbered(fragment: str, found: Rendered) -> Verdict | None:
    match = _NUMBERED.match(fragment)
    if match is None:
        return None
    headings = {heading.id: heading.text for heading in found.headings}
    text = headings.get(fragment)
    if not text or text != headings.get(match["base"]):
        return None
    message = f"'#{fragment}' was numbered because two headings read '{text}'"
    return Verdict("numbered-anchor", message, "Give the heading an id of its own: ## Heading {#id}")


# --- ids ------------------------------------------------------------------------------------------------------------

_EXPLICIT = r"\{{[^}}\n]*(?P<braced>#{0})(?=[\s}}])|\bid\s*=\s*[\"']?(?P<raw>{0})(?=[\"'\s>}}])"


def _explicit(page: Page, element_id: str, *, in_drawings: bool = False) -> list[int]:
    """Where an id is written out: in an attribute list or in HTML (and in SVG, of which else nothing is read)."""
    pattern = re.compile(_EXPLICIT.format(re.escape(element_id)))
    text = page.text if in_drawings else page.scan.masked
    return [m.start("braced") if m["braced"] else m.start("raw") for m in pattern.finditer(text)]


def _repeated_ids(page: Page, found: Rendered, moved: Mapping[str, str]) -> Iterator[Problem]:
    for element_id, count in Counter(found.ids).items():
        if count < 2 or element_id in moved:  # what is redirected and still exists is another mistake
            continue
        places = _explicit(page, element_id) or _explicit(page, element_id, in_drawings=True)
        message = f"the id '{element_id}' stands {count} times on this page"
        for offset in places[1:] if len(places) >= count else places or [page.body_start]:
            yield page.problem("duplicate-id", offset, message)
    yield from _taken_ids(page, found)


def _taken_ids(page: Page, found: Rendered) -> Iterator[Problem]:
    """Explicit ids that take the automatic id of another heading, which is numbered instead."""
    ids = set(found.ids)
    texts = {heading.id: heading.text for heading in found.headings}
    for heading in found.headings:
        match = _NUMBERED.match(heading.id)
        if match is None or match["base"] not in ids or texts.get(match["base"]) == heading.text:
            continue
        if re.search(r"\d\W*$", heading.text) or _explicit(page, heading.id):
            continue  # the number is the heading's own, or its id is explicit
        message = f"the id '{match['base']}' is also the automatic id of the heading '{heading.text}'"
        for offset in _explicit(page, match["base"])[:1]:
            yield page.problem("duplicate-id", offset, message, "Give one of the two another id")


# --- front matter ---------------------------------------------------------------------------------------------------

_PATH_VALUE = re.compile(r"^\s*(?P<path>[^\s<>\[\](){}\"']+\.(?:md|markdown)(?:#[^\s]*)?)\s*$")
_FILE_VALUE = re.compile(r"^\s*(?P<path>[^\s<>\[\](){}\"':]+\.(?:svg|png|jpe?g|webp|gif|pdf|csv|json))\s*$")
_LINKS_IN_VALUE = re.compile(r"(?<![\\!])\[[^\[\]]*\]\((?P<target>[^()\s]*)\)")


def _front_links(site: Site, page: Page, anchors: Anchors) -> Iterator[Problem]:
    """Links in the front matter: values that end in .md, and Markdown links; paths start at the page.

    On sites of other houses a path from the documentation folder is right as well: themes differ.
    """
    if page.front is None or may_change_text(site.config):
        return
    for inline in page.front_texts:
        single = _PATH_VALUE.match(inline.text) or (site.library.present and _FILE_VALUE.match(inline.text)) or None
        matches = [single] if single else list(_LINKS_IN_VALUE.finditer(mask(inline.text)[0]))
        for match in matches:
            target, offset = match.group(1), match.start(1)
            if target.partition(":")[0] in {"term", "value"} or (single and is_outside(target)):
                continue
            verdict = _verdict(site, page, Link("a", target, raw=False, text="x"), anchors)
            if verdict is None or (not site.library.present and _from_docs(site, target)):
                continue
            at = inline_offset(inline, target, offset)
            yield inline.yaml.file.problem(verdict.code, at, verdict.message, verdict.hint)


def _from_docs(site: Site, target: str) -> bool:
    return target.startswith("/") or resolve(site, "index.md", target, raw=False).outcome in {"page", "file"}


# --- data -----------------------------------------------------------------------------------------------------------


def _data_links(site: Site, anchors: Anchors) -> Iterator[Problem]:
    """Plain links in data fields: their paths are read from the documentation folder."""
    for inline in site.library.inlines():
        for form in slips_of_form(site.scan_inline(inline).masked):
            at = inline_offset(inline, inline.text[form.start : form.start + 12], form.start)
            yield inline.yaml.file.problem("malformed-link", at, form.message, form.hint)
        for target, offset in plain_links(site.scan_inline(inline)):
            verdict = _data_verdict(site, inline, target, anchors)
            if verdict is not None:
                at = inline_offset(inline, target, offset)
                yield inline.yaml.file.problem(verdict.code, at, verdict.message, verdict.hint)


def _data_verdict(site: Site, inline: InlineText, target: str, anchors: Anchors) -> Verdict | None:
    del inline
    if is_outside(target):
        return _outside(site, target)
    root = site.pages.get("index.md") or next(iter(site.pages.values()), None)
    if root is None:
        return None
    resolved = resolve(site, "index.md", target, raw=False)
    if resolved.outcome == "page" and resolved.uri is not None:
        known = anchors.of(resolved.uri)
        if not resolved.fragment or known is None or resolved.fragment in known:
            return None
        near = nearest(resolved.fragment, known)
        hint = f"Did you mean '#{near}'?" if near else ""
        return Verdict("missing-anchor", f"no heading or row '#{resolved.fragment}' on '{resolved.uri}'", hint)
    match resolved.outcome:
        case "file":
            return None
        case "unpublished":
            return Verdict("unpublished-target", f"'{target}' leads to a page that is left out of the published site")
        case "escapes":
            return Verdict("outside-docs", f"'{target}' leads out of the documentation folder")
    near = nearest_file(site, target.partition("#")[0].removeprefix("../"))
    hint = f"Did you mean '{near}'? " if near else ""
    return Verdict("missing-page", f"no page '{target}'", f"{hint}Paths in data start at docs/")


def _data_pages(site: Site) -> Iterator[Problem]:
    """Fields named ``page`` of hubs and technologies: each is the path of a page."""
    for name in ("technologies", "hubs", "changes"):
        file = site.library.files.get(name)
        for where, item in file.items if file is not None else ():
            page = item.get("page")
            if isinstance(page, str) and file is not None and page not in site.pages:
                near = nearest_file(site, page)
                hint = f"Did you mean '{near}'?" if near else ""
                code = "unpublished-target" if page in site.tree.files else "missing-page"
                message = f"no page '{page}'" if code == "missing-page" else f"the page '{page}' is not published"
                yield file.yaml.problem(code, (*where, "page"), message, hint)
