"""The rows of the data series as the search keeps them: what tells a row from the others, and what it says."""

from refdesk.data.series import Series, is_number


def table(series: Series, page: int) -> list[object]:
    """A series: its page, how many of its columns are the key, and each column: title, unit, cells as lines.

    A column of the key has one thing more: how its cells read.

    By column, since what is alike then stands together and compresses better.
    """
    columns = [*series.spec.key, *(name for name in series.spec.columns if _is_shown(series, name))]
    rows = [{name: cell.text for name, cell in row.items()} for row in series.rows.values()]
    cells = {name: "\n".join(_cell(series, row, name) for row in rows) for name in columns}
    return [page, len(series.spec.key), [_column(series, name, cells[name]) for name in columns]]


def _column(series: Series, name: str, cells: str) -> list[object]:
    spec = series.spec.columns[name]
    unit = spec.unit if is_number(spec) and spec.unit not in {"count", "year"} else None
    return [spec.title, unit or "", cells, *([spec.labels] if name in series.spec.key else [])]


def _is_shown(series: Series, name: str) -> bool:
    """Numbers and what they are; the key stands before them, and notes, sources and Chinese names stand in the row."""
    spec = series.spec.columns
    apart = {"note", *series.spec.key, *(column.unit_column for column in spec.values())}
    if name in apart or name.endswith("_zh") or spec[name].unit in {"source", "sources", "formula"}:
        return False
    return any(row[name].text for row in series.rows.values())


def _cell(series: Series, row: dict[str, str], name: str) -> str:
    unit = series.spec.columns[name].unit_column
    own = row[unit] if unit is not None and row[unit] != "count" else ""
    return f"{row[name]} {own}".strip() if row[name] else ""
