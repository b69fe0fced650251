"""Templates and style sheets of the site: they are well formed, or pages are not built, or lose their looks."""

import re
from collections.abc import Iterator

from jinja2 import Environment, TemplateSyntaxError

from refdesk.files.text import Place, TextFile, read_text
from refdesk.problems.problem import Problem, Rule
from refdesk.site.assets import source_file
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


def check_site(site: Site) -> Iterator[Problem]:
    """Templates that cannot be read, and style sheets with half a pair of braces."""
    folder = site.config.theme_dir
    for path in sorted(folder.rglob("*.html")) if folder is not None else ():
        yield from _template(read_text(path, site.config.shown(path)))
    for uri in dict.fromkeys(entry.name for entry in site.config.assets if entry.name.endswith(".css")):
        if (path := source_file(site, uri)).is_file():
            yield from _braces(read_text(path, site.config.shown(path)))


def _template(file: TextFile) -> Iterator[Problem]:
    try:
        Environment(autoescape=True).parse(file.text)
    except TemplateSyntaxError as error:
        place = file.offset(Place(error.lineno, 1))
        yield file.problem("template", place, str(error.message), "The tag is at this line, or opened above")


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
