"""Templates and style sheets are well formed, the files that they name exist, drawings find their colours."""

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from jinja2 import Environment, TemplateSyntaxError

from refdesk.charts.colours import ASKED, PALETTE
from refdesk.charts.drawings import palette_of
from refdesk.files.text import Place, TextFile, read_text
from refdesk.files.web_address import is_outside
from refdesk.problems.problem import Problem, Rule
from refdesk.site.assets import source_file
from refdesk.site.links import suggest_page
from refdesk.site.site import Site

RULES = (
    Rule(
        "template",
        explanation="A template in `overrides/` is not well formed: a tag that is open or unknown. No page is built.",
        example="{% if page %}",
        fix="correct the tag, or write the one that closes it, such as `{% endif %}`.",
        language="jinja",
    ),
    Rule(
        "style-sheet",
        explanation="A style sheet has a brace without its other half: browsers pass over what stands behind it.",
        example="main { color: black",
        fix="write the other half.",
        language="css",
    ),
)

_BRACE = re.compile(r"/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|(?P<open>\{)|(?P<close>\})", re.DOTALL)
_URL = re.compile(r"/\*.*?\*/|\burl\(\s*[\"']?(?P<url>[^\"'()#\s?]+)", re.DOTALL)


def check_site(site: Site) -> Iterator[Problem]:
    """Half a pair of tags or braces, ``url(…)`` of no file, and every colour that the palette lacks."""
    folder = site.config.theme_dir
    for path in sorted(folder.rglob("*.html")) if folder is not None else ():
        yield from _template(read_text(path, site.config.shown(path)))
    yield from _style_sheets(site)
    yield from _colours(site)


def _template(file: TextFile) -> Iterator[Problem]:
    try:
        Environment(autoescape=True).parse(file.text)
    except TemplateSyntaxError as error:
        place = file.offset(Place(error.lineno, 1))
        yield file.problem("template", place, str(error.message), "The tag is at this line, or opened above")


def _style_sheets(site: Site) -> Iterator[Problem]:
    for uri in dict.fromkeys(entry.name for entry in site.config.assets if entry.name.endswith(".css")):
        path = source_file(site, uri)
        if not path.is_file():
            continue  # reported where it is named
        file = read_text(path, site.config.shown(path))
        yield from _braces(file)
        for match in _URL.finditer(file.text):
            url = match["url"]
            if url is None or url.startswith("data:"):
                continue
            if is_outside(url) or url.startswith("/"):
                yield file.problem("outside-docs", match.start("url"), f"'{url}' is not a file of the site")
                continue
            named = posixpath.normpath(posixpath.join(posixpath.dirname(uri), unquote(url)))
            if not source_file(site, named).is_file():
                yield file.problem("missing-file", match.start("url"), f"no file '{url}'", suggest_page(site, named)[0])


def _braces(file: TextFile) -> Iterator[Problem]:
    opened: list[int] = []
    for match in _BRACE.finditer(file.text):
        if match["open"]:
            opened.append(match.start())
        elif match["close"] and not opened:
            yield file.problem("style-sheet", match.start(), "this brace closes none", "Remove it")
        elif match["close"]:
            opened.pop()
    yield from (file.problem("style-sheet", at, "this brace is not closed", "Write } behind its rule") for at in opened)


def _colours(site: Site) -> Iterator[Problem]:
    if not (site.library.files.get("charts") or site.library.files.get("diagrams")):
        return
    shown = site.config.shown(source_file(site, PALETTE))
    for kind, names in palette_of(site).lacking(ASKED):
        written = ", ".join(f"--rd-{name}" for name in names)
        message = f"drawings ask for colours that the {kind} palette does not give: {written}"
        yield Problem(shown, 1, 1, "missing-field", message, "Write each as #rrggbb or var(--rd-…)")
