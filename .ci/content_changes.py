"""What a change does to the content: pages, sources, terms, values and other entries added, changed
and removed.

``content_changes.py BASE [ROOT]`` compares the checkout as it stands with the commit where it left
BASE, and prints Markdown. Entries that have a mistake count like any other; what stands in a file
that cannot be read is left out.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from refdesk.data.series import COMPUTED
from refdesk.files.checkout import UnusableSiteError
from refdesk.site.site import Site, load_site

SHOWN = 30  # names in one line
NAMES = {"sources": "Sources", "glossary": "Terms"}  # of other data files, the name of the file
Content = dict[str, dict[str, str]]  # kind -> name -> what it holds


def git(root: Path, *arguments: str, index: Path | None = None) -> str:
    """Run git in a checkout; with an index of its own, nothing there changes."""
    environment = {**os.environ, **({"GIT_INDEX_FILE": str(index)} if index is not None else {})}
    done = subprocess.run(
        ["git", *arguments], cwd=root, env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def write_state(root: Path, commit: str, folder: Path) -> None:
    """Write the files of a commit into a folder; without a commit, the files as they stand, but for
    ignored ones.
    """
    with tempfile.TemporaryDirectory() as work:
        index = Path(work) / "index"
        git(root, *(("read-tree", commit) if commit else ("add", "--all")), index=index)
        git(root, "checkout-index", "--all", f"--prefix={folder}/", index=index)


def content_of(site: Site) -> Content:
    """All that a site holds, each thing by its name; of what is computed, the values alone."""
    content: Content = {"Pages": {page.file.path: page.text for page in site.pages.values()}}
    for name, file in site.library.files.items():
        kind = NAMES.get(name, file.yaml.file.path)
        content[kind] = {str(item.get("id")): repr(item) for _, item in file.items}
    content["Series"] = {series.id: repr(series.spec) for series in site.library.series.values()}
    content["Values"] = {
        f"{series.id}/{key}/{column}": cell.text
        for series in site.library.series.values()
        for key, row in series.rows.items()
        for column, cell in row.items()
        if column not in series.spec.key
        and cell.text
        and (series.id != COMPUTED or column == "value")
    }
    return content


def unread(site: Site) -> set[str]:
    """The data files and series that cannot be read."""
    files = site.library.files.items()
    lost = {
        NAMES.get(name, file.yaml.file.path)
        for name, file in files
        if file.yaml.problems and not file.items
    }
    return lost | (site.library.series_names - site.library.series.keys())


def difference(
    old: Mapping[str, str], new: Mapping[str, str], lost: Collection[str]
) -> dict[str, list[str]]:
    """The names that were added, changed and removed, but for those in what cannot be read."""
    names = [name for name in dict.fromkeys([*new, *old]) if name.partition("/")[0] not in lost]
    return {
        "added": [name for name in names if name not in old],
        "changed": [
            name for name in names if name in old and name in new and old[name] != new[name]
        ],
        "removed": [name for name in names if name not in new],
    }


def report(old: Content, new: Content, lost: Collection[str]) -> Iterator[str]:
    """The lines of the report: a table of counts, then the names."""
    kinds = [kind for kind in dict.fromkeys([*new, *old]) if kind not in lost]
    found = {kind: difference(old.get(kind, {}), new.get(kind, {}), lost) for kind in kinds}
    found = {kind: of_kind for kind, of_kind in found.items() if any(of_kind.values())}
    yield "## What changes in the content\n"
    if lost:
        yield f"Cannot be read, and so not compared: {', '.join(sorted(lost))}.\n"
    if not found:
        yield "No page, entry or value." if not lost else ""
        return
    yield "| | added | changed | removed |\n|---|---:|---:|---:|"
    for kind, of_kind in found.items():
        yield (
            f"| {kind} | " + " | ".join(str(len(names) or "") for names in of_kind.values()) + " |"
        )
    yield ""
    for kind, of_kind in found.items():
        for what, names in of_kind.items():
            if names:
                told = [
                    told_value(name, old, new) if kind == "Values" else f"`{name}`"
                    for name in names[:SHOWN]
                ]
                more = [f"and {len(names) - SHOWN} more"] if len(names) > SHOWN else []
                yield f"- {kind} {what}: {', '.join([*told, *more])}"


def told_value(name: str, old: Content, new: Content) -> str:
    """A value with what it was and what it is."""
    before, after = (state["Values"].get(name) for state in (old, new))
    return f"`{name}` " + " → ".join(text for text in (before, after) if text is not None)


def changes(root: Path, base: str) -> Iterable[str]:
    """The report on a checkout; one line where it cannot be made."""
    with tempfile.TemporaryDirectory() as work:
        try:
            write_state(root, git(root, "merge-base", base, "HEAD"), Path(work))
            old, new = load_site(Path(work)), load_site(root)
            return list(report(content_of(old), content_of(new), unread(old) | unread(new)))
        except subprocess.CalledProcessError:
            return [f"There is no commit {base} to compare with."]
        except UnusableSiteError as error:
            return [f"The content cannot be compared: {error}."]


if __name__ == "__main__":
    print(*changes(Path(*sys.argv[2:3]).resolve(), sys.argv[1]), sep="\n")
