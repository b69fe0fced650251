"""Real builds: mistakes stop the build, nothing needs a network, bytes repeat."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from conftest import BIN, ROOT, append, build, copy_sample, refdesk


def test_refdesk_imports_no_site_engine() -> None:
    code = (
        "import pkgutil, importlib, refdesk, sys\n"
        "for module in pkgutil.walk_packages(refdesk.__path__, 'refdesk.'):\n"
        "    importlib.import_module(module.name)\n"
        "print(sorted(m for m in sys.modules if m.split('.')[0] in {'mkdocs', 'material', 'properdocs', 'zensical'}))\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_a_table_is_whole(sample_root: Path) -> None:
    html = (sample_root / "site" / "topics" / "modes" / "index.html").read_text(encoding="utf-8")
    table = re.search(r'<figure class="rd-figure" id="table-modes">.*?</figure>', html, re.DOTALL)
    assert table
    assert "<caption>Two modes of research compared</caption>" in table.group()
    assert table.group().count('scope="col"') == 3
    rows = re.findall(r'<tr id="modes-([\w-]+)">\s*<th scope="row">', table.group())
    assert rows == ["goal", "risk", "horizon", "measure"]
    assert 'href="../../data/paradigms.csv" download' in table.group()
    for name in ("paradigms.csv", "paradigms.json", "series/national.csv", "series/national.json", "sources.bib"):
        assert (sample_root / "site" / "data" / name).stat().st_size > 0


def test_a_mistake_stops_the_build_and_reads_as_in_the_check(tmp_path: Path) -> None:
    site = copy_sample(tmp_path / "checkout")
    append(site / "docs" / "topics" / "lenses.md", "\nSee [this](../places/nort.md) and [@no-such-source].\n")
    checked = refdesk("check", "--root", str(site))
    assert checked.returncode == 1
    *problems, summary = checked.stdout.splitlines()
    assert len(problems) == 2
    for flags in (["-q"], ["--strict", "-v"]):
        result = build(site, *flags, "--site-dir", str(tmp_path / "site"))
        assert result.returncode != 0, flags
        for problem in problems:
            assert result.stdout.count(problem) == 1, (flags, result.stdout)
        assert summary in result.stdout
        assert "but the target" not in result.stdout, "MkDocs says again what refdesk has said"
        assert not (tmp_path / "site" / "index.html").exists()


def test_a_site_that_cannot_be_written_is_told_in_a_line(tmp_path: Path) -> None:
    """A folder below a file can be made by nobody, not even by an administrator."""
    site = copy_sample(tmp_path / "checkout")
    result = build(site, "-q", "--site-dir", "mkdocs.yml/site")
    assert result.returncode != 0
    [line] = result.stdout.splitlines()
    assert "mkdocs.yml" in line
    assert "Not a directory" in line
    assert not [path for path in site.iterdir() if path.name.startswith(".site")]


# Runs the engine where no connection can be made.
_ALONE = """
import runpy, socket, sys

def audit(event, _):
    if event.startswith(("socket.connect", "socket.getaddrinfo", "socket.sendto")):
        raise OSError("the network is cut off")

sys.addaudithook(audit)
try:
    socket.create_connection(("127.0.0.1", 9))
except OSError as error:
    assert str(error) == "the network is cut off"
runpy.run_module("mkdocs", run_name="__main__", alter_sys=True)
"""


def test_a_build_without_a_network_gives_the_same_bytes(tmp_path: Path, sample_root: Path) -> None:
    command = [sys.executable, "-c", _ALONE, "build", "--strict", "--site-dir", str(tmp_path / "again")]
    root = copy_sample(tmp_path / "elsewhere")
    result = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    first, second = (
        {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}
        for site in (sample_root / "site", tmp_path / "again")
    )
    assert first.keys() == second.keys()
    assert [path for path in first if first[path] != second[path]] == []


_COMMENT_PIN_OR_HASH = r"#.*|[A-Za-z0-9][\w.-]*==[\w.+!-]+(?: ; [^;]+)? \\|    --hash=sha256:[0-9a-f]{64}(?: \\)?"


def test_no_requirement_names_a_registry() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text
        options = [line for line in text.splitlines() if not re.fullmatch(_COMMENT_PIN_OR_HASH, line)]
        assert options == [], "a line that is no comment, pin or hash may name a registry"
        pinned = re.findall(r"^[A-Za-z0-9][\w.-]*==", text, re.M)
        assert len(pinned) > 20
        assert text.count("--hash=sha256:") >= len(pinned)


def test_no_page_has_an_inline_style_or_a_head_without_scope(built_site: Path) -> None:
    for page in built_site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"<t[hd][^>]*\sstyle=", text), page
        assert not re.search(r"<th(?![^>]*\sscope=)[ >]", text), page


def test_a_page_that_is_not_utf8_is_told_at_its_place(tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "site")
    with (root / "docs/topics/modes.md").open("ab") as page:
        page.write("\nA text of 1° from a spreadsheet.\n".encode("latin-1"))
    result = build(root, "--strict")
    assert result.returncode == 1
    assert re.search(r"docs/topics/modes\.md:\d+:12: encoding: ", result.stdout)
    assert "Traceback" not in result.stdout


# What a reader and a link depend on.
ID = re.compile(r'\bid="([^"]*)"')
LINK = re.compile(r'<a\b[^>]*\bhref="([^"]*)"')


def pages(site: Path) -> dict[str, tuple[list[str], list[str]]]:
    """Path -> ids and links of each page, in order."""
    texts = {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    return {name: (ID.findall(text), LINK.findall(text)) for name, text in texts.items()}


def test_another_engine_builds_the_same_pages(sample_root: Path, tmp_path: Path) -> None:
    command = [str(BIN / "properdocs"), "build", "--strict", "--config-file", "mkdocs.yml", "--site-dir", str(tmp_path)]
    done = subprocess.run(command, cwd=sample_root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Doc file" not in done.stdout + done.stderr  # what the engine says of links, the check says with a place
    assert pages(tmp_path) == pages(sample_root / "site")
