"""Golden cases: a clean site, one change, the full list of problems it must give: nothing missing, nothing extra.

Adding a case is adding YAML to tests/rules/golden. A file holds ``cases``, each a change to tests/sites/house. A case
holds

- ``name``;
- one change, or several under ``changes``: ``edit: PATH`` with ``from`` and ``to`` (``from`` stands once in the file);
  ``append: PATH`` or ``add: PATH`` with ``text`` (``!!binary`` for bytes that are no text); ``delete: PATH``;
  ``rename: PATH`` with ``to``; ``link: PATH`` with ``to`` (a symbolic link);
- the expected problems, in either of two ways: as marks in ``to`` and ``text``, right before the token at fault, as in
  ``[page](«missing-page»nowhere.md)`` or, with a part of the hint, ``[page](«missing-page|lists.md»list.md)``; or under
  ``expect`` as lines ``docs/guide/lists.md:20:8: missing-page`` (with ``| part of the hint`` behind it, if wanted).

A file may hold ``matrix`` instead: each of its ``references`` is put into each of its ``constructs`` (at ``{}``). A
construct is a text that is appended to a copy of ``page``, or a change of its own. The references of one construct
stand on pages of one site; the changes that take one reference are made together.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from conftest import HOUSE
from refdesk.check import check
from refdesk.problems.problem import CATALOGUE, Problem
from refdesk.rules.run import load_rules
from refdesk.site.site import load_site

load_rules()
HERE = Path(__file__).parent
_MARK = re.compile(r"«(?P<code>[a-z-]+)(?:\|(?P<hint>[^»]*))?»")


@dataclass
class Case:
    """One golden case."""

    name: str
    changes: list[dict[str, Any]]
    expect: list[str] = field(default_factory=list)


@dataclass(frozen=True, order=True)
class Expected:
    """One expected problem: its place and code as a line, and a part of its hint."""

    line: str
    hint: str = ""


def _cases() -> Iterator[Case]:
    for path in sorted((HERE / "golden").glob("*.yml")):
        data = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        for case in data.get("cases", ()):
            own = {key: value for key, value in case.items() if key not in {"name", "changes", "expect"}}
            changes = case.get("changes", [own] if own else [])
            yield Case(f"{path.stem}: {case['name']}", changes, case.get("expect", []))
        for matrix in data.get("matrix", ()):
            yield from _products(path.stem, matrix)


def _products(stem: str, matrix: dict[str, Any]) -> Iterator[Case]:
    texts = {name: made for name, made in matrix["constructs"].items() if isinstance(made, str)}
    edits = [made for made in matrix["constructs"].values() if isinstance(made, dict)]
    for name, template in texts.items():
        names = [f"{matrix['page'].removesuffix('.md')}-copy-{n}.md" for n, _ in enumerate(matrix["references"])]
        copies = [
            {"copy": matrix["page"], "to": copy, "text": "\n" + template.replace("{}", reference) + "\n"}
            for copy, reference in zip(names, matrix["references"].values(), strict=True)
        ]
        nav = "".join(f"  - {copy.removeprefix('docs/')}\n" for copy in names)
        yield Case(f"{stem}: every reference in {name}", [*copies, {"append": "mkdocs.yml", "text": nav}])
    for name, reference in matrix["references"].items() if edits else ():
        changes = [{key: value.replace("{}", reference) for key, value in edit.items()} for edit in edits]
        yield Case(f"{stem}: {name} in every field", changes)


def _is_append(case: Case) -> bool:
    """Whether a case does nothing but add text to a page, and expects nothing that depends on other pages."""
    if len(case.changes) > 1 or case.expect or not str(case.changes[0].get("append")).endswith(".md"):
        return False
    codes = {match["code"] for match in _MARK.finditer(case.changes[0]["text"])}
    return "value-mismatch" not in codes and not any(CATALOGUE[code].after for code in codes)


CASES = list(_cases())
APPENDED = [case for case in CASES if _is_append(case)]
OTHERS = [case for case in CASES if not _is_append(case)]


def _apply(root: Path, change: dict[str, Any]) -> list[Expected]:
    """Make one change; what the marks in it expect."""
    match change:
        case {"edit": path, "from": old, "to": new}:
            text = (root / path).read_bytes().decode("utf-8")
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
            return _write(root, path, text.replace(old, new))
        case {"append": path, "text": text}:
            return _write(root, path, (root / path).read_bytes().decode("utf-8") + text)
        case {"copy": path, "to": new, "text": text}:
            page = (root / path).read_bytes().decode("utf-8")
            return _write(root, new, re.sub(r"(?m)^title: .*", f"title: {Path(new).stem}", page, count=1) + text)
        case {"add": path, "text": bytes() as data}:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)
        case {"add": path, "text": text}:
            return _write(root, path, text)
        case {"delete": path}:
            target = root / path
            shutil.rmtree(target) if target.is_dir() else target.unlink()
        case {"rename": path, "to": new}:
            (root / new).parent.mkdir(parents=True, exist_ok=True)
            (root / path).rename(root / new)
        case {"link": path, "to": target}:
            (root / path).symlink_to(target)
        case _:
            raise AssertionError(f"no such change: {change}")
    return []


def _write(root: Path, path: str, marked: str) -> list[Expected]:
    """Write a text without its marks; the marks as expected problems at their places."""
    expected: list[Expected] = []
    plain = ""
    at = 0
    for match in _MARK.finditer(marked):
        plain += marked[at : match.start()]
        at = match.end()
        line, column = plain.count("\n") + 1, len(plain) - plain.rfind("\n")
        column -= plain.startswith("\ufeff") and line == 1
        expected.append(Expected(f"{path}:{line}:{column}: {match['code']}", match["hint"] or ""))
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes((plain + marked[at:]).encode("utf-8"))
    return expected


def _found(root: Path) -> list[Problem]:
    return list(check(load_site(root)).problems)


def _line(problem: Problem) -> str:
    return f"{problem.path}:{problem.line}:{problem.column}: {problem.code}"


Alarms = dict[tuple[str, str, str], Problem]


def _alarm(problem: Problem, path: str = "") -> tuple[str, str, str]:
    return path or problem.path, problem.code, problem.message  # its line differs where a change stands above it


@pytest.fixture(scope="session")
def alarms() -> Alarms:
    """What the clean site gives: a case of its own tells of it, and the others leave it out."""
    return {_alarm(problem): problem for problem in _found(HOUSE)}


class Appended(NamedTuple):
    """What is found on the copies of pages, and what the marks expect, by case; what is found anywhere else."""

    found: dict[str, list[Problem]]
    expected: dict[str, list[Expected]]
    elsewhere: list[Problem]


@pytest.fixture(scope="session")
def appended(tmp_path_factory: pytest.TempPathFactory, alarms: Alarms) -> Appended:
    """All cases that add text to one page are checked at once, each on a copy of its page.

    A site for each would take most of the time of these tests.
    """
    root = shutil.copytree(HOUSE, tmp_path_factory.mktemp("appended") / "site")
    made = Appended({}, {}, [])
    cases: dict[str, Case] = {}
    for number, case in enumerate(APPENDED):
        page = case.changes[0]["append"]
        copy = page.replace(".md", f"-copy-{number}.md")
        cases[copy], made.found[case.name] = case, []
        made.expected[case.name] = _apply(root, {"copy": page, "to": copy, "text": case.changes[0]["text"]})
        _apply(root, {"append": "mkdocs.yml", "text": f"  - {copy.removeprefix('docs/')}\n"})
    for problem in _found(root):
        copied = cases.get(problem.path)
        original = copied.changes[0]["append"] if copied is not None else problem.path
        if _alarm(problem, original) not in alarms:
            (made.found[copied.name] if copied is not None else made.elsewhere).append(problem)
    return made


def test_the_clean_site_gives_nothing(alarms: Alarms) -> None:
    assert not alarms, "a false alarm:\n" + "\n".join(map(str, alarms.values()))


def test_text_added_to_one_page_gives_nothing_on_others(appended: Appended) -> None:
    assert not appended.elsewhere, "a false alarm:\n" + "\n".join(map(str, appended.elsewhere))


@pytest.mark.parametrize("case", APPENDED, ids=[case.name for case in APPENDED])
def test_golden_text(case: Case, appended: Appended) -> None:
    _compare(appended.found[case.name], appended.expected[case.name])


@pytest.mark.parametrize("case", OTHERS, ids=[case.name for case in OTHERS])
def test_golden(case: Case, tmp_path: Path, alarms: Alarms) -> None:
    root = shutil.copytree(HOUSE, tmp_path / "site")
    expected = [Expected(*re.split(r"\s*\|\s*", line, maxsplit=1)) for line in case.expect]
    for change in case.changes:
        expected += _apply(root, change)
    _compare([problem for problem in _found(root) if _alarm(problem) not in alarms], expected)


def _compare(problems: list[Problem], expected: list[Expected]) -> None:
    shown = [_line(problem) for problem in problems]
    wanted = sorted(one.line for one in expected)
    extra = [str(problem) for problem, line in zip(problems, shown, strict=True) if line not in wanted]
    assert sorted(shown) == wanted, "\n".join(["not expected:", *extra])
    for one in expected:
        hints = [p.hint for p, line in zip(problems, shown, strict=True) if line == one.line]
        assert any(one.hint in hint for hint in hints), f"{one.line}: {one.hint!r} is not in {hints}"


def test_every_code_has_a_golden_case() -> None:
    marked = {m["code"] for case in CASES for change in case.changes for m in _MARK.finditer(str(change))}
    listed = {line.split("|")[0].rsplit(": ", 1)[1].strip() for case in CASES for line in case.expect}
    assert set(CATALOGUE) - marked - listed == set()
