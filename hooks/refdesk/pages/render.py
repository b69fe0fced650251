"""Renders pages with the site's own Markdown extensions to learn the links and ids that really come out."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import markdown
from markdown.extensions import Extension

from refdesk.files.plugins import may_change_text
from refdesk.files.text import START, first_line, is_readable
from refdesk.pages.collector import Collector, Marked
from refdesk.pages.extensions import NotInstalledError, load_extension, without_highlighter
from refdesk.pages.patience import OutOfPatienceError, within
from refdesk.problems.problem import HALF_CHECKED, Problem
from refdesk.problems.suggest import did_you_mean, misspelled

if TYPE_CHECKING:
    from refdesk.files.mkdocs_yml import SiteConfig
    from refdesk.pages.rendered import Rendered

# Extensions that need an engine around them and change no link, id or heading.
_BOUND_TO_ENGINE = frozenset(
    {"material.extensions.preview", "zensical.extensions.preview", "zensical.extensions.macros",
     "zensical.extensions.mkdocstrings", "zensical.extensions.glightbox"}
)  # fmt: skip


def _installed_extensions() -> list[str]:
    """The names of the Markdown extensions that a misspelled name may have meant."""
    from importlib.metadata import entry_points  # noqa: PLC0415 - only a mistake needs it
    from pkgutil import iter_modules  # noqa: PLC0415 - only a mistake needs it

    import pymdownx  # type: ignore[import-untyped]  # noqa: PLC0415 - only a mistake needs it

    names = [entry.name for entry in entry_points(group="markdown.extensions")]
    return [*names, *(f"pymdownx.{module.name}" for module in iter_modules(pymdownx.__path__))]


def _plain_code(src: str = "", **options: object) -> str:
    """A fenced code block without colours. (Switched off in pymdownx.highlight, fences with a title are no fences.)"""
    element_id = options.get("id_value")
    attribute = f' id="{escape(str(element_id), quote=True)}"' if element_id else ""
    return f"<pre{attribute}><code>{escape(src)}</code></pre>"


# How long one page may take, in seconds: many times what any page takes that people wrote.
_PATIENCE = 10.0
_SIGNS_A_SECOND = 50_000
_PATIENCE_TO_BEGIN = 8.0


def _regular(snippets: Mapping[str, object]) -> list[str]:
    """Of the files to append to every page those that are files: the extension would read a device without end."""
    names, bases = snippets.get("auto_append"), snippets.get("base_path")
    return [
        str(name)
        for name in (names if isinstance(names, list) else [])
        if any(is_readable(Path(str(base)) / str(name)) for base in (bases if isinstance(bases, list) else []))
    ]


_NOTHING = Marked("", (), ())


class _Converter(markdown.Markdown):
    """Loads what an extension asks for by name (as fences ask for colours) like what the site asks for."""

    def __init__(self, extensions: Sequence[Extension], root: Path) -> None:
        self._root = root
        super().__init__(extensions=extensions)

    def build_extension(self, ext_name: str, configs: Mapping[str, Any]) -> Extension:
        """The extension of that name; Python-Markdown would search all that is installed for it."""
        return load_extension(ext_name, configs, self._root)


class Renderer:
    """Converts pages with the extensions of one site.

    ``problems`` lists extensions that are not installed or refuse their options; the pages are rendered without them.
    """

    def __init__(self, config: SiteConfig) -> None:
        self.problems: list[Problem] = []
        self._marked = _NOTHING
        self._config = config
        self._md = self._make()

    def _receive(self, marked: Marked) -> None:
        self._marked = marked

    def _make(self) -> markdown.Markdown:
        names = [name for name in self._config.extensions if name not in _BOUND_TO_ENGINE]
        configs = {name: self._options(name) for name in names}
        try:
            md = self._with(names, configs)
        except (Exception, OutOfPatienceError):
            md = self._with(self._usable(names, configs), configs)
        for extension in md.registeredExtensions:
            for fence in getattr(extension, "superfences", ()):
                if getattr(fence.get("formatter"), "__name__", "") == "highlight":
                    fence["formatter"] = _plain_code
        return md

    def _options(self, name: str) -> dict[str, object]:
        """The options of an extension, as far as they are the site's to choose."""
        options = dict(self._config.extension_configs.get(name, {}))
        if name in {"codehilite", "markdown.extensions.codehilite"}:
            options["use_pygments"] = False  # colours change no link and cost time
        if name == "pymdownx.superfences" and may_change_text(self._config):
            options["relaxed_headers"] = True  # a plugin may know a fence's options
        if name == "pymdownx.snippets":
            options["auto_append"] = _regular(options)
        return options

    def _with(self, names: list[str], configs: dict[str, dict[str, object]]) -> markdown.Markdown:
        with within(_PATIENCE_TO_BEGIN), without_highlighter(names):
            made = [load_extension(name, configs[name], self._config.root) for name in names]
            return _Converter([Collector(self._receive), *made], self._config.root)

    def _usable(self, names: list[str], configs: dict[str, dict[str, object]]) -> list[str]:
        """The extensions that are installed; one that refuses its options stays without them."""
        usable: list[str] = []
        for name in names:
            try:
                with within(_PATIENCE_TO_BEGIN):
                    _Converter([load_extension(name, configs[name], self._config.root)], self._config.root)
            except NotInstalledError as error:
                self._report_missing(name, str(error))
            except OutOfPatienceError:
                self._report(name, f"the Markdown extension '{name}' takes too long to begin")
            except Exception as error:
                if self._refused(name, configs[name], error):
                    configs[name] = {}
                    usable.append(name)
            else:
                usable.append(name)
        return usable

    def _refused(self, name: str, options: Mapping[str, object], error: Exception) -> bool:
        """Report what an extension refuses; whether it can be used without its options."""
        try:
            with within(_PATIENCE_TO_BEGIN):
                bare = load_extension(name, {}, self._config.root)
                _Converter([bare], self._config.root)
            known = bare.config
        except (Exception, OutOfPatienceError):
            self._report(name, f"the Markdown extension '{name}' cannot be used: {first_line(str(error))}")
            return False
        unknown = [option for option in options if option not in known]
        for option in unknown:
            message = f"the Markdown extension '{name}' has no option '{option}'"
            self._report(
                f"{name}/{option}",
                message,
                did_you_mean(option, known) or (f"Options: {', '.join(known)}" if known else "It has none"),
            )
        if not unknown:
            reason = first_line(str(error)) or type(error).__name__
            self._report(name, f"the Markdown extension '{name}' cannot be used with these options: {reason}")
        return True

    def _report_missing(self, name: str, reason: str) -> None:
        """Report an extension that cannot be loaded here: a mistake, or (in another house) one that is missing here."""
        message = f"the Markdown extension '{name}' {reason}"
        if self._config.has_data:
            near = did_you_mean(name, _installed_extensions()) if "not installed" in reason else ""
            self._report(name, message, near or HALF_CHECKED)
            return
        meant = misspelled(name, _installed_extensions())
        if meant is not None:
            self._report(name, message, f"Did you mean '{meant}'?")
        else:
            self._report(name, message, code="not-installed")

    def _report(self, name: str, message: str, hint: str = HALF_CHECKED, code: str = "configuration") -> None:
        path, place = self._config.extension_places.get(name, (self._config.path, START))
        self.problems.append(Problem(path, place.line, place.column, code, message, hint))

    def render(self, text: str) -> Rendered:
        """The links, ids and headings of one page; what an extension raises is passed on as RenderError."""
        return self.convert(text)[0].read()

    def convert(self, text: str) -> tuple[Marked, str]:
        """What ``render`` reads, and the HTML as readers get it."""
        self._marked = _NOTHING
        try:
            self._md.reset()
            # Where an engine runs, for extensions read files from there.
            with contextlib.chdir(self._config.root), within(_PATIENCE + len(text) / _SIGNS_A_SECOND):
                html = self._md.convert(text)
        except RecursionError:
            raise RenderError("is nested too deeply") from None
        except OutOfPatienceError:
            raise RenderError("it takes Markdown too long; look for a long run of brackets or signs") from None
        except Exception as error:
            raise RenderError(str(error).strip().partition("\n")[0] or type(error).__name__) from error
        return self._marked, html


class RenderError(Exception):
    """A page that the site's Markdown extensions cannot convert, with the reason in one line."""
