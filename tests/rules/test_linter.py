"""The linter of Markdown that the check starts: where it is missing or fails, that is a problem of the site."""

from __future__ import annotations

import shutil

import pytest

from conftest import HOUSE
from refdesk.rules import markdown
from refdesk.site.site import load_site


def test_a_missing_linter_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    problems = list(markdown.check_site(load_site(HOUSE)))
    assert [(problem.path, problem.code) for problem in problems] == [("mkdocs.yml", "configuration")]
    assert "rumdl" in problems[0].message


def test_a_linter_that_fails_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_, **__: shutil.__file__)  # a file that is no program
    assert [problem.code for problem in markdown.check_site(load_site(HOUSE))] == ["configuration"]
