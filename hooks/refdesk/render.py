"""Renders pages with the site's own Markdown extensions to learn the links and ids that really come out."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from xml.etree.ElementTree import Element

import lxml.html
import markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from refdesk.config import HALF_CHECKED, SiteConfig
from refdesk.extensions import NotInstalledError, load_extension
from refdesk.patience import OutOfPatienceError, within
from refdesk.plugins import may_change_text
from refdesk.problems import Problem
from refdesk.suggest import did_you_mean
from refdesk.text import START, is_readable
from refdesk.yaml_file import first_line

_MARK = "data-refdesk"
_BLOCK = "data-refdesk-block"
_BLOCK_IN_HTML = re.compile(rf'<div {_BLOCK}="(\d+)"></div>')
_ID = re.compile(r' id="([^"]+)"')
_ID_WHOLE = re.compile(r' id="[^"]+"')

# What refdesk makes: blocks, each on a line of its own, and references within the text.
GENERATED = tuple(f'<{tag} class="rd-' for tag in ("figure", "div", "ol", "ul", "aside", "p"))
_REFERENCE_START = ' class="rd-'
_REFERENCE = re.compile(
    r'<span class="rd-cite"[^<>]*>'
    r'(?:[^<]|<a href="#ref-[^<>]*>\d+</a>|<span class="rd-(?:locator|single)">[^<]*</span>)*</span>'
    r'|<a class="rd-(?:term|value)"[^<>]*>[\w ,.%’-]*</a>'
)
_MARK_IN_HTML = re.compile(rf' {_MARK}="\d+"')
_STASH = "\x02"


def outline(block: str) -> str:
    """A generated block with nothing left of its HTML but the ids, which are all that a check reads of it."""
    return "\n".join(
        f'<div class="rd-outline"{"".join(_ID_WHOLE.findall(line))}></div>' if line.startswith(GENERATED) else line
        for line in block.split("\n")
    )


@dataclass(frozen=True)
class Link:
    """A link or an embedded file in the rendered page.

    ``target`` is the address as written, before an engine rewrites it. ``raw`` tells that it stood in raw HTML, where
    engines leave addresses alone. ``text`` is what a reader sees (or hears: text alternatives and labels count), None
    for an image without an alt attribute.
    """

    tag: str
    target: str
    raw: bool
    text: str | None


@dataclass(frozen=True)
class Heading:
    """A heading of the rendered page."""

    level: int
    id: str
    text: str


@dataclass(frozen=True)
class Rendered:
    """What a page's HTML holds: its links, every id in order (repeats included), its headings."""

    links: tuple[Link, ...] = ()
    ids: tuple[str, ...] = ()
    headings: tuple[Heading, ...] = ()

    def as_json(self) -> list[object]:
        """Lists and texts that ``from_json`` understands."""
        links = [[link.tag, link.target, link.raw, link.text] for link in self.links]
        return [links, list(self.ids), [[heading.level, heading.id, heading.text] for heading in self.headings]]

    @staticmethod
    def from_json(value: object) -> Rendered | None:
        """What ``as_json`` made; None for anything else."""
        match value:
            case [list(links), list(ids), list(headings)]:
                return Rendered(
                    tuple(Link(*link) for link in links), tuple(ids), tuple(Heading(*heading) for heading in headings)
                )
        return None


UNREADABLE = Rendered()  # stands for a page that cannot be converted


class Collector(Extension):
    """A Python-Markdown extension that reports the links, ids and headings of each text it sees converted.

    It marks what came from Markdown just before an engine would rewrite addresses, reads the finished HTML and takes
    its marks out again: the same under an engine and alone.
    """

    def __init__(self, report: Callable[[Rendered], None]) -> None:
        super().__init__()
        self.report = report

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register its parts: before blocks are read, before MkDocs' link processor (priority 0), after everything."""
        stasher = _Stasher(md)
        md.preprocessors.register(stasher, "refdesk_stash", 25.5)
        marker = _Marker(md, stasher)
        md.treeprocessors.register(marker, "refdesk_mark", 0.5)
        md.postprocessors.register(_Reader(md, marker, stasher, self.report), "refdesk_read", -1000)


class _Stasher(Preprocessor):
    """Takes what refdesk has made itself out of the text before Markdown reads it, and out of what is read afterwards.

    Generated blocks stand on one line each, generated references are inline elements; both are HTML already, and their
    links are right by construction (a test of the built site follows them). Python-Markdown reads raw HTML tag by tag:
    without this, a page of references takes several times as long. The result is the same.

    ``whole`` tells that what is postprocessed is the page: before that, the table of contents has single headings
    postprocessed.
    """

    def __init__(self, md: markdown.Markdown) -> None:
        super().__init__(md)
        self.blocks: list[str] = []
        self.whole = False

    def run(self, lines: list[str]) -> list[str]:
        self.blocks = []
        self.whole = False
        kept: list[str] = []
        for line in lines:
            if line.startswith(GENERATED):
                kept += ["", self.md.htmlStash.store(f'<div {_BLOCK}="{len(self.blocks)}"></div>'), ""]
                self.blocks.append(line)
            elif _REFERENCE_START in line:
                kept.append(_REFERENCE.sub(lambda match: self.md.htmlStash.store(match.group()), line))
            else:
                kept.append(line)
        return kept

    def ids(self) -> list[str]:
        """The ids in the blocks taken out."""
        return [element_id for block in self.blocks for element_id in _ID.findall(block)]

    def restore(self, html: str) -> str:
        """The finished HTML with the blocks back in their places."""
        return _BLOCK_IN_HTML.sub(lambda match: self.blocks[int(match[1])], html)


class _Marker(Treeprocessor):
    """Numbers every element that has an address, and remembers the address."""

    def __init__(self, md: markdown.Markdown, stasher: _Stasher) -> None:
        super().__init__(md)
        self.targets: list[str] = []
        self.stasher = stasher

    def run(self, root: Element) -> None:
        self.targets = []
        self.stasher.whole = True
        for element in root.iter():
            target = element.get("href", element.get("src"))
            if target is not None:
                element.set(_MARK, str(len(self.targets)))
                self.targets.append(target)


class _Reader(Postprocessor):
    """Reads the finished HTML, then puts the generated blocks back."""

    def __init__(
        self, md: markdown.Markdown, marker: _Marker, stasher: _Stasher, report: Callable[[Rendered], None]
    ) -> None:
        super().__init__(md)
        self.marker = marker
        self.stasher = stasher
        self.report = report

    def run(self, text: str) -> str:
        if not self.stasher.whole:
            return self.stasher.restore(text)
        rendered = read_html(text, self.marker.targets)
        self.report(replace(rendered, ids=(*rendered.ids, *self.stasher.ids())))
        return self.stasher.restore(_MARK_IN_HTML.sub("", text))


def read_html(html: str, targets: list[str]) -> Rendered:
    """The links, ids and headings of an HTML fragment; marked elements take their address from ``targets``."""
    if "<" not in html:
        return Rendered()
    try:
        root = lxml.html.fragment_fromstring(html, create_parent="div")
    except (lxml.etree.LxmlError, ValueError):
        return Rendered()
    links: list[Link] = []
    ids: list[str] = []
    names: list[str] = []
    headings: list[Heading] = []
    for element in root.iter():
        tag = element.tag
        if not isinstance(tag, str):
            continue
        element_id = element.get("id")
        if element_id:
            ids.append(element_id)
        if tag == "a" and element.get("name"):
            names.append(element.get("name", ""))
        if tag == "a" and element_id and not element.get("href", "x") and not element.text_content().strip():
            continue  # [](){ #id }: an anchor in the form of a link
        if tag in _ADDRESS_OF and _HEADING_LINKS.isdisjoint((element.get("class") or "").split()):
            links += _links(element, tag, targets)
        elif len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            headings.append(Heading(int(tag[1]), element_id or "", _heading_text(element)))
    known = set(ids)
    ids += [name for name in dict.fromkeys(names) if name not in known]  # an old-style name only adds an anchor
    return Rendered(tuple(links), tuple(ids), tuple(headings))


# What the table of contents puts into headings, so that readers can copy their address.
_HEADING_LINKS = frozenset({"headerlink", "toclink"})


def _heading_text(element: lxml.html.HtmlElement) -> str:
    """The words of a heading, without the sign that links to it."""
    text: str = element.text_content()
    for link in element.iter("a"):
        if "headerlink" in (link.get("class") or "").split():
            text = text.replace(link.text_content(), "") if link.text_content() else text
    return text.replace("¶", "").strip()


_ADDRESS_OF = {
    "a": ("href",),
    "area": ("href",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "iframe": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "link": ("href",),
    "script": ("src",),
}


def _links(element: lxml.html.HtmlElement, tag: str, targets: list[str]) -> Iterator[Link]:
    for attribute in _ADDRESS_OF[tag]:
        value = element.get(attribute)
        if value is None:
            continue
        mark = element.get(_MARK)
        raw = mark is None
        if mark is not None and attribute in {"href", "src"} and _STASH not in _target(mark, targets):
            value = _target(mark, targets)
        for target in _candidates(value) if attribute == "srcset" else (value,):
            yield Link(tag, target, raw, _visible_text(element, tag))


def _target(mark: str, targets: list[str]) -> str:
    return targets[int(mark)] if mark.isdigit() and int(mark) < len(targets) else _STASH


def _candidates(srcset: str) -> Iterator[str]:
    """The addresses in a srcset: each with its size, set off by commas."""
    for part in srcset.split(", "):
        words = part.split()
        if words and not words[0].startswith("data:"):
            yield words[0].strip(",")


def _visible_text(element: lxml.html.HtmlElement, tag: str) -> str | None:
    label = element.get("aria-label") or element.get("title") or ""
    if tag == "img":
        if element.get("role") == "presentation" or element.get("aria-hidden") == "true":
            return "decoration"
        alt = element.get("alt")
        return alt if alt is None or alt.strip() else ("" if element.get(_MARK) is None else None)
    if tag not in {"a", "area"}:
        return label or tag
    text = element.text_content().strip() or label or element.get("alt", "").strip()
    if text:
        return text
    inner = [child.get("alt") or child.get("aria-label") or "" for child in element.iter("img", "svg", "i", "span")]
    has_picture = any(_is_picture(child) for child in element.iterdescendants())
    return " ".join(part for part in inner if part) or ("picture" if has_picture else "")


def _is_picture(element: lxml.html.HtmlElement) -> bool:
    """Whether an element shows something without words (an image that lacks an alternative is another matter)."""
    if element.tag == "img":
        return element.get("alt") is None or element.get(_MARK) is not None
    return element.tag in {"svg", "i", "iframe", "video", "picture", "canvas", "object"} or bool(element.get("class"))


# Extensions that need an engine around them and change no link, id or heading.
_BOUND_TO_ENGINE = frozenset(
    {"material.extensions.preview", "zensical.extensions.preview", "zensical.extensions.macros",
     "zensical.extensions.mkdocstrings", "zensical.extensions.glightbox"}
)  # fmt: skip


def _installed_extensions() -> list[str]:
    """The names of the Markdown extensions that a misspelled name may have meant."""
    from importlib.metadata import entry_points  # noqa: PLC0415 - only a mistake needs it
    from pkgutil import iter_modules  # noqa: PLC0415 - only a mistake needs it

    import pymdownx  # type: ignore[import-untyped]  # noqa: PLC0415 - only a mistake needs it

    names = [entry.name for entry in entry_points(group="markdown.extensions")]
    return [*names, *(f"pymdownx.{module.name}" for module in iter_modules(pymdownx.__path__))]


def _plain_code(src: str = "", **options: object) -> str:
    """A fenced code block without colours. (Switched off in pymdownx.highlight, fences with a title are no fences.)"""
    element_id = options.get("id_value")
    attribute = f' id="{escape(str(element_id), quote=True)}"' if element_id else ""
    return f"<pre{attribute}><code>{escape(src)}</code></pre>"


# How long one page may take, in seconds: many times what any page takes that people wrote.
_PATIENCE = 10.0
_SIGNS_A_SECOND = 50_000
_PATIENCE_TO_BEGIN = 8.0


def _regular(snippets: Mapping[str, object]) -> list[str]:
    """Of the files to append to every page those that are files: the extension would read a device without end."""
    names, bases = snippets.get("auto_append"), snippets.get("base_path")
    return [
        str(name)
        for name in (names if isinstance(names, list) else [])
        if any(is_readable(Path(str(base)) / str(name)) for base in (bases if isinstance(bases, list) else []))
    ]


class Renderer:
    """Converts pages with the extensions of one site.

    ``problems`` lists extensions that are not installed or refuse their options; the pages are rendered without them.
    """

    def __init__(self, config: SiteConfig) -> None:
        self.problems: list[Problem] = []
        self._rendered = Rendered()
        self._config = config
        self._md = self._make()

    def _receive(self, rendered: Rendered) -> None:
        self._rendered = rendered

    def _make(self) -> markdown.Markdown:
        names = [name for name in self._config.extensions if name not in _BOUND_TO_ENGINE]
        configs = {name: self._options(name) for name in names}
        try:
            md = self._with(names, configs)
        except (Exception, OutOfPatienceError):
            md = self._with(self._usable(names, configs), configs)
        for extension in md.registeredExtensions:
            for fence in getattr(extension, "superfences", ()):
                if getattr(fence.get("formatter"), "__name__", "") == "highlight":
                    fence["formatter"] = _plain_code
        return md

    def _options(self, name: str) -> dict[str, object]:
        """The options of an extension, as far as they are the site's to choose."""
        options = dict(self._config.extension_configs.get(name, {}))
        if name in {"codehilite", "markdown.extensions.codehilite"}:
            options["use_pygments"] = False  # colours change no link and cost time
        if name == "pymdownx.superfences" and may_change_text(self._config):
            options["relaxed_headers"] = True  # a plugin may know a fence's options
        if name == "pymdownx.snippets":
            options["auto_append"] = _regular(options)
        return options

    def _with(self, names: list[str], configs: dict[str, dict[str, object]]) -> markdown.Markdown:
        with within(_PATIENCE_TO_BEGIN):
            made = [load_extension(name, configs[name], self._config.root) for name in names]
            return markdown.Markdown(extensions=[Collector(self._receive), *made])

    def _usable(self, names: list[str], configs: dict[str, dict[str, object]]) -> list[str]:
        """The extensions that are installed; one that refuses its options stays without them."""
        usable: list[str] = []
        for name in names:
            try:
                with within(_PATIENCE_TO_BEGIN):
                    markdown.Markdown(extensions=[load_extension(name, configs[name], self._config.root)])
            except NotInstalledError as error:
                near = did_you_mean(name, _installed_extensions()) if "not installed" in str(error) else ""
                self._report(name, f"the Markdown extension '{name}' {error}", near or HALF_CHECKED)
            except OutOfPatienceError:
                self._report(name, f"the Markdown extension '{name}' takes too long to begin")
            except Exception as error:
                if self._refused(name, configs[name], error):
                    configs[name] = {}
                    usable.append(name)
            else:
                usable.append(name)
        return usable

    def _refused(self, name: str, options: Mapping[str, object], error: Exception) -> bool:
        """Report what an extension refuses; whether it can be used without its options."""
        try:
            with within(_PATIENCE_TO_BEGIN):
                bare = load_extension(name, {}, self._config.root)
                markdown.Markdown(extensions=[bare])
            known = bare.config
        except (Exception, OutOfPatienceError):
            self._report(name, f"the Markdown extension '{name}' cannot be used: {first_line(str(error))}")
            return False
        unknown = [option for option in options if option not in known]
        for option in unknown:
            message = f"the Markdown extension '{name}' has no option '{option}'"
            self._report(
                f"{name}/{option}",
                message,
                did_you_mean(option, known) or (f"Options: {', '.join(known)}" if known else "It has none"),
            )
        if not unknown:
            reason = first_line(str(error)) or type(error).__name__
            self._report(name, f"the Markdown extension '{name}' cannot be used with these options: {reason}")
        return True

    def _report(self, name: str, message: str, hint: str = HALF_CHECKED) -> None:
        path, place = self._config.extension_places.get(name, (self._config.path, START))
        self.problems.append(Problem(path, place.line, place.column, "configuration", message, hint))

    def render(self, text: str) -> Rendered:
        """The links, ids and headings of one page; what an extension raises is passed on as RenderError."""
        return self.convert(text)[0]

    def convert(self, text: str) -> tuple[Rendered, str]:
        """What ``render`` gives, and the HTML itself."""
        self._rendered = Rendered()
        try:
            self._md.reset()
            # Where an engine runs, for extensions read files from there.
            with contextlib.chdir(self._config.root), within(_PATIENCE + len(text) / _SIGNS_A_SECOND):
                html = self._md.convert(text)
        except RecursionError:
            raise RenderError("is nested too deeply") from None
        except OutOfPatienceError:
            raise RenderError("it takes Markdown too long; look for a long run of brackets or signs") from None
        except Exception as error:
            raise RenderError(str(error).strip().partition("\n")[0] or type(error).__name__) from error
        return self._rendered, html


class RenderError(Exception):
    """A page that the site's Markdown extensions cannot convert, with the reason in one line."""
