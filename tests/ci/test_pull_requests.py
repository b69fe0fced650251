"""What a pull request is told: three jobs without secrets; a summary of problems, changes and certain fixes."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path
from types import ModuleType

import pytest
import yaml

import changed_pages
import summary as of_the_job
from conftest import ROOT, append, build, copy_sample, git

JOBS = yaml.safe_load((ROOT / ".github/workflows/site.yml").read_text(encoding="utf-8"))["jobs"]


def committed_sample(folder: Path) -> Path:
    """The sample site as the first commit of a repository."""
    root = copy_sample(folder)
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "Begin")
    return root


def summary(root: Path, base: str = "HEAD") -> str:
    """What stands in the summary of the job."""
    return printed(of_the_job, base, root)


def printed(program: ModuleType, base: str, root: Path) -> str:
    """What a program of ``.ci`` prints."""
    output = io.StringIO()
    with redirect_stdout(output), pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", [program.__name__, base, str(root)])
        program.main()
    return output.getvalue()


def test_check_preview_and_tests_run_side_by_side_without_a_secret() -> None:
    assert "secrets." not in (ROOT / ".github/workflows/site.yml").read_text(encoding="utf-8")
    for name in ("check", "preview", "test"):
        job = JOBS[name]
        assert "needs" not in job
        assert "if" not in job
        [command] = [step["run"].split()[0] for step in job["steps"] if "run" in step]
        assert command == f".ci/{name}"
        assert os.access(ROOT / command, os.X_OK)


def test_the_summary_of_a_sound_change_says_what_it_adds(tmp_path: Path) -> None:
    root = committed_sample(tmp_path / "site")
    assert "No page, entry or value." in summary(root)
    append(root / "docs/topics/lenses.md", "\nLenses are ground.\n")
    series = root / "docs/data/series/national.csv"
    first, row, *rest = series.read_text(encoding="utf-8").splitlines()
    cells = row.split(",")
    changed = ",".join([cells[0], "1.25", *cells[2:]])
    series.write_text("\n".join([first, changed, *rest]) + "\n", encoding="utf-8")
    told = summary(root)
    assert "| Pages |  | 1 |  |" in told
    assert "Pages changed: `docs/topics/lenses.md`" in told
    assert f"`national/{cells[0]}/{first.split(',')[1]}` {cells[1]} → 1.25" in told
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "Add")
    assert "No page, entry or value." in summary(root)
    assert "| Pages |  | 1 |  |" in summary(root, "HEAD^1")


def test_the_summary_has_every_problem_and_the_certain_fixes(tmp_path: Path) -> None:
    root = committed_sample(tmp_path / "site")
    page = root / "docs/topics/lenses.md"
    append(page, "\nSee [modes](Modes.md).\n\nLenses are ground.\n")
    append(page, "".join(f"\nSee [@no-such-source-{n}].\n" for n in range(40)))
    told = summary(root)
    assert all(f"no-such-source-{n}'" in told for n in range(40)), "more than the host annotates"
    patch = told.partition("```diff\n")[2].partition("\n```")[0]
    assert "+See [modes](modes.md)." in patch
    assert "Modes.md" in page.read_text(encoding="utf-8"), "the checkout stays as it is"
    (tmp_path / "fixes.patch").write_text(patch, encoding="utf-8")
    git(root, "apply", str(tmp_path / "fixes.patch"))
    assert "[modes](modes.md)" in page.read_text(encoding="utf-8")


def test_a_file_that_cannot_be_read_has_lost_nothing(tmp_path: Path) -> None:
    root = committed_sample(tmp_path / "site")
    append(root / "docs/data/glossary.yml", '- id: "\n')
    append(root / "docs/data/series/national.yml", "  key: [\n")
    told = summary(root)
    assert "Cannot be read, and so not compared: Terms, computed, national." in told
    assert "Terms removed" not in told
    assert "`national/" not in told


def test_what_cannot_be_compared_is_said(tmp_path: Path) -> None:
    root = committed_sample(tmp_path / "site")
    command = [sys.executable, str(ROOT / ".ci" / "summary.py"), "nowhere", str(root)]
    told = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    assert "There is no commit nowhere to compare with." in told
    (root / "mkdocs.yml").unlink()
    assert "Nothing can be checked" in summary(root)


def test_a_preview_lists_what_reads_differently_and_shows_mistakes_on_each_page(tmp_path: Path) -> None:
    root = committed_sample(tmp_path / "site")
    append(root / "docs/topics/lenses.md", "\nLenses are <ground> [@nobody].\n")
    unsafe = ["assets/page.html", "assets/run.js", "assets/drawing.svg", "assets/linked.txt", "linked/hosts"]
    (root / "docs/assets").mkdir(exist_ok=True)
    for name in unsafe[:3]:
        (root / "docs" / name).write_text("<svg><script>x()</script></svg>", encoding="utf-8")
    (root / "overrides/assets/linked.txt").symlink_to("/etc/hosts")
    (root / "docs/linked").symlink_to("/etc")
    built = build(root, "--quiet", "--config-file", "mkdocs-offline.yml", "--site-dir", "preview/site", DRAFT="1")
    assert built.returncode == 0
    assert "unknown-source" in (root / "preview/site/problems.js").read_text(encoding="utf-8")
    assert "problems.js" in (root / "preview/site/topics/money.html").read_text(encoding="utf-8")
    assert [name for name in unsafe if (root / "preview/site" / name).exists()] == []
    page = printed(changed_pages, "HEAD", root)
    assert "no source &#39;nobody&#39;" in page
    assert "<p></p><p><ins>Lenses are &lt;ground&gt; [@nobody].</ins></p>" in page
    for address in re.findall('href="(site/[^"]+)"', page):
        assert (root / "preview" / address).is_file()
    assert "topics/modes" not in page
    assert "There is no commit nowhere" in printed(changed_pages, "nowhere", root)
