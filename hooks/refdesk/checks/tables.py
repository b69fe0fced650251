"""Tables: rows of as many cells as the head has, and a rule and a blank line where they are needed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from refdesk.checks.suspicion import Suspicion, Verdict, word_end
from refdesk.pages.page import Page
from refdesk.pages.scan import mask
from refdesk.probe import Trace

_RULE = re.compile(r"^[ \t>]*(?:\|[ \t]*)?:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_QUOTE = re.compile(r"^[ \t>]*")


def _cells(line: str, *, bordered: bool) -> list[int]:
    """The offset in a line at which each of its cells begins."""
    start = len(_QUOTE.match(line).group()) if ">" in line[:8] else len(line) - len(line.lstrip())  # type: ignore[union-attr]
    end = len(line.rstrip())
    if bordered and line.startswith("|", start):
        start += 1
    pipes = [m.start() for m in re.compile(r"(?<!\\)\|").finditer(line, start, end)]
    if bordered and pipes and pipes[-1] == end - 1:
        pipes.pop()
    return [start, *(pipe + 1 for pipe in pipes)]


def check_page(page: Page, *, math: bool, strict: bool) -> Iterator[Suspicion]:
    """Rows with cells missing or too many, and tables that come out as text.

    Where it is not ``strict``, a row of one cell in bold is taken for the heading of a group of rows.
    """
    if "|" not in page.text:
        return
    masked = page.scan.masked
    if math and "$" in page.text:
        masked = " " * page.body_start + mask(page.text[page.body_start :])[0]
    real = page.text[page.body_start :].split("\n")
    lines = [_with_code(*both) for both in zip(masked[page.body_start :].split("\n"), real, strict=True)]
    starts = [page.body_start]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    number = 1
    while number < len(lines):
        if _is_rule(lines, number):
            yield from _table(page, lines, starts, number, strict=strict)
            number += 1
            while number < len(lines) and lines[number].strip(" \t>"):
                number += 1
        number += 1


def _with_code(masked: str, real: str) -> str:
    """A row with a sign for each sign of its code: a cell of code is not empty, and its bars are no borders."""
    if "|" not in masked or masked == real:
        return masked
    return "".join("x" if sign == " " and not own.isspace() else sign for sign, own in zip(masked, real, strict=True))


def _is_rule(lines: list[str], number: int) -> bool:
    head, rule = lines[number - 1], lines[number]
    return "|" in rule and bool(_RULE.match(rule)) and "|" in head and not _RULE.match(head)


_BOLD = re.compile(r"(?:\*\*|__)[^|]+(?:\*\*|__)")


def _table(page: Page, lines: list[str], starts: list[int], rule: int, *, strict: bool) -> Iterator[Suspicion]:
    head = lines[rule - 1]
    stripped = head.strip(" \t>")
    bordered = stripped.startswith("|") or stripped.endswith("|")
    wanted = len(_cells(head, bordered=bordered))
    in_rule = len(_cells(lines[rule], bordered=bordered))
    head_start = starts[rule - 1] + _cells(head, bordered=bordered)[0]
    if in_rule != wanted:
        offset = starts[rule] + _indent(lines[rule])
        message = f"the rule below the head of this table has {in_rule} cells, the head has {wanted}"
        probe = word_end(page.text, head_start, starts[rule])
        yield Suspicion("lost-table", offset, message, "", probe, _is_no_cell)
        return
    if rule >= 2 and lines[rule - 2].strip(" \t>"):
        offset = starts[rule - 1] + _indent(head)
        message = "this table stands directly below other text and comes out as text"
        probe = word_end(page.text, head_start, starts[rule])
        yield Suspicion("lost-table", offset, message, "Put a blank line before it", probe, _is_no_cell)
    for number in range(rule + 1, len(lines)):
        line = lines[number]
        if not line.strip(" \t>") or line.lstrip().startswith(("///", "</")):
            break
        cells = _cells(line, bordered=bordered)
        while len(cells) > wanted and not line[cells[-1] :].strip():
            cells.pop()  # a bar at the end of a row where the head has none: nothing is lost
        if len(cells) == 1 and not strict and _BOLD.fullmatch(line.strip(" \t>|")):
            continue
        if len(cells) != wanted:
            offset = starts[number] + _indent(line)
            message = f"this row has {len(cells)} cells, the head of the table has {wanted}"
            hint = "A | inside a cell is written \\|" if len(cells) > wanted else ""
            confirmed: Verdict = Trace.vanished if len(cells) > wanted else _is_cell
            probe = starts[number] + cells[wanted if len(cells) > wanted else 0]
            yield Suspicion("ragged-table", offset, message, hint, probe, confirmed)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t>"))


def _is_cell(trace: Trace, number: int) -> bool:
    return trace.inside(number, "td")


def _is_no_cell(trace: Trace, number: int) -> bool:
    return number in trace.text and not trace.inside(number, "th", "td")


_NEARLY_RULE = re.compile(r"^[ ]{0,3}[|+][-—–=_:+| \t]*[-—–=_][-—–=_:+| \t]*[|+][ \t]*$")  # a rule is one as well
_BARS = re.compile(r"[|+]")
_ROW = re.compile(r"^[ ]{0,3}\|[^\n]*[^\s|:-][^\n]*\|[ \t]*$")  # a rule is none


def unruled(page: Page) -> Iterator[Suspicion]:
    """Two or more rows between bars that no rule heads, and rows that a blank line cuts off the table above."""
    if "|" not in page.text:
        return
    lines = page.scan.masked[page.body_start :].split("\n")
    at = page.body_start
    bars = 0  # in the last line of text above
    for number, line in enumerate(lines):
        above = lines[number - 1] if number else ""
        below = lines[number + 1] if number + 1 < len(lines) else ""
        own = line.count("|")
        if not above.strip() and own > 2 and _ROW.match(line) and not (_RULE.match(below) and "|" in below):
            probe = word_end(page.text, at, at + len(line))
            offset = at + len(line) - len(line.lstrip())
            if _NEARLY_RULE.match(below) and own == len(_BARS.findall(below)):
                message = "the rule below the head of this table is not understood, and the table comes out as text"
                rule = "|" + "---|" * (own - 1)
                offset = at + len(line) + 1 + len(below) - len(below.lstrip())
                yield Suspicion("lost-table", offset, message, f"Write {rule}", probe, _is_no_cell)
            elif own == bars:
                message = "this row is cut off from the table above and comes out as text"
                yield Suspicion("lost-table", offset, message, "Remove the blank line above it", probe, _is_no_cell)
            elif own == below.count("|") and _ROW.match(below):
                message = "this table has no rule below its head and comes out as text"
                hint = "Put a line such as |---|---| below the first row"
                yield Suspicion("lost-table", offset, message, hint, probe, _is_no_cell)
            elif not below.strip() and number + 2 < len(lines) and _is_rule([line, lines[number + 2]], 1):
                message = "a blank line stands between the head of this table and the rule: it comes out as text"
                yield Suspicion("lost-table", offset, message, "Remove the blank line below it", probe, _is_no_cell)
        if line.strip():
            bars = own if _ROW.match(line) else 0
        at += len(line) + 1
