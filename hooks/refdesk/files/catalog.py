"""Translations as gettext keeps them: below docs/locale/LANGUAGE/, one PO file for each page and each data file."""

import io
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from refdesk.files.text import Place, TextFile, read_text
from refdesk.problems.problem import Problem

LOCALES = "locale"  # the folder below the documentation folder
LABELS = "labels.po"  # what blocks, templates and scripts say
_HEAD = """\
msgid ""
msgstr ""
"Language: {}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


Text = str | tuple[str, ...]  # what is translated; of a text in two numbers, for one and for many


class Message(NamedTuple):
    """The translation of a text ('' when there is none, or one of what the text was), and its line."""

    translation: str
    line: int


class Translations(NamedTuple):
    """The messages of one PO file by their text, whose white space counts as one blank."""

    file: TextFile
    messages: Mapping[str, Message]
    problems: tuple[Problem, ...] = ()

    def of(self, text: str) -> str | None:
        """Return the translation of a text, None when there is none."""
        found = self.messages.get(as_message(text))
        return (found and found.translation) or None

    def problem(self, code: str, line: int, message: str) -> Problem:
        """Return a problem at a line of the file."""
        return self.file.problem(code, self.file.offset(Place(line, 1)), message)


def as_message(text: str) -> str:
    """Return a text as a message has it: on one line."""
    return " ".join(text.split())


def po_path(path: str) -> str:
    """Return where the translations of a page or a data file stand: ``hubs/shandong.md`` -> ``hubs/shandong.po``."""
    return f"{path.rpartition('.')[0]}.po"


def languages(docs_dir: Path) -> list[str]:
    """Return the languages that the site is translated into, by the folders of their translations."""
    return sorted(path.name for path in (docs_dir / LOCALES).glob("*") if path.is_dir())


def has_translation(docs_dir: Path, language: str, uri: str) -> bool:
    """Return whether a page is translated into a language."""
    return (docs_dir / LOCALES / language / po_path(uri)).is_file()


def read_translations(docs_dir: Path, language: str) -> Mapping[str, Translations]:
    """Return the translations into a language by the path of their PO file: ``hubs/shandong.po``, ``data/hubs.po``."""
    folder = docs_dir / LOCALES / language
    paths = sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*.po"))
    shown = f"{docs_dir.name}/{LOCALES}/{language}"
    return {path: _parsed(read_text(folder / path, f"{shown}/{path}"), language) for path in paths}


@lru_cache(maxsize=1 << 8)
def _parsed(file: TextFile, language: str) -> Translations:
    found = Translations(file, {}, file.problems)
    try:
        catalog = read_po(io.StringIO(file.text), locale=language, abort_invalid=True)
    except (PoFileError, ValueError) as error:
        line = getattr(error, "lineno", 0) + 1
        problem = found.problem("translation-syntax", line, f"cannot be read: {error}")
        return found._replace(problems=(*file.problems, problem))
    messages = {
        as_message(_last(one.id)): Message("" if one.fuzzy else _last(one.string or ""), one.lineno or 1)
        for one in catalog
        if one.id
    }
    return found._replace(messages=messages)


def _last(text: str | Iterable[str]) -> str:
    """Return a text, or of one in several numbers the last form."""
    return text if isinstance(text, str) else [*text][-1]


def updated(file: TextFile | None, language: str, texts: Iterable[Text]) -> str:
    """Return a PO file with the given texts: known ones keep their translation, near ones give a stale one.

    What is gone is kept at the end.
    """
    fresh = Catalog(locale=language)
    for text in texts:
        fresh.add(text)
    catalog = read_po(io.StringIO(file.text if file is not None else ""), locale=language)
    catalog.update(fresh)
    written = io.BytesIO()
    write_po(written, catalog, width=0, omit_header=True)
    return _HEAD.format(language) + written.getvalue().decode().lstrip("\n")
