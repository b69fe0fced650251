"""Exports of reference managers as CSL items: BibTeX, RIS, CSL-JSON and CSL-YAML."""

import json
import logging
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import rispy
import yaml
from bibtexparser import middlewares
from bibtexparser.entrypoint import parse_string

from refdesk.files.checkout import UnusableSiteError
from refdesk.files.text import TextFile, first_line, read_text
from refdesk.files.yaml import parse_yaml
from refdesk.problems.problem import Problem
from refdesk.problems.report import line_of

Item = dict[str, Any]  # the fields of CSL, their values as the file has them
TABLE = yaml.safe_load(Path(__file__).with_name("fields.yml").read_text(encoding="utf-8"))
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())  # what it logs is told with its place instead


def read_items(path: Path) -> list[Item]:
    """The items of a file, told by its ending; UnusableSiteError with the first mistake and its place."""
    file = read_text(path, str(path))
    for problem in file.problems:
        raise UnusableSiteError(line_of(problem))
    read = _READERS.get(path.suffix.lower())
    if read is None:
        raise _mistake(file, f"the name of a file to import ends in one of {', '.join(_READERS)}")
    items = read(file)
    if not isinstance(items, list) or not items or not all(isinstance(item, dict) for item in items):
        raise _mistake(file, f"holds no list of sources as a {path.suffix} file has them")
    return items


def _mistake(file: TextFile, message: str, line: int = 1, column: int = 1) -> UnusableSiteError:
    return UnusableSiteError(line_of(Problem(file.path, line, column, "unreadable-file", message)))


def _bibtex(file: TextFile) -> list[Item]:
    library = parse_string(file.text, append_middleware=[middlewares.MonthIntMiddleware()])
    plain = middlewares.LatexDecodingMiddleware(allow_inplace_modification=False, keep_braced_groups=True)
    named = library
    for step in (plain, middlewares.SeparateCoAuthors(), middlewares.SplitNameParts()):
        named = step.transform(named)
    for block in named.failed_blocks:
        reason = first_line(str(block.error) or "this entry does not end: a brace is missing")
        raise _mistake(file, reason, (block.start_line or 0) + 1)
    items: list[Item] = []
    for written, entry in zip(library.entries, named.entries, strict=True):
        fields = {field.key.lower(): _bare(field.value) for field in entry.fields}
        fields |= {key: written[key] for key in ("url", "doi") if key in written}  # addresses hold no LaTeX
        if "month" in fields:
            fields["year"] = f"{fields.get('year')}-{fields['month']}"
        items.append({"id": entry.key, "type": entry.entry_type, **_renamed(fields, TABLE["bibtex"])})
    return items


def _bare(value: Any) -> Any:
    """A value without the braces that keep words together, a name as CSL has it."""
    if isinstance(value, list):
        return [_bare(one) for one in value]
    if isinstance(value, middlewares.NameParts):
        return {"family": _bare(" ".join([*value.von, *value.last])), "given": _bare(" ".join(value.first))}
    return re.sub("[{}]", "", str(value))


def _ris(file: TextFile) -> list[Item]:
    records = rispy.RisParser(delimiter_tags_mapping={}).parse(file.text)  # an address may hold a semicolon
    starts = [number for number, line in enumerate(file.text.split("\n"), 1) if line.startswith("TY  -")]
    if len(starts) > len(records):
        raise _mistake(file, "a record does not end: each has a last line 'ER  - '", starts[len(records)])
    for record in records:
        record["urls"] = next(iter(record.get("urls", ())), "")
        record["pages"] = "-".join(dict.fromkeys(record[name] for name in ("start_page", "end_page") if name in record))
    return [_renamed(record, TABLE["ris"]) for record in records]


def _renamed(fields: Mapping[str, Any], names: Mapping[str, str]) -> Item:
    return {ours: fields[name] for name, ours in names.items() if fields.get(name)}


def _json(file: TextFile) -> Any:
    try:
        return json.loads(file.text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise _mistake(file, first_line(str(error)), getattr(error, "lineno", 1), getattr(error, "colno", 1)) from None


def _yaml(file: TextFile) -> Any:
    parsed = parse_yaml(file)
    for problem in parsed.problems:
        raise UnusableSiteError(line_of(problem))
    return parsed.data.get("references") if isinstance(parsed.data, dict) else parsed.data


_READERS: Mapping[str, Callable[[TextFile], Any]] = {
    ".bib": _bibtex, ".ris": _ris, ".json": _json, ".yaml": _yaml, ".yml": _yaml,
}  # fmt: skip
