"""Style sheets and scripts: written in many files, sent in few, without what only their writers read."""

from __future__ import annotations

import re
from pathlib import Path

from conftest import ROOT
from refdesk.publish.assets import SEARCH, is_changed, minified_script, published_files, published_paths
from refdesk.site.generated import CHART_STYLES
from refdesk.site.site import Site

STYLES, SCRIPTS = "assets/styles/site.css", "assets/scripts/site.js"


def test_files_of_one_folder_are_joined_in_order_and_others_are_sent_alone() -> None:
    texts = {
        "assets/styles/b.css": "b { c: d }\n",
        "assets/styles/a.css": "/* why */\na {\n  content: '; { ';\n}\n",
        "assets/styles/loose.css": "p { x: y }",
        "assets/scripts/a.js": "// why\n  one();\n",
        "assets/scripts/search-text.js": "two();",
    }
    named = ["https://example.org/x.css", "assets/styles/a.css", "assets/styles/gone.css", "assets/styles/b.css",
             "assets/scripts/a.js"]  # fmt: skip
    assert all(map(is_changed, texts))
    assert published_files(texts, named) == {
        "assets/styles/loose.css": "p{x:y}",
        STYLES: "a{content:'; { '}\nb{c:d}\n",
        SCRIPTS: "one();\n",
        SEARCH: "two();\n",
    }
    assert published_paths(named) == ["https://example.org/x.css", STYLES, SCRIPTS]


def test_blanks_that_mean_something_stay() -> None:
    script = "let text = `\n// no comment\n  ${a}`, address = 'https://x'; // why\n"
    assert minified_script(script) == "let text=`\n// no comment\n  ${a}`,address='https://x';"


def test_a_page_loads_one_style_sheet_and_one_script_of_the_site(public_sample: Path) -> None:
    html = (public_sample / "topics" / "money" / "index.html").read_text(encoding="utf-8")
    assert html.count("/assets/styles/") == html.count(f"/{STYLES}") == 1
    assert html.count(f'/{SCRIPTS}" defer></script>') == 1
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for path in (ROOT / "overrides" / "assets").glob("s*/**/*.*s"):
        uri = path.relative_to(ROOT / "overrides").as_posix()
        is_part = f" {uri}\n" in settings or path.name.startswith("search-") or path.parent.name in {"explore", "form"}
        assert (public_sample / uri).exists() != is_part, uri


def test_style_sheets_and_settings_name_files_that_are_there(loaded: Site) -> None:
    folder = ROOT / "overrides"
    for path in (folder / "assets").rglob("*.css"):
        named = re.findall(r"\burl\(\s*[\"']?(?!data:|#)([^\"'()#\s?]+)", path.read_text(encoding="utf-8"))
        assert [url for url in named if not (path.parent / url).is_file()] == [], path
    site = loaded
    theme = site.config.settings["theme"]
    named = [str(theme[name]) for name in theme.keys() & {"logo", "favicon"}]
    named += [asset.name for asset in site.config.assets if asset.name != CHART_STYLES]
    folders = (site.config.docs_dir, site.config.theme_dir)
    assert [name for name in named if not any((one / name).is_file() for one in folders)] == []
    assert site.config.settings["plugins"] == []
