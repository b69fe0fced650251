"""Every rule is explained to writers, and its own example is reported by it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path

import pytest

from conftest import ROOT, copy_sample, copy_site
from refdesk.blocks.expand import expand
from refdesk.check import check
from refdesk.pages.render import Renderer
from refdesk.problems.problem import CATALOGUE, Problem, Rule
from refdesk.rules.run import load_rules
from refdesk.site.site import Site, load_site

load_rules()
IN_FILES = [code for code, rule in CATALOGUE.items() if rule.file]
ON_PAGES = [code for code in CATALOGUE if code not in {*IN_FILES, "unreadable-file"}]


def put_on_page(root: Path, number: int, rule: Rule) -> str:
    """A page that holds the example; its path."""
    path = f"docs/pillars/example-{number}.md"
    head = (
        f"---\ntitle: Example {number}\ndescription: An example.\nreviewed: 2026-11-01\n---\n\n# Example {number}\n\n"
    )
    (root / path).write_text(("" if rule.example.startswith("---") else head) + rule.example + "\n", encoding="utf-8")
    return path


def put_in_file(root: Path, rule: Rule) -> None:
    """Add the example to its file of data or settings; a CSV is a series of its own."""
    file = root / rule.file
    if rule.file.endswith("example.csv"):
        columns = "".join(
            f"\n    {name}: {{title: {name}, unit: {'year' if name == 'year' else 'text'}}}"
            for name in rule.example.partition("\n")[0].split(",")
        )
        spec = "- id: example\n  title: Example\n  definition: An example.\n  licence: CC0\n  key: [year]\n  columns:"
        file.with_suffix(".yml").write_text(f"{spec}{columns}\n", encoding="utf-8")
        file.write_bytes(rule.example.encode().replace(b"<e4>", b"\xe4") + b"\n")
        return
    known = file.read_text(encoding="utf-8") if file.exists() else ""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{known.rstrip()}\n{rule.example.removeprefix('nav:').strip(chr(10))}\n", encoding="utf-8")


def problems(root: Path) -> list[Problem]:
    return list(check(load_site(root)).problems)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_site(tmp_path_factory.mktemp("examples") / "site")
    for path in (root / "docs/hubs/shandong.md", root / "docs/pillars/funding.md"):  # to which examples lead
        if not path.exists():  # it may have moved
            path.write_text("# A page\n", encoding="utf-8")
    return root


def codes_on_pages(site: Path, codes: Sequence[str]) -> dict[str, set[str]]:
    """The codes reported for the examples of some rules, each on a page of its own."""
    paths = {put_on_page(site, number, CATALOGUE[code]): code for number, code in enumerate(codes)}
    (site / "docs/drafts").mkdir()
    (site / "docs/drafts/plan.md").write_text("# Plan\n", encoding="utf-8")
    config = (site / "mkdocs.yml").read_text(encoding="utf-8")
    (site / "mkdocs.yml").write_text("draft_docs: drafts/\n" + config, encoding="utf-8")
    lost = "".join(f"{path.removeprefix('docs/')}\n  laboratories\n" for path in paths if paths[path] == "lost-address")
    addresses = site / "docs/data/addresses.txt"
    addresses.write_text(addresses.read_text(encoding="utf-8") + lost, encoding="utf-8")
    found: dict[str, set[str]] = {code: set() for code in paths.values()}
    for problem in problems(site):
        if problem.path in paths:
            found[paths[problem.path]].add(problem.code)
    for path in paths:
        (site / path).unlink()
    shutil.rmtree(site / "docs/drafts")
    for name in ("mkdocs.yml", "docs/data/addresses.txt"):
        shutil.copy(ROOT / name, site / name)
    return found


def silent(reported: Mapping[str, set[str]], codes: Iterable[str]) -> list[str]:
    """The codes that the example of their rule does not bring about."""
    return [code for code in codes if code not in reported[code]]


def test_every_example_on_a_page_is_reported(site: Path) -> None:
    last = [code for code in ON_PAGES if not set(ON_PAGES).isdisjoint(CATALOGUE[code].after)]  # others hide these
    reported = codes_on_pages(site, [code for code in ON_PAGES if code not in last]) | codes_on_pages(site, last)
    assert silent(reported, ON_PAGES) == []


def codes_in_files(site: Path, clean: Path, codes: Sequence[str]) -> dict[str, set[str]]:
    """The codes reported for the examples of some rules in their files; ``clean`` is the site without them."""
    found: dict[str, set[str]] = {}
    by_file: dict[str, list[str]] = {}
    alone = [code for code in codes if CATALOGUE[code].after]  # others may hide these
    for code in (code for code in codes if code not in alone):
        by_file.setdefault(CATALOGUE[code].file, []).append(code)
    for group in (*zip_longest(*by_file.values()), *([code] for code in alone)):
        rules = [CATALOGUE[code] for code in group if code is not None]
        for rule in rules:
            put_in_file(site, rule)
        told = problems(site)
        found |= {rule.code: {problem.code for problem in told if problem.path == rule.file} for rule in rules}
        for name in {name for rule in rules for name in (rule.file, rule.file.replace(".csv", ".yml"))}:
            shutil.copy(clean / name, site / name) if (clean / name).exists() else (site / name).unlink(missing_ok=True)
    return found


def test_every_example_in_a_file_is_reported(site: Path, tmp_path: Path) -> None:
    """Those about numbers of this site are in the site, all others already in the sample, which is quicker."""
    clean = copy_sample(tmp_path / "clean")
    changed = shutil.copytree(clean, tmp_path / "changed")
    left = silent(codes_in_files(changed, clean, IN_FILES), IN_FILES)
    assert silent(codes_in_files(site, ROOT, left), left) == []


def test_a_file_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "site")
    (root / "docs/about/example.md").write_text("# Example\n\n" + "[" * 10_000, encoding="utf-8")
    assert "unreadable-file" in {one.code for one in problems(root) if one.path == "docs/about/example.md"}


def test_every_rule_explains_and_helps() -> None:
    for code, rule in CATALOGUE.items():
        assert len(rule.explanation.split()) >= 6, code
        assert re.fullmatch(r"[a-z\[`].* .*\.", rule.fix), code


def test_every_code_has_a_section_on_the_page(loaded: Site) -> None:
    rendered = Renderer(loaded.config).render(expand(loaded, loaded.pages["about/problems.md"]))
    assert set(CATALOGUE) <= set(rendered.ids)
