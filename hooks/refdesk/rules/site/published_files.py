"""Files below docs/ and overrides/: own ones, of kinds that browsers show, texts without signs that
nobody sees.

The problems are found in site/own_files.py, by which a build, too, knows what it may publish.
"""

from collections.abc import Iterator

from refdesk.problems.problem import Problem, Rule
from refdesk.site.own_files import judged_files
from refdesk.site.site import Site

RULES = (
    Rule(
        "unsafe-file",
        explanation="A file is a symbolic link or lies behind one, or is of a kind that is not "
        "published there, or a "
        "drawing holds more than a drawing.",
        example='<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        fix="put the file itself there; save the drawing as plain SVG, without scripts, fonts "
        "and pictures.",
        file="docs/assets/example.svg",
    ),
    Rule(  # also reported by files/text.py and files/yaml.py
        "invisible-character",
        explanation="A text of the site, of any kind, holds a sign that nobody sees: a blank "
        "without width, a mark of "
        "direction, a control sign. It keeps readers from finding words, or shows them in "
        "another order.",
        example="The share of basic\u200b research",
        fix="remove the sign at the place that is named; in YAML it may be spelled, as in "
        "`\\u200b`.",
    ),
)


def check_site(site: Site) -> Iterator[Problem]:
    """Report what is wrong with each file of docs/ and of the theme folder."""
    for problems in judged_files(site).values():
        yield from problems
