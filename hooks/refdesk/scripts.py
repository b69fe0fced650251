"""Scripts: written with the reasons beside the code, sent to readers without them."""

from __future__ import annotations

import re

_COMMENT_LINES = re.compile(r"^[ \t]*//.*\n", re.M)


def without_comments(text: str) -> str:
    """A script without the lines that are nothing but a comment; ``//`` elsewhere in a line may stand in a string."""
    return _COMMENT_LINES.sub("", text) if "`" not in text else text  # a template may hold such lines as text
