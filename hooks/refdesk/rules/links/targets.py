"""Links and images of pages and data: their targets exist, are published, and are written as the
path of a file.

The rendered HTML tells which links a page has, its source where they stand. In data, paths are read
from docs/.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urlsplit

from refdesk.data.entries import marked_texts
from refdesk.data.fields import Mark
from refdesk.files.web_address import is_outside, malformed, unsafe
from refdesk.pages.grammar import spelled
from refdesk.pages.page import Page
from refdesk.pages.render import Link, Rendered
from refdesk.problems.decisions import tally
from refdesk.problems.problem import Problem, Rule, Slip
from refdesk.rules.links.form import LINK_IN_DATA
from refdesk.rules.links.ids import anchor_slip
from refdesk.site.generated import generated_files, theme_files
from refdesk.site.links import leads_to, suggest_file
from refdesk.site.site import Site

RULES = (
    Rule(
        "missing-page",
        explanation="A link leads to no page, to one that `exclude_docs` or `draft_docs` leaves "
        "out, or to the address "
        "of a page in place of its file. A path is read from the folder of the page it is on; "
        "capitals count.",
        example="[Funding](../pillars/Funding.md) and [Shandong](../hubs/shandong/index.html)",
        fix="write the path of a file that is published: `../pillars/funding.md`.",
    ),
    Rule(
        "missing-file",
        explanation="A link, an image, a script or a style sheet leads to a file that does not "
        "exist.",
        example="![Map of the hubs](../images/hub-map.png)",
        fix="correct the path, or add the file below `docs/`.",
    ),
    Rule(
        "outside-docs",
        explanation="A link climbs out of `docs/` or begins with `/`, or an image or a style "
        "lies on another server.",
        example="[The licence](../../LICENSE) and [Shandong](/hubs/shandong/)",
        fix="write the path from the page, or the full web address of a file. Put pictures "
        "below `docs/assets/`.",
    ),
    Rule(
        "empty-link",
        explanation="A link has no target, or no text: nobody can see it, and a screen reader "
        "has nothing to say.",
        example="[Funding]() and [](../pillars/funding.md)",
        fix="write what the reader will find between the square brackets, and the target "
        "between the round ones.",
    ),
    Rule(
        "missing-alt",
        explanation="An image has no text for those who cannot see it.",
        example="![](../images/map.svg)",
        fix="say what it shows, `![Map of the hubs](../images/map.svg)`; decoration is `![](…){ "
        'alt="" }`.',
    ),
    Rule(
        "malformed-address",
        explanation="An outside address cannot work: no scheme or a misspelt one, no host, a "
        "space in it.",
        example="[The ministry](www.most.gov.cn) and [its statistics](htps://www.stats.gov.cn)",
        fix="write the whole address, as the browser shows it: `https://www.most.gov.cn`.",
    ),
    Rule(
        "unsafe-address",
        explanation="An outside address carries a password, names a machine by its number or by "
        "a name that only one "
        "network knows, or hides its host: behind `@`, behind letters that look like others, "
        "behind another name.",
        example="[www.nsfc.gov.cn](https://nsfc.example) and [the server](http://127.0.0.1/)",
        fix="write the public address, and in words where it leads.",
    ),
)

# an address and what was meant as its title
_TITLED = re.compile(r"(?P<path>[^\s\"'()<>]+)\s+[\"'(“‘]")
_REFERENCE = re.compile(r"(?:term|value)[:：]", re.IGNORECASE)
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*(\.[a-z]{2,})(?:/|$)")
# What may stand before and behind an address: ](… "title"), <…>; an image has words before it.
_BEFORE = r"(?P<inline>(?P<image>!\[[^\[\]]*)?\]\(\s*<?\s*)|<"
_BEHIND = r"(?=[)>\"'\s]|$)"
_FROM_DOCS = "Paths in data start at docs/"


def check_page(site: Site, page: Page, rendered: Mapping[str, Rendered]) -> Iterator[Problem]:
    """Report mistakes in the links and images of a page."""
    for link in dict.fromkeys(rendered[page.uri].links):
        slip = _link_slip(site, page.uri, link, rendered)
        if slip is not None:
            for offset in _places(page, link):
                yield page.problem(
                    offset + slip.offset, slip, rests_on=leads_to(site, page.uri, link.target)
                )


def check_rendered_site(site: Site, rendered: Mapping[str, Rendered]) -> Iterator[Problem]:
    """Report mistakes in the links of data fields and in fields that name a page."""
    for inline in site.library.inlines():
        for match in LINK_IN_DATA.finditer(site.scan_inline(inline).masked):
            target = match["target"].strip("<>")
            slip = _slip_in_data(site, Link("a", target), rendered)
            if slip is not None:
                at = match.start("target") + slip.offset
                yield inline.problem(at, slip, rests_on=leads_to(site, "", target))
    for file in site.library.files.values():
        for base, item in file.items:
            for where, page in marked_texts(item, file.model, base, Mark.PAGE):
                if (slip := page_slip(site, page, rendered)) is not None:
                    yaml = file.yaml_at(where)
                    yield yaml.problem(where, slip, rests_on=leads_to(site, "", page))


def _slip_in_data(site: Site, link: Link, rendered: Mapping[str, Rendered]) -> Slip | None:
    if link.target.startswith("#"):
        return Slip("missing-page", f"'{link.target}' names no page", _FROM_DOCS)
    slip = _link_slip(site, "index.md", link, rendered)
    if slip is None or slip.code not in {"missing-page", "missing-file"}:
        return slip
    return slip._replace(hint=f"{slip.hint} {_FROM_DOCS}".strip())


def _link_slip(site: Site, here: str, link: Link, rendered: Mapping[str, Rendered]) -> Slip | None:
    """Return what is wrong with a link on the page ``here``, or None."""
    target = link.target
    if not target or _REFERENCE.match(target):
        return None  # reported by rules/links/form.py, and as a slip of the text
    tally("malformed-address" if is_outside(target) else "missing-page")
    if (titled := _TITLED.match(target)) is not None:
        message = (
            f"what stands behind '{titled['path']}' is no title: a title stands between "
            "two quotation marks"
        )
        return Slip("malformed-link", message, f'Write [text]({titled["path"]} "title")')
    if is_outside(target) or target.startswith("\\\\"):
        return _outside(site, link)
    return _inside(site, here, link, rendered)


def _outside(site: Site, link: Link) -> Slip | None:
    """Return what is wrong with an address outside the site, or None."""
    target, own = link.target, site.config.published_url
    if link.tag == "img" and is_outside(target):
        hint = "Put the file below docs/assets/ and link to it there"
        return Slip("outside-docs", f"the image '{target[:80]}' is not a file of the site", hint)
    if own and target.startswith(own):
        message = f"'{target}' is an address of this site, which a mirror or a bundle does not have"
        return Slip("missing-page", message, *suggest_file(site, target.removeprefix(own)))
    if is_outside(target) and target.endswith((".", ",", ";")):
        message = f"'{target[:80]}' ends with a sign of the sentence"
        return Slip("malformed-address", message, f"Write {target[:-1]}")
    return malformed(target, ("term", "value")) or unsafe(target)


def page_slip(site: Site, target: str, rendered: Mapping[str, Rendered]) -> Slip | None:
    """Return what is wrong with the path of a page or a part of it below docs/, or None."""
    slip = _link_slip(site, "", Link("a", target), rendered)
    path = posixpath.normpath(target.partition("#")[0])
    if slip is None and not (path in site.tree.files and path.endswith(".md")):
        return Slip("missing-page", f"no page '{target}'")
    return slip


def _inside(site: Site, here: str, link: Link, rendered: Mapping[str, Rendered]) -> Slip | None:
    """Return what is wrong with an address within the site, or None.

    It is the path of a source file, or of a file that is generated when the site is built.
    """
    target = link.target
    path = unquote(urlsplit(target).path)
    uri = posixpath.normpath(posixpath.join(posixpath.dirname(here), path)) if path else here
    if target[0] in "/\\":
        message = f"'{target}' begins at the root of the server, where the site may not lie"
        return Slip("outside-docs", message, *suggest_file(site, target, here))
    if uri.startswith("../") or uri == "..":
        message = f"'{target}' leads out of the documentation folder"
        return Slip("outside-docs", message, *suggest_file(site, target, here))
    if uri not in site.tree.files or path.endswith("/"):
        return None if _will_be_made(site, uri) else _missing(site, here, link)
    if not site.tree.files[uri]:
        message = f"'{target}' leads to a page that is left out of the published site"
        return Slip("missing-page", message)
    return _in_page(site, here, link, uri, rendered) if uri.endswith(".md") else None


def _will_be_made(site: Site, uri: str) -> bool:
    """Return whether a build makes a file, or would but for a mistake, which is told."""
    is_unmade = bool(site.library.problems) and uri.startswith("data/")
    return is_unmade or uri in generated_files(site) or uri in theme_files(site)


def _in_page(
    site: Site, here: str, link: Link, uri: str, rendered: Mapping[str, Rendered]
) -> Slip | None:
    """Return what is wrong with a link to a page that is there, or None."""
    target, parts = link.target, urlsplit(link.target)
    if parts.query:
        message = f"'{target}' asks a page for something: there is no server to answer"
        return Slip("missing-page", message, f"Write {unquote(parts.path)}")
    if link.tag == "img":
        return Slip("missing-file", f"'{target}' is a page, not an image")
    return anchor_slip(site, here, target, uri, unquote(parts.fragment), rendered)


def _missing(site: Site, here: str, link: Link) -> Slip | None:
    """Return that nothing is where a link leads, and what may be meant."""
    target, is_image = link.target, link.tag != "a"
    if (slip := malformed(target)) is not None:
        return slip
    if target.startswith("@"):
        return None  # reported as a citation without brackets
    path = unquote(urlsplit(target).path).strip()
    suffix = posixpath.splitext(path)[1].lower()
    suggestion = suggest_file(site, target, here)
    if is_image:
        return Slip("missing-file", f"no file '{target}'", *suggestion)
    if suggestion == ("", None) and _is_host(site, path):
        hint = f"If it lies outside this site, write https://{target}"
        return Slip("missing-page", f"no page '{target}'", hint)
    if suffix in {".html", ".htm"} or path.endswith("/"):
        message = f"'{target}' is an address of the built site; a link names the Markdown file"
        return Slip("missing-page", message, *suggestion)
    kind = "page" if suffix in {"", ".md"} else "file"
    return Slip(f"missing-{kind}", f"no {kind} '{target}'", *suggestion)


def _is_host(site: Site, path: str) -> bool:
    """Return whether a path reads as the name of a host, and not as that of a file."""
    host = _HOST.match(path)
    return host is not None and not any(uri.endswith(host[1]) for uri in site.tree.files)


def _places(page: Page, link: Link) -> list[int]:
    """Return the offsets of a link or an image in the source.

    It is the top of the page if its address is not found there. A link that is made from data has
    no place on the page: its mistakes are reported in the data.
    """
    text = page.scan.masked
    # left out in angle brackets
    scheme = "(?:mailto:)?" if link.target.startswith("mailto:") else ""
    address = scheme + spelled(link.target.removeprefix("mailto:"))
    pattern = re.compile(f"(?:{_BEFORE})(?P<it>{address}){_BEHIND}", re.MULTILINE)
    found = [
        match.start("it")
        for match in pattern.finditer(text, page.body_start)
        if match["inline"] is None or (match["image"] is not None) == (link.tag == "img")
    ]
    return found or ([] if page.scan.spans or page.scan.markers else [page.top])
