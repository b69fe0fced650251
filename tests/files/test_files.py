"""Readers of files: places in YAML and CSV, and no input that they trip over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refdesk.files.csv import parse_csv
from refdesk.files.text import TextFile, decode
from refdesk.files.yaml import parse_yaml
from refdesk.pages.page import read_page
from refdesk.problems.problem import Slip

ODD = st.one_of(st.binary(max_size=400), st.text("-:[]{}#&*!|>'\"%@`,?\n\t a0é中$", max_size=200).map(str.encode))


def test_places_of_yaml_values_and_keys() -> None:
    parsed = parse_yaml(TextFile("x.yml", "- id: a\n  text: 'b'\n  list:\n  - c\n"))
    assert parsed.data == [{"id": "a", "text": "b", "list": ["c"]}]
    assert str(parsed.place((0, "text"))) == "x.yml:2:9"
    key = parsed.problem((0, "list"), Slip("wrong-type", "is wrong"), at_key=True)
    assert (key.line, key.column) == (3, 3)
    assert str(parsed.place((0, "list", 0))) == "x.yml:4:5"


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a: 1\nb: [1\n", 3, 1),
        ("a: 1\na: 2\n", 2, 1),
        ("a: &x 1\nb: 2\nc: *x\n", 3, 4),
        ("a: b: c\n", 1, 5),
        ("a: @b\n", 1, 4),
    ],
)
def test_mistakes_of_yaml_have_their_place(text: str, line: int, column: int) -> None:
    problem = parse_yaml(TextFile("x.yml", text)).problems[0]
    assert (problem.code, problem.line) == ("yaml-syntax", line)
    assert problem.column == column


def test_a_yaml_bomb_stays_small() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
    parsed = parse_yaml(TextFile("x.yml", "\n".join(lines)))
    assert parsed.problems


def test_deep_yaml_is_a_problem_and_no_crash() -> None:
    assert parse_yaml(TextFile("x.yml", "[" * 5000)).problems
    assert parse_yaml(TextFile("x.yml", "- " * 5000 + "x")).problems


def test_places_of_csv_cells() -> None:
    table = parse_csv(TextFile("x.csv", 'a,b,c\n1,"two, ""2""",3\n4,,6\n'))
    assert [cell.text for cell in table.rows[0]] == ["1", 'two, "2"', "3"]
    places = [table.file.place(cell.offset) for row in table.rows for cell in row]
    assert list(map(str, places[1:3])) == ["x.csv:2:3", "x.csv:2:16"]
    assert str(places[5]) == "x.csv:3:4"
    assert table.problems == ()


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a,b\n1\n", 2, 1),
        ("a,b\n1,2,3\n", 2, 5),
        ('a,b\n"1,2\n', 2, 1),
        ('a,b\n"1"x,2\n', 2, 1),
        ("", 1, 1),
    ],
)
def test_mistakes_of_csv_have_their_place(text: str, line: int, column: int) -> None:
    problem = parse_csv(TextFile("x.csv", text)).problems[0]
    assert (problem.code, problem.line, problem.column) == ("csv-syntax", line, column)


def test_line_endings_and_byte_order_mark_move_no_place() -> None:
    plain = decode(b"a\nb [@x]\n", "x")
    odd = decode(b"\xef\xbb\xbfa\r\nb [@x]\r\n", "x")
    assert plain.text == odd.text


def test_a_byte_that_is_not_utf8_has_its_place() -> None:
    problem = decode("é\nab".encode() + b"\xff", "x.md").problems[0]
    assert (problem.code, problem.line, problem.column) == ("encoding", 2, 3)


@given(ODD)
def test_no_bytes_trip_a_reader(data: bytes) -> None:
    file = decode(data, "x")
    assert parse_yaml(file).nodes is not None
    assert parse_csv(file).rows is not None
    page = read_page("x.md", file)
    assert len(page.scan.masked) == len(file.text)
    assert list(page.references()) is not None
