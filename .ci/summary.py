"""The summary of a pull request in Markdown: every problem, what changes in the content, certain
fixes as a patch.

``summary.py BASE [ROOT]`` prints it; the host shows it on the page of the job.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from content_changes import changes, write_state
from refdesk.check import check_root
from refdesk.files.checkout import UnusableSiteError
from refdesk.fix import fix_root
from refdesk.problems.report import line_of, summary

ROOM = 400_000  # bytes of one part: of more than a megabyte in all, the host shows nothing


def fenced(text: str, language: str) -> str:
    """A text as a block of code, cut where it is too long."""
    if len(text.encode()) > ROOM:
        whole_lines = text.encode()[:ROOM].decode(errors="ignore").rpartition("\n")[0]
        text = f"{whole_lines}\n… cut here: the log, or the same command on your computer, has all"
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`+", text))])
    return f"{fence}{language}\n{text}\n{fence}\n"


def problems(root: Path) -> Iterator[str]:
    """Every problem on a line of its own."""
    found = check_root(root)
    yield f"## {summary(found).capitalize()}\n"
    if found.problems:
        yield fenced("\n".join(map(line_of, found.problems)), "text")
        yield (
            "Each code is explained, with an example, on the page “Problems and how to fix "
            "them” of the site.\n"
        )


def fixes(root: Path) -> Iterator[str]:
    """What `refdesk check --fix` would change, as a patch."""
    with tempfile.TemporaryDirectory() as work:
        copy = Path(work)
        write_state(root, "", copy)
        git = ["git", "-C", str(copy)]
        subprocess.run([*git, "init", "--quiet"], check=True)
        subprocess.run([*git, "add", "--all"], check=True)
        fix_root(copy)
        patch = subprocess.run(
            [*git, "diff"], check=True, capture_output=True, text=True, encoding="utf-8"
        ).stdout
    if patch:
        yield "## Certain fixes\n"
        yield (
            "`.venv/bin/refdesk check --fix` makes them, and so does `git apply FILE` with "
            "this patch in a file.\n"
        )
        yield fenced(patch, "diff")


def main() -> None:
    """Print the three parts; what keeps one from being made stands in its place."""
    base, root = sys.argv[1], Path(*sys.argv[2:3]).resolve()
    try:
        print(*problems(root), sep="\n")
        print(*fixes(root), sep="\n")
    except UnusableSiteError as error:
        print(f"## Nothing can be checked\n\n{error}\n")
    print(*changes(root, base), sep="\n")


if __name__ == "__main__":
    main()
