"""One run of an engine: a build, or the builds of a preview one after the other."""

import gc
from collections.abc import Callable, Mapping, MutableMapping
from pathlib import Path
from typing import Any

from refdesk.engine.build import Build
from refdesk.engine.made_pages import MadePages
from refdesk.engine.preview import show_failure
from refdesk.engine.site_folder import SiteFolder
from refdesk.site.site import in_language, load_site

# Messages of the engine about links and navigation, which the report gives with a place.
SAID_BY_ENGINE = (
    "Doc file '",
    "A reference to '",
    "A relative path to '",
    "An absolute path to '",
    "A 'dirty' build",
    "The following pages exist in the docs directory, but are not included",
    # empty without an address of the site, or as it stands beside the edition in a language
    "Template skipped: '",
)


class Session:
    """What lasts from one event of an engine to the next; ``preview`` and ``dirty`` are how the
    engine was called.
    """

    preview = False
    dirty = False
    build: Build
    # of the engine, compiled: those of the site are also those of its editions
    templates: Any = None

    def __init__(self) -> None:
        self._language = ""
        self._before: dict[str, MadePages] = {}  # by language
        self._made_of: dict[str, object] = {}
        self._folder: SiteFolder | None = None

    def begin(self, settings: MutableMapping[str, Any]) -> Build:
        """Begin a build; UnusableSiteError when the site cannot be read. The settings may
        change.
        """
        if self.preview:
            gc.set_threshold(200_000, 50, 50)
        else:
            # a build makes many small records and few cycles: looking for them costs a tenth
            gc.disable()
        # a build that fails leaves nothing to the next
        before = self._before.pop(self._language, None)
        urls, url = settings["use_directory_urls"], settings["site_url"] or ""
        if self._language:
            site = in_language(self.build.site, self._language, url)
        else:
            site = load_site(
                Path(settings["config_file_path"]).parent, use_directory_urls=urls, site_url=url
            )
        self.build = Build(site, settings, preview=self.preview, before=before)
        if not self.preview and not self.dirty and not self._language:
            self._folder = SiteFolder(settings)
        return self.build

    def finish(self, site_dir: str) -> None:
        """Write into the built site what is no page."""
        self.build.finish(Path(site_dir))
        if self.preview:
            self._before[self._language] = self.build.pages

    def build_editions(
        self, settings: Mapping[str, Any], build: Callable[[dict[str, Any]], None]
    ) -> None:
        """Let ``build`` build the edition in each other language, by its settings, in a folder
        below the site.

        In a preview, one that is the same as before is left as it is.
        """
        whole, url = self.build, settings["site_url"]
        if self._language:
            return
        for language in whole.site.translations:
            made_of = whole.made_of(language) if self.preview else None
            if made_of is not None and made_of == self._made_of.get(language):
                continue
            self._language = language
            try:
                build(
                    {
                        "config_file": settings["config_file_path"],
                        "site_dir": f"{settings['site_dir']}/{language}",
                        "site_url": f"{url.rstrip('/')}/{language}/" if url else "",
                        "use_directory_urls": settings["use_directory_urls"],
                    }
                )
                self._made_of[language] = made_of
            finally:
                self._language, self.build = "", whole

    def close(self) -> str:
        """Put a whole site in its place; return what a full disk says as one line, or ''."""
        return self._folder.close() if self._folder is not None else ""

    def outliving(
        self, build: Callable[[], None], warn: Callable[..., None], site_dir: str
    ) -> Callable[[], None]:
        """Return the build of a preview as one that leaves the last pages when it fails: requests
        wait for its end.
        """

        def build_or_show_why_not() -> None:
            try:
                build()
            except (Exception, SystemExit) as error:  # an engine ends with a SystemExit
                warn(
                    "%s; the pages are those of the last build", str(error) or type(error).__name__
                )
                show_failure(Path(site_dir), self.build.site, error)

        return build_or_show_why_not
