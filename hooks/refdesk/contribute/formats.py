"""Exports of reference managers as CSL items: BibTeX, RIS, CSL-JSON and CSL-YAML.

An item keeps what its file says beyond the fields of CSL under the names that the file has for it.
"""

import json
import logging
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import rispy
import yaml
from bibtexparser import middlewares
from bibtexparser.library import Library
from bibtexparser.middlewares.names import (
    parse_single_name_into_parts,
    split_multiple_persons_names,
)
from bibtexparser.middlewares.parsestack import default_parse_stack
from bibtexparser.model import Block, Entry, ParsingFailedBlock
from bibtexparser.splitter import Splitter
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from refdesk.files.checkout import UnusableSiteError
from refdesk.files.text import TextFile, first_line, read_text
from refdesk.files.yaml import parse_yaml
from refdesk.html.text import HAN
from refdesk.problems.problem import Slip

Item = dict[str, Any]  # the fields of CSL, their values as the file has them
TABLE = yaml.safe_load(Path(__file__).with_name("fields.yml").read_text(encoding="utf-8"))
_TYPED = {"howpublished", "url", "doi"}  # taken as typed: LaTeX in them is no text for readers
# text, which LaTeX would take for something else
_BARE = re.compile(r"(?<!\\)(?:[&%#]|\$(?=\d[^\s$]*(?:\s|$)))")
_COMMANDS = get_default_latex_context_db()
_COMMANDS.add_context_category(
    "more", [MacroTextSpec(*named) for named in TABLE["latex"].items()], prepend=True
)
_KNOWN = {command.macroname for command in _COMMANDS.iter_macro_specs()}
_STEPS = (
    *default_parse_stack(),
    middlewares.NormalizeFieldKeys(),
    middlewares.MonthIntMiddleware(),
)
# what it logs is told with its place instead
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())


def read_items(path: Path) -> list[Item]:
    """Return the items of a file, told by its ending; UnusableSiteError with the first mistake and
    its place.
    """
    file = read_text(path, str(path))
    for problem in file.problems:
        way = (
            ". Programs in Chinese often write GBK: open it in an editor that reads this, and "
            "save it as UTF-8"
        )
        raise UnusableSiteError(
            problem._replace(hint=problem.hint + way) if problem.code == "encoding" else problem
        )
    for form, begins in TABLE["other-forms"].items():
        if re.match(begins, file.text.lstrip()):
            raise _mistake(file, f"this is {form}, which is not read here. {TABLE['way']}")
    read = _READERS.get(path.suffix.lower())
    if read is None:
        raise _mistake(file, f"the name of a file to import ends in one of {', '.join(_READERS)}")
    items = read(file)
    if (
        not isinstance(items, list)
        or not items
        or not all(isinstance(item, dict) for item in items)
    ):
        raise _mistake(file, f"holds no list of sources as a {path.suffix} file has them")
    return items


def _mistake(file: TextFile, message: str, offset: int = 0) -> UnusableSiteError:
    return UnusableSiteError(file.problem(offset, Slip("unreadable-file", message)))


def _bibtex(file: TextFile) -> list[Item]:
    """Return the entries, also those with a key or a field that stands twice: the keys of others do
    not count.
    """
    library = _library(file.text)
    typed: list[dict[str, str]] = []  # what an entry keeps as it was typed
    for entry in library.entries:
        addresses = {name: _bare(entry[name]) for name in _TYPED if name in entry}
        unread = _take_unread(entry)
        for field in entry.fields:
            field.value = _as_latex(str(field.value))
            unread |= _unknown_commands(field.value)
        typed.append(unread | addresses)
    decoder = LatexNodes2Text(_COMMANDS, keep_braced_groups=True, math_mode="text")
    library = middlewares.LatexDecodingMiddleware(decoder=decoder).transform(library)
    for failed in library.failed_blocks:
        reason = first_line(str(failed.error) or "this entry does not end: a brace is missing")
        raise _mistake(file, reason, file.line_starts[failed.start_line or 0])
    return [
        _bibtex_item(entry, others) for entry, others in zip(library.entries, typed, strict=True)
    ]


def _library(text: str) -> Library:
    """Return the blocks of a file; the key of an entry begins with its number, so that none stands
    twice.
    """
    blocks: list[Block] = []
    for number, read in enumerate(Splitter(text).split().blocks):
        block = _despite_repetition(read)
        if isinstance(block, Entry):
            block.key = f"{number} {block.key}"
        blocks.append(block)
    library = Library(blocks, fail_on_duplicate_key=False)
    for step in _STEPS:
        library = step.transform(library)
    return library


def _despite_repetition(block: Block) -> Block:
    """Return the entry in a block that failed only because something in it stands twice."""
    entry = block.ignore_error_block if isinstance(block, ParsingFailedBlock) else None
    return entry or block


def _take_unread(entry: Entry) -> dict[str, str]:
    """Take from an entry the fields that are not read as LaTeX, and return those that CSL does not
    have.
    """
    known = TABLE["bibtex"].keys()
    unread = {field.key: str(field.value) for field in entry.fields if field.key not in known}
    entry.fields = [field for field in entry.fields if field.key in known - _TYPED]
    return unread


def _as_latex(text: str) -> str:
    """Return a text as LaTeX reads it: without the signs for small figures, as in H$_2$O, and with
    a stroke before what is no command.
    """
    text = re.sub(r"\$[_^]", "$", text)
    text = _BARE.sub(r"\\\g<0>", text)
    dollars = re.findall(r"(?<!\\)\$", text)
    is_closed = len(dollars) % 2 == 0
    return text if is_closed else text.replace("$", r"\$")


def _unknown_commands(text: str) -> dict[str, str]:
    """Return the commands of LaTeX that the table lacks, as fields that get lost."""
    names = re.findall(r"\\([A-Za-z]{2,})", text)
    return {rf"\{name}": name for name in names if name not in _KNOWN}


def _bibtex_item(entry: Entry, typed: Mapping[str, str]) -> Item:
    values = {field.key: str(field.value) for field in entry.fields}
    fields: dict[str, Any] = {**typed}
    fields |= {name: _bare(value) for name, value in values.items()}
    fields["title"] = _joined(fields, ": ", "title", "subtitle")
    fields["year"] = _joined(fields, "-", "year", "month", "day")
    for role in ("author", "editor"):
        names = split_multiple_persons_names(values.get(role, ""))
        fields[role] = [_person(name) for name in names]
    own = {"id": entry.key.partition(" ")[2], "type": entry.entry_type}
    return _renamed(fields, TABLE["bibtex"]) | own


def _joined(fields: Mapping[str, str], sign: str, *names: str) -> str:
    return sign.join(fields[name] for name in names if name in fields)


def _bare(text: str) -> str:
    """Return a text without the braces that keep words together, and the strokes before signs."""
    return re.sub(r"[\\{}]", "", text)


def _person(name: str) -> dict[str, str] | str:
    """Return a name as CSL has it: from the order of BibTeX, or from parts with names, as biblatex
    has them.

    A Chinese one stays as it is: what a comma in it means is no matter of BibTeX.
    """
    if "family=" in name:
        named = dict(re.findall(r"(\w+)=([^,]*)", name))
        return {
            "family": _bare(f"{named.get('prefix', '')} {named.get('family', '')}"),
            "given": _bare(named.get("given", "")),
        }
    if HAN.search(name):
        return _bare(name)
    parts = parse_single_name_into_parts(name, strict=False)
    if parts.last == ["others"]:
        return {"literal": "et al."}
    return {
        "family": _bare(" ".join([*parts.von, *parts.last, *parts.jr])),
        "given": _bare(" ".join(parts.first)),
    }


def _ris(file: TextFile) -> list[Item]:
    # some leave out a space
    text = re.sub(r"^([A-Z][A-Z\d]) ?-(?= |$)", r"\1  -", file.text, flags=re.MULTILINE)
    try:
        # an address may hold a semicolon
        records = rispy.RisParser(delimiter_tags_mapping={}).parse(text)
    except KeyError:
        raise _mistake(file, "a record has no field in the line after 'TY  - '") from None
    starts = [
        at
        for at, line in zip(file.line_starts, text.split("\n"), strict=True)
        if line.startswith("TY  -")
    ]
    if len(starts) > len(records):
        raise _mistake(
            file, "a record does not end: each has a last line 'ER  - '", starts[len(records)]
        )
    for record in records:
        record["urls"] = " ".join(record.get("urls", ()))
        record["pages"] = "-".join(
            dict.fromkeys(record[name] for name in ("start_page", "end_page") if name in record)
        )
        if not re.search(r"\d{4}", record.get("date", "")):  # a day whose year stands elsewhere
            record.pop("date", None)
    return [_renamed(record, TABLE["ris"]) for record in records]


def _renamed(fields: Mapping[str, Any], names: Mapping[str, str]) -> Item:
    found = {ours: fields[name] for name, ours in names.items() if fields.get(name)}
    return {
        name: value
        for name, value in fields.items()
        if value and value != found.get(names.get(name, ""))
    } | found


def _json(file: TextFile) -> Any:
    try:
        return json.loads(file.text)
    except (json.JSONDecodeError, RecursionError) as error:
        reason = f"this is not JSON: {getattr(error, 'msg', error)}"
        raise _mistake(file, reason, getattr(error, "pos", 0)) from None


def _yaml(file: TextFile) -> Any:
    # as pandoc has it
    parsed = parse_yaml(TextFile(file.path, re.sub("^---$", "", file.text, flags=re.MULTILINE)))
    for problem in parsed.problems:
        raise UnusableSiteError(problem)
    return parsed.data.get("references") if isinstance(parsed.data, dict) else parsed.data


_READERS: Mapping[str, Callable[[TextFile], Any]] = {
    ".bib": _bibtex,
    ".ris": _ris,
    ".json": _json,
    ".yaml": _yaml,
    ".yml": _yaml,
}
