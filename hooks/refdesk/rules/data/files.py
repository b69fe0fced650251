"""Files of pages and data: readable, well formed, with the fields and types that their format asks for.

The mistakes are found while the files are read (files/, data/); this is where they join all others.
"""

from __future__ import annotations

from collections.abc import Iterator

from refdesk.problems.problem import Problem, Rule
from refdesk.site.site import Site

RULES = (
    Rule(
        "encoding",
        summary="A file is UTF-8 text.",
        explanation=(
            "A file holds bytes that are not UTF-8 text, mostly because a spreadsheet saved it in an older encoding; "
            "or a text was once read in a wrong encoding, as `Ã¤` for `ä`."
        ),
        example="year,note\n2024,Universit<e4>t",
        fix="save the file as UTF-8.",
        language="text",
    ),
    Rule(
        "unreadable-file",
        summary="A file can be read.",
        explanation="A file cannot be opened, is too large, or cannot be turned into a page.",
        example="docs/hubs/beijing.md:1:1: unreadable-file: cannot be read: Permission denied",
        fix=(
            "look at the reason in the message: most often the file may not be read, or a link leads to a file that is "
            "gone."
        ),
        language="text",
    ),
    Rule(
        "yaml-syntax",
        summary="A YAML file is well formed, with each key once and without aliases.",
        explanation=(
            "A YAML file is not well formed: a bracket or a quotation mark is left open, the indentation is uneven, a "
            "text holds a colon, or a `#` behind a space, at which it would end, a key stands twice, or an alias is "
            "used."
        ),
        example="- id: nbs-2024\n  title: Bulletin: the year 2024",
        fix="put texts with a colon between double quotes, and begin the fields of an entry in the same column.",
        language="yaml",
    ),
    Rule(
        "csv-syntax",
        summary="A CSV file is well formed: one header, and as many cells in every row.",
        explanation=(
            "A row of a CSV file has more or fewer cells than the first line, a quotation mark is left open or stands "
            "inside a cell, a column stands twice, a row is empty, or the line that names the columns or every row is "
            "missing."
        ),
        example="year,total,note\n2024,3632.68,final, revised",
        fix="put a cell that holds a comma between double quotes.",
        language="text",
    ),
    Rule(
        "missing-field",
        summary="An entry or row has every field it needs.",
        explanation="An entry or a row lacks something it needs, or one of the two files of a series is missing.",
        example="- id: bottleneck\n  en: bottleneck technology",
        fix="add the field that the message names. A neighbouring entry shows its form.",
        language="yaml",
    ),
    Rule(
        "unknown-field",
        summary="An entry or row has no field that the format does not know.",
        explanation=(
            "An entry has a field, or a file has a column, that the format does not know. Often it is misspelt."
        ),
        example="- id: bottleneck\n  pinjin: qiǎbózi",
        fix="correct the name; the hint gives the nearest, or lists those that exist.",
        language="yaml",
    ),
    Rule(
        "wrong-type",
        summary="A field holds the type that the format asks for.",
        explanation=(
            "A field holds something of another kind than it should: a number for a text, a day, a year or a language "
            "that is none, a word that is not on the list, letters, a per cent sign or zeros before a number in a "
            "column of numbers, a count below zero, a misspelt unit or label, sources that no semicolon sets off, a "
            "name in the wrong script, a box outside its drawing, a space at the beginning or end, a citation or a "
            "link in a field of plain text."
        ),
        example="- id: nbs-2024\n  issued: 2024\n  custom:\n    kind: newspaper",
        fix='write what the message asks for. A year in a text field stands between double quotes: `"2024"`.',
        language="yaml",
    ),
    Rule(
        "duplicate-entry",
        summary="An id or key stands once in its file.",
        explanation=(
            "An id stands twice in a file, two rows of a series have the same key, two entries share a name, an entry "
            "lists a source, an alias or a word twice, or what readers may type (`docs/data/search/words.yml`) is to "
            "lead to two places."
        ),
        example="year,total\n2024,3632.68\n2024,3613.00",
        fix="remove one of the two, or give it another id or key.",
        language="text",
    ),
)


def check_site(site: Site) -> Iterator[Problem]:
    """What was found while mkdocs.yml, the data and the pages were read."""
    yield from site.config.problems
    yield from site.library.problems
    for page in site.pages.values():
        yield from page.file.problems
