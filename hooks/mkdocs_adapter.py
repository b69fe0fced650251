"""The only file that an engine loads (MkDocs or ProperDocs): its events in, calls to
refdesk out.
"""

import logging
import os
from collections.abc import Callable
from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader
from mkdocs.commands import build
from mkdocs.config import load_config
from mkdocs.config.config_options import ExtraScript
from mkdocs.config.defaults import MkDocsConfig as Config
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure import files, nav, pages

# An engine puts this folder on the import path only while this file is loaded; the package stays
# loaded afterwards.
from refdesk.engine.session import SAID_BY_ENGINE, Session
from refdesk.problems.report import line_of, summary

log = logging.getLogger("mkdocs.refdesk")
session = Session()


def on_startup(*, command: str, dirty: bool, **_: object) -> None:
    """Remember whether a writer is watching; silence what would be said twice."""
    session.preview, session.dirty = command == "serve", dirty
    for module in (build, files, nav, pages):
        logging.getLogger(module.__name__).addFilter(
            lambda record: not str(record.msg).startswith(SAID_BY_ENGINE)
        )


def on_config(config: Config) -> None:
    """Begin a build: read the site, add its Markdown extensions, load its scripts joined."""
    made = session.begin(config)
    config.markdown_extensions += made.extensions  # type: ignore[arg-type]  # MkDocs takes names and objects
    script = ExtraScript().validate  # type: ignore[no-untyped-call]  # MkDocs gives it no types
    config.extra_javascript = [script({"path": path, "defer": True}) for path in made.scripts]
    # of the theme's files, it needs the site's own; 14,000 icons need not be listed again
    if made.site.is_translated:
        own = Environment(loader=FileSystemLoader(config.theme.dirs[0]), autoescape=True)
        config.theme.get_env = lambda: own  # type: ignore[method-assign]  # MkDocs has no setting for it


def on_files(tree: files.Files, /, *, config: Config) -> files.Files:
    """Add what is made, take away what readers get in another form."""
    known = {file.src_uri: file for file in tree}
    written = {uri: file.abs_dest_path for uri, file in known.items()}
    for uri, content in session.build.files(written, lambda uri: known[uri].content_string).items():
        if uri in known:
            tree.remove(known[uri])
        if content is not None:
            tree.append(files.File.generated(config, uri, content=content))
    return tree


def on_nav(tree: nav.Navigation, /, **_: object) -> None:
    """Name the pages that the navigation gives no title: the engine knows none for a page that it
    does not build.
    """
    for page in tree.pages:
        page.title = page.title or session.build.site.pages[page.file.src_uri].title


def on_page_read_source(*, page: pages.Page, **_: object) -> str:
    """Give the engine the text of a page as it was read: it would fail at one that is not UTF-8."""
    return session.build.site.first.pages[page.file.src_uri].text


def on_page_markdown(_markdown: str, /, *, page: pages.Page, **_: object) -> str:
    """Give the engine the page with its references and markers expanded, and its title in the
    language.
    """
    return session.build.markdown(page.file.src_uri, page.meta)


def on_page_content(html: str, *, page: pages.Page, **_: object) -> str:
    """Keep the page as readers see it."""
    uri, titles = page.file.src_uri, [str(one.title) for one in (page, *page.ancestors)]
    page.update_date = session.build.publication.changed(uri) or page.update_date
    return session.build.html(uri, html, page.url.removeprefix("./"), titles)


def on_env(env: Environment, **_: object) -> Environment:
    """Check the site once every page is converted, report, and stop a build that would publish a
    mistake.
    """
    report = session.build.check()
    for problem in report.problems:
        log.log(logging.ERROR if problem.severity == "error" else logging.INFO, line_of(problem))
    if report.failed and not session.preview:
        if "DRAFT" not in os.environ:
            raise Abort(summary(report))
        # its pages say what is wrong, as they do while somebody writes
        session.build.preview = True
    # an edition counts no pages: its messages are checked with the site
    if not session.build.site.is_translated:
        log.log(logging.ERROR if report.failed else logging.INFO, summary(report))
        session.templates = env
    env = session.templates
    env.globals.update(session.build.template_values())
    # as people read it
    env.policies["json.dumps_kwargs"] = {"sort_keys": True, "ensure_ascii": False}
    # no template changes, or is filled so often that folding constants pays
    env.auto_reload = env.optimized = False
    if session.preview:
        # so that the templates are compiled once, not with every build
        env.bytecode_cache = FileSystemBytecodeCache()
    return env


def on_page_context(
    context: dict[str, object], *, page: pages.Page, **_: object
) -> dict[str, object]:
    """Hand the template what the page says of itself."""
    return {**context, **session.build.page_values(page.file.src_uri)}


def on_post_page(output: str, *, page: pages.Page, **_: object) -> str:
    """Finish the page."""
    return session.build.finished(output, page.file.src_uri)


def on_post_template(output: str, *, template_name: str, **_: object) -> str:
    """Finish the pages that are no documents."""
    return session.build.finished_template(output, template_name)


def on_post_build(*, config: Config) -> None:
    """Build the site in each other language, within it; write what is no page."""
    session.build_editions(
        config, lambda settings: build.build(load_config(**settings), dirty=session.dirty)
    )
    session.finish(config.site_dir)


def on_shutdown(**_: object) -> None:
    """Put a whole site in its place; say in one line that a disk is full."""
    if complaint := session.close():
        raise Abort(complaint)


def on_serve(
    server: LiveReloadServer, *, config: Config, builder: Callable[[], None], **_: object
) -> None:
    """Look for saved files ten times a second, where the engine does twice; outlive a build that
    fails.
    """
    for path in (config.docs_dir, config.config_file_path):
        server.unwatch(path)
    server.observer = type(server.observer)(timeout=0.1)
    server.watch(config.docs_dir)
    # an editor may put a new file there
    server.watch(str(Path(config.config_file_path).parent), recursive=False)
    server.builder = session.outliving(builder, log.warning, config.site_dir)
