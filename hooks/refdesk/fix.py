"""Certain fixes: of the hints of a report, those that leave no choice, as changes of files.

A hint is the likely fix; here it becomes a change only where it is the one candidate: the names differ in case, accents
and separators alone, a path lacks or has the wrong extension, a page has moved (a redirect says so, or one file has its
name), a number is the data wrongly rounded. What is to be replaced is looked up in the file on disk, and where it does
not stand there letter by letter, nothing is changed.
"""

from __future__ import annotations

import html
import os
import posixpath
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from refdesk.blocks import BLOCKS
from refdesk.check import examine
from refdesk.data.series import is_number
from refdesk.data.values import Value, as_read, check_value, find_value
from refdesk.files.checkout import CONFIG
from refdesk.files.csv import parse_csv
from refdesk.files.docs_tree import Inclusion, published_url
from refdesk.files.text import Place, TextFile, read_text
from refdesk.files.yaml import parse_yaml
from refdesk.pages.rendered import Rendered
from refdesk.problems.problem import Problem
from refdesk.site.assets import theme_files
from refdesk.site.links import resolve
from refdesk.site.references import Located, located
from refdesk.site.site import Site, load_site

MAX_ROUNDS = 4  # a path put right may show that its anchor is wrong


@dataclass(frozen=True, order=True)
class Fix:
    """One change: at a place of a file (counted from 1), one text for another."""

    path: str
    line: int
    column: int
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.old} -> {self.new}"


def fix_root(root: Path, paths: Sequence[str] | None = None) -> list[Fix]:
    """Make the fixes that are certain (in some files and folders), and those that they make certain in turn."""
    made: list[Fix] = []
    for _ in range(MAX_ROUNDS):
        site = load_site(root)
        done = examine(site)
        report = done.report if paths is None else done.report.only(paths)
        changed = apply_fixes(root, certain_fixes(site, done.rendered, report.problems))
        if not changed:
            break
        made += changed
    return made


def certain_fixes(site: Site, rendered: Mapping[str, Rendered], problems: Iterable[Problem]) -> list[Fix]:
    """The fixes of a report's problems that leave no choice; where two disagree about a place, neither is one."""
    finder = _Finder(site, rendered)
    found: dict[tuple[str, int, int], set[Fix]] = {}
    for problem in problems:
        fix = finder.find(problem)
        if fix is not None and fix.old != fix.new:
            found.setdefault((fix.path, fix.line, fix.column), set()).add(fix)
    return sorted(fix for fixes in found.values() if len(fixes) == 1 for fix in fixes)


# --- what is certain ------------------------------------------------------------------------------------------------

_MEANT = re.compile(r"Did you mean '(?P<it>.+?)'\?")
_INDEX = frozenset({"index", "readme"})
_IN_MARKDOWN = re.compile(r"[\w./#%+~@=,&?:!-]+")  # what stands in a link as it is, in Markdown, HTML and YAML alike
_IN_YAML = re.compile(r"[\w./#][\w./#%+~@=&-]*")


def _plain(name: str) -> str:
    """A name without case, accents and separators; those between digits count (1.2 is not 12), as do + and #."""
    folded = unicodedata.normalize("NFKD", name).casefold()
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    folded = re.sub(r"(?<=\d)[\s_.,:;'’()/&–—-]+(?=\d)", "|", folded)
    return re.sub(r"[\s_.,:;'’\"“”()/&–—-]+", "", folded)


def _only(name: str, names: Iterable[str], meant: str) -> bool:
    """Whether ``meant`` is the only one of ``names`` that differs from ``name`` in nothing that counts."""
    wanted = _plain(name)
    return bool(wanted) and {other for other in names if _plain(other) == wanted} == {meant}


def _path_key(uri: str) -> str:
    """A path without case, and of a page without extension and ``index``."""
    key = uri.casefold().strip().replace("\\", "/").rstrip("/")
    stem = re.sub(r"(\.html?|\.md|\.markdown)+$", "", key)
    head, _, last = stem.rpartition("/")
    return head if last in _INDEX else stem


@dataclass
class _Finder:
    site: Site
    rendered: Mapping[str, Rendered]
    _files: dict[str, TextFile] = field(default_factory=dict)

    def find(self, problem: Problem) -> Fix | None:
        """The fix of one problem, if it is certain."""
        rule = _RULES.get(problem.code)
        if rule is None or not problem.hint:
            return None
        file = self._file(problem.path)
        return rule(self, problem, file, file.offset(Place(problem.line, problem.column))) if file is not None else None

    def _file(self, path: str) -> TextFile | None:
        if path not in self._files:
            self._files[path] = read_text(self.site.config.root / path, path)
        file = self._files[path]
        return None if file.problems else file

    # paths

    @cached_property
    def _published(self) -> dict[str, set[str]]:
        """Path without what does not count -> the published files that have it."""
        found: dict[str, set[str]] = {}
        for uri, file in self.site.tree.files.items():
            if file.inclusion is Inclusion.PUBLISHED:
                found.setdefault(_path_key(uri), set()).add(uri)
        for uri in theme_files(self.site):
            found.setdefault(_path_key(uri), set()).add(uri)
        return found

    @cached_property
    def _named(self) -> dict[str, set[str]]:
        """File name without what does not count -> the published files of that name (home pages of folders apart)."""
        found: dict[str, set[str]] = {}
        for uris in self._published.values():
            for uri in uris:
                name = posixpath.basename(uri)
                if posixpath.splitext(name)[0].casefold() not in _INDEX:
                    found.setdefault(_path_key(name), set()).add(uri)
        return found

    def _page(self, path: str) -> str | None:
        """The page from which the paths in a file are read: a page itself, the home page for data; None elsewhere."""
        prefix = "" if self.site.config.docs_shown == "." else f"{self.site.config.docs_shown}/"
        uri = path.removeprefix(prefix)
        if path.startswith(prefix) and uri in self.site.pages:
            return uri
        return "index.md" if path == CONFIG or path.startswith(f"{prefix}data/") else None

    def path(self, problem: Problem, file: TextFile, offset: int) -> Fix | None:
        match = _OLD_PATH.match(problem.message)
        meant = _meant(problem)
        page = self._page(problem.path)
        if match is None or meant is None or page is None:
            return self.anchor(problem, file, offset)
        old = match["old"] or match["redirect"] or match["wrong"] or ""
        fragment = old.partition("#")[2]
        new = meant if "#" in meant or not fragment else f"{meant}#{fragment}"
        try:
            path = unquote(unquote(urlsplit(old).path))
        except ValueError:
            return None
        target = resolve(self.site, page, new, raw=False).uri
        if not path or "?" in old or target is None or not self._leads(page, path, target):
            return None
        return _replaced(file, offset, old, new)

    def _leads(self, page: str, path: str, target: str) -> bool:
        """Whether a path that leads nowhere can only mean ``target``."""
        here = published_url(page, use_directory_urls=self.site.config.use_directory_urls)
        wanted: set[str] = set()
        for folder in (posixpath.dirname(page), posixpath.dirname(here + "x")):
            joined = posixpath.normpath(posixpath.join(folder, path.strip().replace("\\", "/").lstrip("/")))
            wanted.add(joined if not joined.startswith("..") else re.sub(r"^(?:\.{1,2}/)+", "", path))
        if path.startswith("/"):
            wanted = {posixpath.normpath(path.strip("/ "))}
        redirected = {old: new.partition("#")[0] for old, new in self.site.redirected.items()}
        moved = {redirected[uri] for uri in wanted if uri in redirected}
        candidates = {uri for key in wanted for uri in self._published.get(_path_key(key), ())}
        if moved or candidates:
            return moved | candidates == {target}
        return self._named.get(_path_key(posixpath.basename(path.strip().rstrip("/").replace("\\", "/")))) == {target}

    def anchor(self, problem: Problem, file: TextFile, offset: int) -> Fix | None:
        match = _OLD_ANCHOR.search(problem.message)
        meant = _meant(problem)
        if match is None or meant is None:
            return None
        near = meant.partition("#")[2]
        named = match["page"] or match["nav"]
        prefix = "" if self.site.config.docs_shown == "." else f"{self.site.config.docs_shown}/"
        uri = self._page(problem.path) if named is None else named.removeprefix(prefix)
        found = self.rendered.get(posixpath.normpath(uri)) if uri else None
        old = match["old"] or match["heading"] or ""
        if found is None or not _only(old, set(found.ids), near):
            return None
        written = _WRITTEN_ANCHOR.match(file.text, offset)
        if written is None or unquote(html.unescape(written["it"])) != old:
            return None
        return _replaced(file, written.start("it"), written["it"], near)

    # names

    def source(self, problem: Problem, file: TextFile, offset: int) -> Fix | None:
        return self._name(problem, file, offset, _NO_SOURCE, self.site.library.known("sources"))

    def term(self, problem: Problem, file: TextFile, offset: int) -> Fix | None:
        match, meant = _NO_TERM.match(problem.message), _meant(problem)
        if match is None or meant is None:
            return None
        names = {
            name: term.id
            for term in self.site.library.terms.values()
            for name in (term.id, term.en, term.zh, *term.aliases)
        }
        if {term for name, term in names.items() if _plain(name) == _plain(match["old"])} != {meant}:
            return None
        written = _WRITTEN_TERM.match(file.text, offset)
        if written is None or unquote(written["it"]) != match["old"]:
            return None
        return _replaced(file, written.start("it"), written["it"], meant)

    def value(self, problem: Problem, file: TextFile, offset: int) -> Fix | None:
        match, meant = _NO_VALUE.match(problem.message), _meant(problem)
        written = _WRITTEN_VALUE.match(file.text, offset)
        if match is None or meant is None or written is None:
            return None
        raw = written["it"]
        first, _, rest = raw.partition("/")
        middle, _, last = rest.rpartition("/")
        series = self.site.library.series.get(unquote(first))
        at, part, names = 0, first, set(self.site.library.series)
        if match["kind"] is not None and series is not None:
            columns = series.spec.columns
            if match["kind"] == "column":
                at, part = len(raw) - len(last), last
                names = {name for name in columns if is_number(columns[name]) and name not in series.spec.key}
            else:
                at, part, names = len(first) + 1, middle, set(series.rows)
        if unquote(part) != match["old"] or not _only(match["old"], names, meant):
            return None
        return _replaced(file, written.start("it") + at, part, re.sub(r"\s", lambda m: quote(m.group()), meant))

    def block(self, problem: Problem, file: TextFile, offset: int) -> Fix | None:
        match = _NO_BLOCK.match(problem.message)
        if match is None:
            return self._marker(problem, file, offset)
        kind = match["kind"]
        if kind == "data file":
            names: set[str] = set(self.site.library.files)
        elif kind == "block":
            names = set(BLOCKS)
        else:
            names = set(BLOCKS[kind].names(self.site.library)) if kind in BLOCKS else set()
        return self._name(problem, file, offset, _NO_BLOCK, names)

    def _marker(self, problem: Problem, file: TextFile, offset: int) -> Fix | None:
        """A marker in capitals, or with another sign than a colon."""
        match = _LIKE_MARKER.match(file.text, offset)
        new = f"{match['kind'].casefold()}: {match['name']}" if match is not None else ""
        if match is None or _meant(problem) != f"<!-- {new} -->":
            return None
        return _fix(file, offset, match["it"], new)

    def _name(
        self, problem: Problem, file: TextFile, offset: int, pattern: re.Pattern[str], names: Iterable[str]
    ) -> Fix | None:
        match, meant = pattern.match(problem.message), _meant(problem)
        if match is None or meant is None or not _only(match["old"], names, meant):
            return None
        return _replaced(file, offset, match["old"], meant)

    # data files

    def field(self, problem: Problem, file: TextFile, offset: int) -> Fix | None:
        """A field or column whose name differs in nothing that counts, unless it would then stand twice."""
        match, meant = _NO_FIELD.search(problem.message), _meant(problem)
        if match is None or meant is None or not _only(match["old"], [meant], meant):
            return None
        if file.path.endswith(".csv"):
            taken = any(cell.text == meant for cell in parse_csv(file).header)
        else:
            keys = parse_yaml(file).key_places
            here = Place(problem.line, problem.column)
            taken = any((*path[:-1], meant) in keys for path, place in keys.items() if place == here)
        return None if taken else _replaced(file, offset, match["old"], meant)

    def type_(self, problem: Problem, file: TextFile, offset: int) -> Fix | None:
        """A number where a text belongs is put in quotation marks; a word of a list is spelled as the list has it."""
        if problem.hint.endswith("between double quotes"):
            number = _NUMBER.match(file.text, offset)
            return _fix(file, offset, number["it"], f'"{number["it"]}"') if number is not None else None
        return self._name(problem, file, offset, _NO_WORD, [_meant(problem) or ""])

    # what is written

    def mismatch(self, problem: Problem, file: TextFile, offset: int) -> Fix | None:
        """A number that is the data cut off or rounded the wrong way."""
        link = self._values.get((problem.path, offset))
        found = find_value(self.site.library, link.target.name) if link is not None else None
        if link is None or not isinstance(found, Value):
            return None
        label = link.span.label
        slip = check_value(found, as_read(link.before, label, link.behind))
        opening = f"[{label}]("
        start = offset - len(opening)
        if slip is None or not slip.rounding or not file.text.startswith(opening, max(start, 0)):
            return None
        old, new = slip.rounding
        return _fix(file, start + 1 + label.index(old), old, new) if label.count(old) == 1 else None

    @cached_property
    def _values(self) -> dict[tuple[str, int], Located]:
        """(file, offset) -> the value link there."""
        return {(link.place[0].path, link.place[1]): link for link in located(self.site, "value")}

    def citation(self, problem: Problem, file: TextFile, offset: int) -> Fix | None:
        match = _BARE_KEY.fullmatch(problem.message)
        if match is None or match["key"] not in self.site.library.known("sources"):
            return None
        return _fix(file, offset, f"@{match['key']}", f"[@{match['key']}]")

    def link(self, problem: Problem, file: TextFile, offset: int) -> Fix | None:
        """A link with a blank in it, or the wrong way round."""
        written = next((m for p in (_APART, _REVERSED) if (m := p.match(file.text, offset))), None)
        if written is None:
            return None
        sign = "!" if written.group().startswith("!") else ""
        meant = f"{sign}[{written['text']}]({written['target']})"
        return _fix(file, offset, written.group(), meant) if problem.hint == f"Write {meant}" else None

    def address(self, problem: Problem, file: TextFile, offset: int) -> Fix | None:
        match, meant = _OLD_ADDRESS.fullmatch(problem.message), _meant(problem)
        if match is None or meant is None:
            return None
        bare = match["why"] == "has no scheme" and not re.match(r"www\.|[^/]*@", match["old"], re.IGNORECASE)
        return None if bare else _replaced(file, offset, match["old"], meant)


_Rule = Callable[[_Finder, Problem, TextFile, int], Fix | None]

_RULES: dict[str, _Rule] = {
    "missing-page": _Finder.path,
    "missing-file": _Finder.path,
    "output-path": _Finder.path,
    "outside-docs": _Finder.path,
    "nav": _Finder.path,
    "redirect": _Finder.path,
    "configuration": _Finder.path,
    "missing-anchor": _Finder.anchor,
    "unknown-source": _Finder.source,
    "unknown-term": _Finder.term,
    "unknown-value": _Finder.value,
    "unknown-block": _Finder.block,
    "unknown-block-name": _Finder.block,
    "unknown-field": _Finder.field,
    "wrong-type": _Finder.type_,
    "value-mismatch": _Finder.mismatch,
    "malformed-citation": _Finder.citation,
    "malformed-link": _Finder.link,
    "malformed-address": _Finder.address,
}

_OLD_PATH = re.compile(
    r"no (?:page|file) '(?P<old>.*)'$|(?:'.*' is redirected to )'(?P<redirect>.*)', which does not exist$"
    r"|'(?P<wrong>.*)' (?:is an address|is a Markdown file|leads out)"
)
_OLD_ANCHOR = re.compile(
    r"^no heading or row '#(?P<old>.*)' on (?:this page|'(?P<page>.*)')$"
    r"|^(?:the page )?'(?P<nav>.*)' has no heading '#(?P<heading>.*)'$"
)
_WRITTEN_ANCHOR = re.compile(r"""["']?[^#\s)"'<>]*#(?P<it>[^\s)"'<>\]]+)""")
_NO_SOURCE = re.compile(r"no source '(?P<old>.*)'$")
_NO_TERM = re.compile(r"no term '(?P<old>.*)' in the glossary$")
_WRITTEN_TERM = re.compile(r"""term:(?P<it>[^\s)>\]"']+)""")
_NO_VALUE = re.compile(r"(?:the series '[^']*' has )?no (?:series|(?P<kind>column|row)) '(?P<old>.*)'$")
_WRITTEN_VALUE = re.compile(r"""["']?(?:value:)?(?P<it>[^\s)>"']+)""")
_NO_BLOCK = re.compile(r"no (?P<kind>data file|\S+)(?: is called)? '(?P<old>.*)'$")
_LIKE_MARKER = re.compile(r"(?P<it>(?P<kind>[A-Za-z-]+)[ \t]*[:：=][ \t]*(?P<name>[^\s,;]+))[ \t]*-->")
_NO_FIELD = re.compile(r"(?:unknown field|has no field|^the (?:key |unit )?column) '(?P<old>[^']*)'")
_NO_WORD = re.compile(r"'(?P<old>.*)' is not a value of '")
_NUMBER = re.compile(r"(?P<it>[-+]?\d[\d.]*)(?=[ \t]*(?:$|\n|[,}\]]|[ \t]#))", re.MULTILINE)
_BARE_KEY = re.compile(r"'@(?P<key>.*)' stands outside square brackets")
_APART = re.compile(r"!?\[(?P<text>[^\[\]\n]*)\][ \t]+\((?P<target>[^()\s]+)\)")
_REVERSED = re.compile(r"\((?P<text>[^()\n]+)\)\[(?P<target>[^\[\]\s]+)\]")
_OLD_ADDRESS = re.compile(
    r"'(?P<old>.*)' (?P<why>has no scheme|lacks the two slashes behind its scheme|has its scheme twice)"
)


def _meant(problem: Problem) -> str | None:
    match = _MEANT.match(problem.hint)
    return match["it"] if match is not None else None


def _replaced(file: TextFile, offset: int, old: str, new: str) -> Fix | None:
    """One name for another, where it stands at ``offset`` as it is, behind a quotation mark, or as HTML spells it."""
    wanted = _IN_YAML if file.path.endswith((".yml", ".yaml", ".csv")) else _IN_MARKDOWN
    if not wanted.fullmatch(new):
        return None
    lead = re.compile(r"""["']?[ ]*@?""").match(file.text, offset)
    for start in (offset, lead.end() if lead is not None else offset):
        for spelled in (old, old.replace("&", "&amp;")):
            if spelled and file.text.startswith(spelled, start) and not _goes_on(file.text, start + len(spelled)):
                return _fix(file, start, spelled, new)
    return None


def _goes_on(text: str, at: int) -> bool:
    return re.compile(r"\w").match(text, at) is not None


def _fix(file: TextFile, offset: int, old: str, new: str) -> Fix | None:
    if not file.text.startswith(old, offset) or "\n" in old + new:
        return None
    place = file.place(offset)
    return Fix(file.path, place.line, place.column, old, new)


# --- changing files -------------------------------------------------------------------------------------------------

_LINE_END = re.compile("\r\n|\r|\n")
_MARK = "\ufeff"


def apply_fixes(root: Path, fixes: Iterable[Fix]) -> list[Fix]:
    """Make the changes; those that were made.

    Each file is written in one step; byte order mark and line endings stay. A file that leads out of the checkout, may
    not be written, or has changed in the meantime is left alone.
    """
    by_path: dict[str, list[Fix]] = {}
    for fix in fixes:
        by_path.setdefault(fix.path, []).append(fix)
    made: list[Fix] = []
    for path, wanted in by_path.items():
        made += _rewrite(root.resolve(), path, wanted)
    return sorted(made)


def _rewrite(root: Path, shown: str, fixes: list[Fix]) -> list[Fix]:
    try:
        path = (root / shown).resolve(strict=True)
        if not path.is_relative_to(root) or not os.access(path, os.W_OK):
            return []
        text = path.read_bytes().decode("utf-8")
    except (OSError, ValueError, RuntimeError):
        return []
    starts = [len(_MARK) if text.startswith(_MARK) else 0, *(match.end() for match in _LINE_END.finditer(text))]
    made = list(_without_overlap(text, starts, fixes))
    for at, fix in reversed(made):
        text = text[:at] + fix.new + text[at + len(fix.old) :]
    try:
        _write(path, text.encode("utf-8"))
    except OSError:
        return []
    return [fix for _, fix in made]


def _without_overlap(text: str, starts: list[int], fixes: list[Fix]) -> Iterator[tuple[int, Fix]]:
    """The fixes whose old text still stands in its place, with their offsets in the file as it is, in order."""
    end = 0
    for fix in sorted(fixes):
        at = starts[fix.line - 1] + fix.column - 1 if fix.line <= len(starts) else len(text)
        if at >= end and text.startswith(fix.old, at):
            yield at, fix
            end = at + len(fix.old)


def _write(path: Path, data: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".refdesk-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        shutil.copymode(path, temporary)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
