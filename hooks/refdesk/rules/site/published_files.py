"""Files below docs/: of kinds that readers look at and no browser runs, each in its place, drawings without more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from lxml import etree

from refdesk.files.docs_tree import is_link
from refdesk.files.text import TextFile, read_text
from refdesk.problems.problem import Problem, Rule
from refdesk.site.site import Site

RULES = (
    Rule(
        "symbolic-link",
        explanation="A file or a folder below `docs/` is a symbolic link. It may lead out of the site and is left out.",
        example="docs/files/report.pdf -> /home/me/report.pdf",
        fix="put a copy of the file in the place of the link.",
        language="text",
    ),
    Rule(
        "unsafe-file",
        explanation="A file is of a kind that browsers run, or a drawing holds a script or something from outside.",
        example='<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        fix="save the drawing as plain SVG without scripts, fonts and pictures. Put files of other kinds elsewhere.",
        language="xml",
    ),
)

_KINDS = frozenset({".md", ".yml", ".csv", ".json", ".txt", ".pdf", ".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif"})
_ELEMENTS = frozenset({
    "svg", "g", "defs", "symbol", "use", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline",
    "polygon", "text", "tspan", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern", "marker",
    "style",
})  # fmt: skip
_SVG = "{http://www.w3.org/2000/svg}"
_OUTSIDE = re.compile(r"@import|\\|url\((?!\s*[\"']?#)", re.IGNORECASE)  # in a style: what it names, or could spell
_DECLARED = re.compile(r"<!(?!--)|<\?(?!xml\s)")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


def check_site(site: Site) -> Iterator[Problem]:
    """Symbolic links, files of other kinds, and drawings that hold more than a drawing."""
    for uri, file in site.tree.files.items():
        kind = PurePosixPath(uri).suffix
        if is_link(site.config.docs_dir, uri):
            hint = "Put a copy of what it leads to in its place"
            yield Problem(site.shown(uri), 1, 1, "symbolic-link", "this is a symbolic link and is not published", hint)
        elif file.is_published and kind not in _KINDS:
            message = f"files of the kind '{kind}' are not published"
            yield Problem(site.shown(uri), 1, 1, "unsafe-file", message, f"Kinds: {', '.join(sorted(_KINDS))}")
        elif file.is_published and kind == ".svg":
            text = read_text(site.config.docs_dir / uri, site.shown(uri))
            yield from (Problem(text.path, line, 1, "unsafe-file", said) for line, said in _in_drawing(text))


def _in_drawing(file: TextFile) -> Iterator[tuple[int, str]]:
    """What a drawing holds besides shapes and words: the line, and what stands there."""
    try:
        root = etree.fromstring(file.text.encode(), _PARSER)
    except etree.XMLSyntaxError as error:
        yield error.lineno or 1, f"this is no drawing: {error.msg}"
        return
    if (declared := _DECLARED.search(file.text)) is not None:
        yield file.place(declared.start()).line, "drawings hold no declarations (<!DOCTYPE …>, <?xml-stylesheet …?>)"
    for element in root.iter("*"):
        line = element.sourceline if isinstance(element.sourceline, int) else 1
        name = str(element.tag).removeprefix(_SVG)
        if name not in _ELEMENTS:
            yield line, f"drawings hold no element '{name}'"
        for attribute, value in ((str(key), str(given)) for key, given in element.items()):
            name = attribute.rpartition("}")[2]
            if (
                name.lower().startswith("on")
                or (name == "href" and not value.startswith("#"))
                or _OUTSIDE.search(value)
            ):
                yield line, f'drawings have no attribute {name}="{value[:40]}"'
        if _OUTSIDE.search(str(element.text)):
            yield line, "the style of a drawing takes something from outside"
