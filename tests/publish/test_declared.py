"""What a build writes for scripts has the form that types/ declares, to which ``make lint`` holds the scripts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from conftest import ROOT


def assert_declared(script: Path) -> None:
    """Check the types of a script that a build has written."""
    deno = Path(sys.executable).with_name("deno")
    command = [deno, "check", "--quiet", "--config", ROOT / "deno.jsonc", script]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr[:2000]


def test_the_search_index_has_the_form_that_the_search_reads(built_site: Path) -> None:
    [index] = built_site.glob("assets/search-index.*.js")
    assert_declared(index)


def test_the_figures_have_the_form_that_the_explorer_reads(built_site: Path, tmp_path: Path) -> None:
    figures = (built_site / "assets/scripts/explorer.js").read_text(encoding="utf-8").split("\n")[0]
    script = tmp_path / "figures.js"
    # The scripts of the explorer make more of this object: what a build writes is the data alone.
    script.write_text(figures.replace("window.refdeskExplorer=", "/** @type {ExplorerData} */ export const data =", 1))
    assert_declared(script)


def test_what_is_known_has_the_form_that_the_forms_read(built_site: Path, tmp_path: Path) -> None:
    known = (built_site / "assets/scripts/form.js").read_text(encoding="utf-8").split("\n")[0]
    script = tmp_path / "known.js"
    script.write_text(known.replace("window.refdeskForms=", "/** @type {KnownEntries} */ export const known =", 1))
    assert_declared(script)
