"""The series in the search index: the key and the shown columns of every row."""

from refdesk.data.series import Series, is_number
from refdesk.data.units import suffix


def table(series: Series, page: int) -> list[object]:
    """Return a series: its page, the number of key columns, its columns (title, unit, cells as lines), its place.

    A key column has the labels of its cells as well. Columns compress better than rows.
    """
    columns = [*series.spec.key, *(name for name in series.spec.columns if _is_shown(series, name))]
    rows = [{name: cell.text for name, cell in row.items()} for row in series.rows.values()]
    cells = {name: "\n".join(_cell(series, row, name) for row in rows) for name in columns}
    return [page, len(series.spec.key), [_column(series, name, cells[name]) for name in columns], series.spec.place[:1]]


def _column(series: Series, name: str, cells: str) -> list[object]:
    spec = series.spec.columns[name]
    unit = suffix(spec.unit) if spec.unit is not None and is_number(spec) and spec.unit != "year" else ""
    return [spec.title, unit, cells, *([spec.labels] if name in series.spec.key else [])]


def _is_shown(series: Series, name: str) -> bool:
    """Return whether a column is in the index by itself: no key, note, source or Chinese name is."""
    spec = series.spec.columns
    apart = {"note", *series.spec.key, *(column.unit_column for column in spec.values())}
    if name in apart or name.endswith("_zh") or spec[name].unit in {"source", "sources", "formula"}:
        return False
    return any(row[name].text for row in series.rows.values())


def _cell(series: Series, row: dict[str, str], name: str) -> str:
    unit = series.spec.columns[name].unit_column
    return f"{row[name]}{suffix(row[unit]) if unit is not None and row[name] else ''}"
