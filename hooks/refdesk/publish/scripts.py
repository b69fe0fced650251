"""Scripts: written with the reasons beside the code and set in, sent to readers without both."""

from __future__ import annotations

import re

_COMMENT_LINES = re.compile(r"^[ \t]*//.*\n", re.M)
_INDENTS = re.compile(r"^[ \t]+", re.M)


def trimmed(text: str) -> str:
    """A script without blanks before its lines, and without those that are nothing but a comment.

    ``//`` elsewhere in a line may stand in a string. A template may hold any line as text.
    """
    return _INDENTS.sub("", _COMMENT_LINES.sub("", text)) if "`" not in text else text
