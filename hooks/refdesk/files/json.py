"""JSON as files hold it: readable, and quick to write."""

import json
from collections.abc import Iterable, Mapping


def json_text(value: object) -> str:
    """Return a value over several lines."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def json_lines(items: Iterable[object]) -> str:
    """Return a list with one item a line."""
    return "[\n" + ",\n".join(json.dumps(item, ensure_ascii=False) for item in items) + "\n]"


def json_with_rows(about: Mapping[str, object], rows: Iterable[object]) -> str:
    """Return a mapping over several lines, and under ``rows`` one row a line."""
    return json.dumps(about, ensure_ascii=False, indent=1)[:-2] + f',\n "rows": {json_lines(rows)}\n}}\n'


def filled(about: Mapping[str, object]) -> dict[str, object]:
    """Return a mapping without what is empty."""
    return {name: value for name, value in about.items() if value}
