"""The script by which every page of a preview shows the problems of the whole site.

Since pages only load the script, none has to be built again when a problem elsewhere appears or goes.
"""

import json
from collections.abc import Sequence
from html import escape

from refdesk.problems.problem import Problem
from refdesk.problems.report import sentence_of

SCRIPT = "problems.js"
# Messages of the engine about links and navigation, which the report gives with a place.
SAID_BY_ENGINE = (
    "Doc file '", "A reference to '", "A relative path to '", "An absolute path to '", "A 'dirty' build",
    "The following pages exist in the docs directory, but are not included",
    "Template skipped: 'sitemap.xml' g", "Template skipped: 'opensearch.xml' g",  # empty without an address of the site
)  # fmt: skip
# The problems of the page itself come first. Links are relative to the script, at the root of the site.
_SHOW = """(() => {
  const own = document.currentScript;
  const box = document.createElement("div");
  box.className = "rd-problems";
  box.setAttribute("role", "alert");
  box.innerHTML = %s;
  for (const link of box.querySelectorAll("a")) link.href = new URL(link.getAttribute("href"), own.src);
  box.querySelector("ul").prepend(...box.querySelectorAll(`[data-path="${CSS.escape(own.dataset.path)}"]`));
  own.replaceWith(box);
})();
"""


def problems_script(problems: Sequence[Problem], explanations: str) -> str:
    """Return the script that replaces itself by a box with all problems ('' when there are none).

    ``explanations`` is the address of the page with a section for each code.
    """
    if not problems:
        return ""
    items = "".join(
        f'<li data-path="{escape(problem.path)}"><code>{escape(problem.path)}:{problem.line}:{problem.column}</code> '
        f'<a href="{escape(explanations)}#{escape(problem.code)}">{escape(problem.code)}</a>: '
        f"{escape(sentence_of(problem))}</li>"
        for problem in problems
    )
    count = f"{len(problems)} problem{'' if len(problems) == 1 else 's'} in the files of the site"
    return _SHOW % json.dumps(f"<p><strong>{count}</strong></p><ul>{items}</ul>")
