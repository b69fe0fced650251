"""Translations as gettext keeps them: below docs/locale/LANGUAGE/, one PO file for each page and each data file."""

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, denormalize, read_po, write_po

from refdesk.files.checkout import DOCS
from refdesk.files.text import TextFile, read_text
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
_MESSAGE = re.compile(r'^msgid((?:\s*"(?:[^"\\]|\\.)*")+)', re.MULTILINE)
_LINE = re.compile(r'\s*(?:#.*|[^\s"]*\s*"(?:[^"\\]|\\.)*"\s*)?')


@dataclass(frozen=True, eq=False)
class Translations:
    """The translated texts of one PO file, whose white space counts as one blank; none of what the text was.

    ``messages`` holds the translation of each text and the line of its message, ``texts`` all, also those without one.
    """

    file: TextFile
    messages: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    texts: tuple[str, ...] = ()

    def of(self, text: str) -> str | None:
        """Return the translation of a text, None when there is none."""
        found = self.messages.get(as_message(text))
        return found[0] if found is not None else None

    def problem(self, code: str, line: int, message: str) -> Problem:
        """Return a problem at a line of the file."""
        starts = self.file.line_starts
        return self.file.problem(code, starts[min(line, len(starts)) - 1], message)


NO_TRANSLATIONS = Translations(TextFile("", ""))


def as_message(text: str) -> str:
    """Return a text as a message has it: on one line."""
    return " ".join(text.split())


def po_path(path: str) -> str:
    """Return where the translations of a page or a data file stand: ``hubs/shandong.md`` -> ``hubs/shandong.po``."""
    return f"{path.rpartition('.')[0]}.po"


def read_translations(docs_dir: Path) -> Mapping[str, Mapping[str, Translations]]:
    """Return the translations into each language by the path of their PO file: ``hubs/shandong.po``, ``data/hubs.po``.

    A site is translated into the languages whose folders hold one.
    """
    found: dict[str, dict[str, Translations]] = {}
    for file in sorted((docs_dir / LOCALES).glob("*/**/*.po")):
        shown = f"{DOCS}/{file.relative_to(docs_dir).as_posix()}"
        _, _, language, path = shown.split("/", 3)
        found.setdefault(language, {})[path] = _parsed(read_text(file, shown))
    return found


@lru_cache(maxsize=1 << 14)
def _parsed(file: TextFile) -> Translations:
    try:
        for number, said in enumerate(file.text.split("\n")):
            if not _LINE.fullmatch(said):  # Babel would take its first and its last sign for quotation marks
                raise PoFileError('a text stands between quotation marks; one in it is \\"', Catalog(), said, number)
        catalog = read_po(io.StringIO(file.text), abort_invalid=True)
    except (PoFileError, ValueError) as error:
        line = getattr(error, "lineno", 0) + 1
        reason = str(error).removesuffix(f" on {line - 1}")
        problem = Translations(file).problem("translation-syntax", line, f"cannot be read: {reason}")
        return Translations(file, problems=(*file.problems, problem))
    problems = [*file.problems]
    first: dict[str, int] = {}
    for message in _MESSAGE.finditer(file.text):
        line, text = file.place(message.start()).line, denormalize(message[1])
        if first.setdefault(text, line) != line:
            said = f"this text stands already at line {first[text]}"
            problems.append(file.problem("duplicate-entry", message.start(), said, "Keep one of the two"))
    messages = {
        as_message(str(one.id)): (str(one.string), one.lineno or 1)
        for one in catalog
        if one.id and one.string and not one.fuzzy
    }
    return Translations(file, messages, tuple(problems), tuple(str(one.id) for one in catalog if one.id))


def updated(before: str, language: str, texts: Iterable[str]) -> str:
    """Return a PO file with the given texts: known ones keep their translation, near ones give a stale one.

    The translation of what is gone is kept at the end, for the day when it comes back.
    """
    fresh = Catalog()
    for text in texts:
        fresh.add(text)
    catalog = read_po(io.StringIO(before))
    for gone in catalog.obsolete.values():
        catalog[gone.id] = gone
    catalog.update(fresh)
    catalog.obsolete = {key: one for key, one in catalog.obsolete.items() if key not in catalog and one.string}
    written = io.BytesIO()
    write_po(written, catalog, width=0, omit_header=True)
    return _HEAD.format(language) + written.getvalue().decode().lstrip("\n")
