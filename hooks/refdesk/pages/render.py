"""Renders pages with the site's own Markdown extensions to learn the links and ids that really come out."""

from collections.abc import Iterator
from html import escape

import markdown
from pymdownx.superfences import SuperFencesCodeExtension

from refdesk.files.mkdocs_yml import Listed, SiteConfig
from refdesk.files.text import first_line
from refdesk.files.yaml import YamlFile
from refdesk.pages.collector import Collector
from refdesk.pages.expanded import Expanded
from refdesk.pages.grammar import PageGrammar
from refdesk.pages.rendered import Rendered
from refdesk.problems.problem import Problem


class RenderError(Exception):
    """A page that the site's Markdown extensions cannot convert, with the reason in one line."""


class Renderer:
    """Converts pages with the extensions of the site.

    ``problems`` lists extensions that cannot be loaded or refuse their options; pages are rendered without them.
    """

    def __init__(self, config: SiteConfig) -> None:
        self._rendered = Rendered()
        self._collector = Collector(self._receive)
        self._md = markdown.Markdown(extensions=[self._collector, PageGrammar()])
        extensions = config.lists["markdown_extensions"]
        self.problems = [problem for extension in extensions for problem in self._load(config.yaml, extension)]
        for loaded in self._md.registeredExtensions:
            if isinstance(loaded, SuperFencesCodeExtension):
                loaded.superfences[0]["formatter"] = _plain_code

    def _receive(self, rendered: Rendered) -> None:
        self._rendered = rendered

    def _load(self, yaml: YamlFile, extension: Listed) -> Iterator[Problem]:
        """Load an extension; yield what is wrong with it."""
        options = {name: value for name, value in extension.options.items() if value is not None}  # left empty, refused
        try:
            self._md.registerExtensions([extension.name], {extension.name: options})
        except Exception as error:  # what a module raises that is no extension, or is given other options than its own
            message = f"the Markdown extension '{extension.name}' cannot be loaded: {first_line(str(error))}"
            hint = "Until it is there, only the paths of links are checked, not their anchors"
            yield yaml.problem("configuration", extension.path, message, hint, at_key=True)

    def render(self, page: Expanded) -> Rendered:
        """Return the links, ids and headings of one page; raise RenderError when it cannot be converted."""
        self.convert(page)
        return self._rendered

    def convert(self, page: Expanded) -> str:
        """Return the HTML of one page as readers get it; raise RenderError when it cannot be converted."""
        self._rendered = Rendered(problems=page.problems)  # an empty page is not reported
        self._md.reset()
        try:
            return self._md.convert(self._collector.begin(page))
        except RecursionError:
            raise RenderError("is nested too deeply") from None
        except Exception as error:  # what an extension raises
            raise RenderError(first_line(str(error))) from error


def _plain_code(src: str, *_: object, id_value: str = "", **__: object) -> str:
    """Return a fenced code block without colours: these change no link or id, and cost a tenth of a check."""
    element_id = f' id="{escape(id_value)}"' if id_value else ""
    return f"<pre{element_id}><code>{escape(src)}</code></pre>"
