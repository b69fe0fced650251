"""Comments in YAML that were meant as text: a value without quotation marks ends where a # follows a space."""

import re
from collections.abc import Iterator

from refdesk.files.yaml import YamlFile
from refdesk.problems.problem import Problem

# A comment has a space behind its sign, and stands on a line of its own or well behind a value; a number or the name of
# a heading does not.
_CUT = re.compile(r"^[ \t]*(?:- +)*(?:[\w-]+: +)?(?P<value>[^\s#\"'|>][^\n]*?)(?P<cut> #[^\s#!][^\n]*)$", re.MULTILINE)


def check(yaml: YamlFile, code: str) -> Iterator[Problem]:
    """Values that end before what was meant as their last words."""
    if " #" not in yaml.file.text:
        return
    for match in _CUT.finditer(yaml.file.text):
        if any(yaml.span(path)[1] == match.end("value") for path in yaml.nodes):  # within a quoted text, no value ends
            at = match.start("cut") + 1
            message = f"'{match['cut'].strip()}' is read as a comment, and the value ends before it"
            yield yaml.file.problem(code, at, message, "Put the whole value between double quotes")
