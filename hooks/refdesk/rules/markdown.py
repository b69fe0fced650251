"""The form of Markdown, checked by the linter rumdl: headings, lists, tables."""

import json
import re
import shutil
import subprocess
import sysconfig
from collections.abc import Iterator, Mapping, Sequence

from refdesk.pages.page import Page
from refdesk.problems.problem import Place, Problem, Rule, Slip, problem_at
from refdesk.site.site import Site

RULES = (
    Rule(
        "heading-order",
        explanation="The headings skip a level, a second one is of the first level, one has no "
        "words or no text below "
        "it, or two of one part read alike. One that is indented, or has no space behind its "
        "signs, comes out as text.",
        example="# Funding\n\n### Who pays",
        fix="go down one level at a time: `##` below `#`, `###` below `##`. A `#` of the text "
        "is `\\#`.",
    ),
    Rule(
        "lost-list",
        explanation="A list comes out as text: no blank line before it, marks of another kind, "
        "too little indentation.",
        example="The three pillars are:\n- funding\n- interdisciplinary work\n- talent",
        fix="put a blank line before it, number it `1.`, `2.`, indent what belongs to an item "
        "by four spaces.",
    ),
    Rule(
        "lost-table",
        explanation="A table comes out as text: no blank line before it, one within, or no "
        "dashes below its head. Or "
        "a row has more or fewer cells than the head, or text stands right below it.",
        example="The figures:\n| year | share |\n|------|-------|\n| 2024 | 6.9   |",
        fix="put a blank line before and behind the table, one `---` for each column below the "
        "head. A `|` in a cell "
        "is written `\\|`.",
    ),
)


# The rules that are on: mistakes that readers see, no questions of style. Links, ids and
# alternative texts are left to the rules in links/, which read the rendered page and see every
# place. Each with the code and hint of its problems.
_FINDINGS = {
    "MD001": ("heading-order", "Go down one level at a time: ## below #, ### below ##"),
    "MD007": ("lost-list", "Indent an inner item by four spaces, an outer one by none"),
    "MD018": ("heading-order", "Write a space behind the #, or a backslash before it"),
    "MD023": ("heading-order", "Begin the heading at the margin"),
    "MD025": ("heading-order", "Write ## for a part of the page"),
    "MD036": ("heading-order", "Write ## before it, without asterisks"),
    "MD032": ("lost-list", "Put a blank line before and behind the list"),
    "MD056": ("lost-table", "A | inside a cell is written \\|"),
    "MD058": ("lost-table", "Put a blank line before and behind the table"),
    "MD069": ("lost-list", ""),
    "MD075": (
        "lost-table",
        "A table has a line such as |---|---| below its first row, and no blank line",
    ),
    "MD077": ("lost-list", "Indent what belongs to an item by four spaces"),
    "MD083": ("encoding", "Write the characters that are meant"),
    "MD092": ("stray-mark", "Keep one version, and remove the lines <<<<<<<, ======= and >>>>>>>"),
}
_OPTIONS = (
    'MD025.front-matter-title = ""',  # the title in the front matter is no heading
    "MD007.indent = 4",
    'MD007.style = "fixed"',
)
_TIMEOUT = 30  # seconds; a run takes a tenth of one
_LEAD = re.compile(r"[ \t>]*")
# Comments that would disable rules.
_SWITCH = re.compile(r"(?<=<!--)(\s*)(?:rumdl|markdownlint|prettier)(?=-)")


def check_site(site: Site) -> Iterator[Problem]:
    """Report what rumdl finds in the pages, in a single run."""
    command = [
        "rumdl",
        "check",
        "--isolated",
        "--no-cache",
        "--deny-config-warnings",
        "--flavor=mkdocs",
    ]
    command += ["--output-format=json", "--stdin-batch", f"--enable={','.join(_FINDINGS)}"]
    command += [part for option in _OPTIONS for part in ("--config", option)]
    batch = "".join(f"{uri}\0{_text(page)}\0" for uri, page in site.pages.items())
    output, problems = run_linter(site, command, batch, 1) if batch else ("", [])
    yield from problems
    for found in json.loads(output or "[]"):
        yield _problem(site.pages[found["file"]], found)


def run_linter(
    site: Site, command: Sequence[str], text: str, found: int
) -> tuple[str, list[Problem]]:
    """Return what a linter prints of a text, and a problem if it does not run; its exit status may
    be ``found``.
    """
    binary = shutil.which(command[0], path=sysconfig.get_path("scripts")) or command[0]
    try:
        done = subprocess.run(
            [binary, *command[1:]],
            input=text.encode(errors="surrogateescape"),  # the name of a file may be any bytes
            capture_output=True,
            timeout=_TIMEOUT,
            check=False,
        )
        if done.returncode in {0, found}:
            return done.stdout.decode(errors="surrogateescape"), []
        reason = done.stderr.decode(errors="replace").strip() or f"it ended with {done.returncode}"
    except (OSError, subprocess.SubprocessError) as error:
        reason = str(error)
    hint = "Install what requirements/build.txt names: make build does"
    message = f"the linter {command[0]} does not run: {reason}"
    return "", [site.config.yaml.problem((), Slip("configuration", message, hint))]


def _text(page: Page) -> str:
    """Return the text of a page without NUL characters and comments for linters; all offsets stay
    the same.
    """
    text = page.text.replace("\0", " ")
    return _SWITCH.sub(lambda match: match[1] + "-" * (len(match.group()) - len(match[1])), text)


def _problem(page: Page, found: Mapping[str, str]) -> Problem:
    """Return a finding as a problem, at its place or where the text of its line begins."""
    line = min(int(found["line"]), len(page.file.line_starts))
    start = page.file.line_starts[line - 1]
    lead = _LEAD.match(page.text, start)
    column = max(int(found["column"]), (lead.end() if lead else start) - start + 1)
    message = f"{found['message'][:1].lower()}{found['message'][1:]} ({found['rule']} of rumdl)"
    code, hint = _FINDINGS[found["rule"]]
    return problem_at(Place(page.file.path, line, column), Slip(code, message, hint))
