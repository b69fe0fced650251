"""Translations as gettext keeps them: below docs/locale/LANGUAGE/, one PO file for each page and
each data file.
"""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Unpack

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, denormalize, normalize, read_po

from refdesk.files.checkout import DOCS
from refdesk.files.text import TextFile, read_text
from refdesk.problems.problem import Causes, Problem, Slip

LOCALES = "locale"  # the folder below the documentation folder
LABELS = "labels.po"  # what blocks, templates and scripts say
_FIELDS = {  # of the header
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
_QUOTED = r'(?:\s*"(?:[^"\\]|\\.)*")+'
_MESSAGE = re.compile(f"^msgid({_QUOTED})", re.MULTILINE)
_HEADER = re.compile(rf'(?P<comments>(?:#.*\n)*)msgid ""\nmsgstr(?P<fields>{_QUOTED})')
# flags that Babel gives to any text with such signs
_GUESSED = {"python-format", "python-brace-format"}
_LINE = re.compile(r'\s*(?:#.*|[^\s"]*\s*"(?:[^"\\]|\\.)*"\s*)?')


@dataclass(frozen=True, eq=False)
class Translations:
    """The translated texts of one PO file, whose white space counts as one blank; none of what the
    text was.

    ``messages`` holds the translation of each text and the line of its message, ``texts`` all, also
    those without one.
    """

    file: TextFile
    messages: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    texts: tuple[str, ...] = ()

    def of(self, text: str) -> str | None:
        """Return the translation of a text, None when there is none."""
        found = self.messages.get(as_message(text))
        return found[0] if found is not None else None

    def problem(self, line: int, slip: Slip, **causes: Unpack[Causes]) -> Problem:
        """Return a problem at a line of the file."""
        starts = self.file.line_starts
        return self.file.problem(starts[min(line, len(starts)) - 1], slip, **causes)


NO_TRANSLATIONS = Translations(TextFile("", ""))


def as_message(text: str) -> str:
    """Return a text as a message has it: on one line."""
    return " ".join(text.split())


def po_path(path: str) -> str:
    """Return where the translations of a page or a data file stand: ``hubs/shandong.md`` ->
    ``hubs/shandong.po``.
    """
    return f"{path.rpartition('.')[0]}.po"


def read_translations(docs_dir: Path) -> Mapping[str, Mapping[str, Translations]]:
    """Return the translations into each language by the path of their PO file:
    ``hubs/shandong.po``, ``data/hubs.po``.

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
        catalog = _read(file.text)
    except (PoFileError, ValueError) as error:
        line = getattr(error, "lineno", 0) + 1
        reason = str(error).removesuffix(f" on {line - 1}")
        problem = Translations(file).problem(
            line, Slip("translation-syntax", f"cannot be read: {reason}")
        )
        return Translations(file, problems=(*file.problems, problem))
    messages = {
        as_message(str(one.id)): (str(one.string), one.lineno or 1)
        for one in catalog
        if one.id and one.string and not one.fuzzy
    }
    texts = tuple(str(one.id) for one in catalog if one.id)
    return Translations(file, messages, (*file.problems, *_doubles(file)), texts)


def _read(text: str) -> Catalog:
    """Return the catalog of a PO file.

    Raises PoFileError for a line that is no part of one: Babel would take the first and the last
    sign of a text for its quotation marks.
    """
    for number, line in enumerate(text.split("\n")):
        if not _LINE.fullmatch(line):
            reason = 'a text stands between quotation marks; one in it is \\"'
            raise PoFileError(reason, Catalog(), line, number)
    return read_po(io.StringIO(text), abort_invalid=True)


def _doubles(file: TextFile) -> Iterator[Problem]:
    """Yield a problem for each text that a PO file has a second time."""
    first: dict[str, int] = {}
    for message in _MESSAGE.finditer(file.text):
        line, text = file.place(message.start()).line, denormalize(message[1])
        if first.setdefault(text, line) != line:
            said = f"this text stands already at line {first[text]}"
            slip = Slip("duplicate-entry", said, "Keep one of the two")
            yield file.problem(message.start(), slip)


def updated(before: str, language: str, texts: Iterable[str]) -> str:
    """Return a PO file with the given texts: known ones keep their translation, near ones give a
    stale one.

    The translation of a text that is gone is kept at the end, for the day when it comes back, until
    the texts change the next time.
    """
    fresh = Catalog()
    for text in texts:
        fresh.add(text)
    catalog = read_po(io.StringIO(before))
    known = _ids(catalog)
    for gone in catalog.obsolete.values():
        catalog[gone.id] = gone
    for one in catalog:
        if not one.fuzzy:  # whoever took the mark away is done with what the text was
            one.user_comments = _notes(one)
    catalog.update(fresh)
    messages = [_written(one) for one in catalog if one.id]
    # those that went at an earlier change go when the texts change again
    stay = known if known != _ids(fresh) else known | catalog.obsolete.keys()
    kept = [_written(one, "#~ ") for one in _gone(catalog) if one.id in stay]
    return "\n".join([_header(before, language), *messages, *kept])


def _ids(catalog: Catalog) -> set[str]:
    """Return the texts of a catalog, without its header, whose text is empty."""
    return {str(one.id) for one in catalog if one.id}


def _gone(catalog: Catalog) -> list[Message]:
    """Return the messages whose text is gone and that were translated."""
    gone = catalog.obsolete.items()
    return [one for key, one in gone if key not in catalog and one.string]


def _header(before: str, language: str) -> str:
    """Return the header of a PO file, with what translators and their programs have written
    in it.
    """
    found = _HEADER.match(before)
    lines = denormalize(found["fields"].strip()).splitlines() if found is not None else []
    fields = {
        name: value for name, colon, value in (line.partition(": ") for line in lines) if colon
    }
    fields |= {"Language": language, **_FIELDS}
    text = "".join(f"{name}: {value}\n" for name, value in fields.items())
    comments = found["comments"] if found is not None else ""
    return f'{comments}msgid ""\nmsgstr {normalize(text, width=0)}\n'


def _notes(message: Message) -> list[str]:
    """Return the comments of translators, among which Babel counts what a text was before it
    changed.
    """
    return [one for one in message.user_comments if not one.startswith("|")]


def _written(message: Message, prefix: str = "") -> str:
    """Return a message of a PO file, with what its translation translates where that is stale."""
    flags = sorted(message.flags - _GUESSED)
    lines = [f"# {note}".rstrip() for note in _notes(message)]
    lines += [f"#, {', '.join(flags)}"] if flags else []
    if message.fuzzy:
        noted = "\n".join(one[1:].strip() for one in message.user_comments if one.startswith("|"))
        previous = (
            denormalize(noted.removeprefix("msgid ")) if noted else "".join(message.previous_id)
        )
        lines += [f"#| msgid {normalize(previous, '#| ', width=0)}"] if previous else []
    for keyword, text in (("msgid", message.id), ("msgstr", message.string)):
        lines.append(f"{prefix}{keyword} {normalize(str(text or ''), prefix, width=0)}")
    return "\n".join([*lines, ""])
