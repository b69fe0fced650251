"""Files of translations: what an update keeps, what it marks as stale, and what no program takes for an error."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from refdesk.files.catalog import updated

SHARE = "The share of basic research rose to 6.88% in 2024."
LONG = 'A sentence of more than the eighty signs of a line is neither broken nor cut, whatever it quotes: "no less".'
TRANSLATED = f"""\
# Li Hua, 2026.
msgid ""
msgstr ""
"Project-Id-Version: From 0 to 1\\n"
"Last-Translator: Li Hua <li.hua@example.org>\\n"
"Language: zh\\n"
"X-Generator: Poedit 3.4\\n"

# The bureau writes 占比.
msgid "{SHARE}"
msgstr "2024年，基础研究占比升至6.88%。"

msgid "One"
msgstr "一"
"""
CHANGED = SHARE.replace("rose", "had risen")


def message(text: str, start: str) -> list[str]:
    """Return the lines of the message whose text begins so, with its comments."""
    return next(block.splitlines() for block in text.split("\n\n") if f'msgid "{start}' in block)


def test_what_translators_and_their_programs_wrote_stays() -> None:
    after = updated(TRANSLATED, "zh", [SHARE, "One"])
    head, first, *_ = after.split("\n\n")
    assert head.startswith("# Li Hua, 2026.\nmsgid")
    assert '"Last-Translator: Li Hua <li.hua@example.org>\\n"\n' in head
    assert '"X-Generator: Poedit 3.4\\n"\n' in head
    assert first.startswith("# The bureau writes 占比.\nmsgid")
    assert updated(after, "zh", [SHARE, "One"]) == after


def test_beside_a_stale_translation_stands_what_it_translates() -> None:
    after = updated(TRANSLATED, "zh", [CHANGED, "One"])
    wanted = ["#, fuzzy", f'#| msgid "{SHARE}"', f'msgid "{CHANGED}"']
    assert message(after, CHANGED)[1:4] == wanted
    again = updated(after, "zh", [CHANGED.replace("2024", "2023"), "One"])
    assert message(again, "The share")[1:3] == wanted[:2], "the translation is still that of the first text"
    done = updated(after.replace("#, fuzzy\n", ""), "zh", [CHANGED, "One"])
    assert f'#| msgid "{SHARE}"' not in done


def test_a_text_that_is_gone_is_kept_until_the_texts_change_again() -> None:
    gone = updated(TRANSLATED, "zh", ["One"])
    assert f'#~ msgid "{SHARE}"' in gone
    assert updated(gone, "zh", ["One"]) == gone
    assert 'msgstr "2024年' in "\n".join(message(updated(gone, "zh", ["One", SHARE]), SHARE)[1:])
    assert SHARE not in updated(gone, "zh", ["One", "Another thing"])


def test_no_program_takes_a_sentence_for_a_format(tmp_path: Path) -> None:
    """Gettext refuses a translation whose per cent signs are not those of its text, where both are called formats."""
    quoted = LONG.replace('"', '\\"')
    before = updated("", "zh", ["It grew by 5 % more", "{} rows", LONG])
    assert '"Language: zh\\n"' in before
    filled = before.replace('more"\nmsgstr ""', 'more"\nmsgstr "增长5%，更多"')
    after = updated(filled, "zh", ["It grew by 5 % more still", "{} rows", f"{LONG} It is."])
    assert f'msgid "{quoted} It is."' in after
    assert "format" not in after
    marked = TRANSLATED.replace('msgid "One"', '#, python-format\nmsgid "One"')
    assert "format" not in updated(marked, "zh", [SHARE, "One"])
    if (msgfmt := shutil.which("msgfmt")) is not None:
        for name, text in (("before", before), ("after", after), ("changed", updated(TRANSLATED, "zh", [CHANGED]))):
            (tmp_path / name).write_text(text, encoding="utf-8")
            done = subprocess.run([msgfmt, "-c", "-o", "/dev/null", tmp_path / name], capture_output=True, check=False)
            assert done.returncode == 0, done.stderr
