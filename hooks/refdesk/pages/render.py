"""Renders pages with the site's own Markdown extensions to learn the links and ids that really come out."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pkgutil import iter_modules

import markdown
import pymdownx  # type: ignore[import-untyped]
from markdown.util import get_installed_extensions
from pymdownx.slugs import slugify  # type: ignore[import-untyped]
from pymdownx.superfences import SuperFencesCodeExtension  # type: ignore[import-untyped]

from refdesk.files.mkdocs_yml import Listed, PythonFunction, SiteConfig
from refdesk.files.text import first_line
from refdesk.files.yaml import TagError, YamlFile, YamlPath
from refdesk.pages.collector import Collector, Marked
from refdesk.pages.rendered import Rendered
from refdesk.problems.problem import HALF_CHECKED, Problem
from refdesk.problems.suggest import did_you_mean

_NOTHING = Marked("", (), ())
# The Python functions that an option may name -> what they may be called with.
_FUNCTIONS = {"pymdownx.slugs.slugify": (slugify, ("case", "percent_encode", "normalize"))}


class RenderError(Exception):
    """A page that the site's Markdown extensions cannot convert, with the reason in one line."""


class Renderer:
    """Converts pages with the extensions of the site.

    ``problems`` lists extensions that cannot be loaded or refuse their options; pages are rendered without them.
    """

    def __init__(self, config: SiteConfig) -> None:
        self._marked = _NOTHING
        self._md = markdown.Markdown(extensions=[Collector(self._receive)])
        self.problems = [problem for extension in config.extensions for problem in self._load(config.yaml, extension)]
        for loaded in self._md.registeredExtensions:
            if isinstance(loaded, SuperFencesCodeExtension):
                loaded.superfences[0]["formatter"] = _plain_code

    def _receive(self, marked: Marked) -> None:
        self._marked = marked

    def _load(self, yaml: YamlFile, extension: Listed) -> Iterator[Problem]:
        """Load an extension; what is wrong with it."""

        def problem(path: YamlPath, message: str, hint: str, *, at_key: bool = True) -> Problem:
            return yaml.problem("configuration", path, message, hint or HALF_CHECKED, at_key=at_key)

        what = f"the Markdown extension '{extension.name}'"
        try:
            known = self._md.build_extension(extension.name, {}).config
        except Exception as error:  # what a module raises that cannot be imported, or is no extension
            reason = f"{what} cannot be loaded: {first_line(str(error))}"
            yield problem(extension.path, reason, _meant(extension.name))
            return
        given: dict[str, object] = {}
        for name, value in extension.options.items():
            if name not in known:
                hint = did_you_mean(name, known) or (f"Options: {', '.join(known)}" if known else "It has none")
                yield problem((*extension.path, name), f"{what} has no option '{name}'", hint)
                continue
            try:
                given[name] = _found(value) if isinstance(value, PythonFunction) else value
            except TagError as error:
                yield problem((*extension.path, name), str(error), error.hint, at_key=False)
        try:
            self._md.registerExtensions([extension.name], {extension.name: given})
        except Exception as error:  # what an extension raises that is given a value of another type
            reason = f"{what} cannot be used with these options: {first_line(str(error))}"
            yield problem(extension.path, reason, "")

    def render(self, text: str) -> Rendered:
        """The links, ids and headings of one page; RenderError when it cannot be converted."""
        return self.convert(text)[0].read()

    def convert(self, text: str) -> tuple[Marked, str]:
        """What ``render`` reads, and the HTML as readers get it."""
        self._marked = _NOTHING
        self._md.reset()
        try:
            html = self._md.convert(text)
        except RecursionError:
            raise RenderError("is nested too deeply") from None
        except Exception as error:  # what an extension raises
            raise RenderError(first_line(str(error))) from error
        return self._marked, html


def _found(function: PythonFunction) -> object:
    """The Python function of that name, or what it gives with its options; TagError where there is none."""
    made, known = _FUNCTIONS.get(function.name, (None, ()))
    if made is None:
        message = f"'{function.name}' is no function that an option may name"
        raise TagError(message, did_you_mean(function.name, _FUNCTIONS))
    for name in function.options or ():
        if name not in known:
            raise TagError(f"'{function.name}' has no option '{name}'", did_you_mean(name, known))
    return made if function.options is None else made(**function.options)


def _plain_code(src: str, *_: object, id_value: str = "", **__: object) -> str:
    """A fenced code block without colours: these change no link or id, and cost a tenth of a check."""
    element_id = f' id="{escape(id_value)}"' if id_value else ""
    return f"<pre{element_id}><code>{escape(src)}</code></pre>"


def _meant(name: str) -> str:
    """The hint for the name of an extension that cannot be loaded."""
    names = [entry.name for entry in get_installed_extensions()]
    return did_you_mean(name, [*names, *(f"pymdownx.{module.name}" for module in iter_modules(pymdownx.__path__))])
