"""A finished page without the blanks that templates leave between its lines."""

from __future__ import annotations

import re

# Where blanks count, or where a digest of the text stands in the policy of the page.
_AS_IT_IS = re.compile(r"(<(?P<tag>pre|textarea|script|style)\b.*?</(?P=tag)>)", re.S)
_BLANKS = re.compile(r"\n\s+")


def without_indents(html: str) -> str:
    """The page with no blank before a line and no empty line."""
    parts = _AS_IT_IS.split(html)
    return "".join(
        _BLANKS.sub("\n", parts[n]) + (parts[n + 1] if n + 1 < len(parts) else "") for n in range(0, len(parts), 3)
    )
