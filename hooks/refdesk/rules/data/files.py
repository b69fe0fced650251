"""Files of pages, data and settings: readable, well formed, with the fields and types that their
format asks for.

The problems are found while the files are read, in files/ and data/, and reported here.
"""

from collections.abc import Iterator

from refdesk.charts.drawings import drawings_of
from refdesk.problems.problem import Problem, Rule
from refdesk.site.site import Site

RULES = (
    Rule(
        "encoding",
        explanation="A file is not UTF-8 text, mostly because a spreadsheet saved it so, or "
        "`Ã¤` stands for `ä`.",
        example="year,note\n2024,Universit<e4>t",
        fix="save the file as UTF-8.",
        file="docs/data/series/example.csv",
    ),
    Rule(
        "unreadable-file",
        explanation="A file cannot be opened or turned into a page, is too large, or an entry "
        "cannot be shown.",
        example="docs/hubs/beijing.md:1:1: unreadable-file: cannot be read: Permission denied",
        fix="look at the reason in the message. Often the file may not be read, or is a link to "
        "one that is gone.",
    ),
    Rule(
        "yaml-syntax",
        explanation="A YAML file is not well formed: an open bracket or quotation mark, odd "
        "indentation, a key twice.",
        example="- id: nbs-2024\n  title: Bulletin: the year 2024",
        fix="put texts with a colon between double quotes, and begin the fields of an entry in "
        "the same column.",
        file="docs/data/sources.yml",
    ),
    Rule(
        "csv-syntax",
        explanation="A row has too few or too many cells, an open quotation mark or no text, or "
        "the "
        "columns are not those that the YAML has, in its order.",
        example="year,total,note\n2024,3632.68,final, revised",
        fix="put a cell that holds a comma between double quotes.",
        file="docs/data/series/example.csv",
    ),
    Rule(
        "missing-field",
        explanation="An entry or a row lacks something it needs, or one of the two files of a "
        "series is missing.",
        example="- id: bottleneck\n  en: bottleneck technology",
        fix="add the field that the message names. A neighbouring entry shows its form.",
        file="docs/data/glossary.yml",
    ),
    Rule(
        "unknown-field",
        explanation="An entry has a field that its format does not know, or a data file another "
        "name.",
        example="- id: bottleneck\n  pinjin: qiǎbózi",
        fix="correct the name; the hint gives the nearest, or lists those that exist.",
        file="docs/data/glossary.yml",
    ),
    Rule(
        "wrong-type",
        explanation="A field holds another kind of thing: a number for a text, a day that is "
        "none, a word not listed.",
        example="- id: nbs-2024\n  issued: 2024\n  custom:\n    kind: newspaper",
        fix="write what the message asks for. A year in a text field stands between double "
        'quotes: `"2024"`.',
        file="docs/data/sources.yml",
    ),
    Rule(
        "duplicate-entry",
        explanation="An id, a key, a name, a source or a search word stands twice where it may "
        "stand once.",
        example="year,total\n2024,3632.68\n2024,3613.00",
        fix="remove one of the two, or give it another id or key.",
        file="docs/data/series/example.csv",
    ),
)
# Codes of problems that keep entries, rows or pages from being read, so that they seem to be
# missing.
LOADING_ERRORS = tuple(rule.code for rule in RULES)


def check_site(site: Site) -> Iterator[Problem]:
    """Report what was found while mkdocs.yml, the data and the pages were read, and what cannot be
    drawn.
    """
    yield from site.config.problems
    yield from site.library.problems
    for page in site.pages.values():
        yield from page.file.problems
    yield from drawings_of(site).problems
