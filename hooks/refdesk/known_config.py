"""The configuration of a site as an earlier check noted it: to read it again takes a tenth of the check of a page."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from refdesk.config_tags import NotKnownError, as_noted, from_noted

if TYPE_CHECKING:
    from refdesk.config import SiteConfig

_NOTED = (
    "path", "docs_shown", "site_url", "use_directory_urls", "absolute_links_from_docs", "extensions", "plugins",
    "exclude", "drafts", "excluded_globs", "hooks", "has_data",
)  # fmt: skip


def settings_of(config: SiteConfig) -> dict[str, object]:
    """What is noted of a configuration, as JSON can hold it: what pages are rendered with, and checked by."""
    settings = {
        **{name: getattr(config, name) for name in _NOTED},
        "docs_dir": str(config.docs_dir),
        "theme_dir": None if config.theme_dir is None else str(config.theme_dir),
        "ignored": sorted(config.ignored),
        "nav": None if config.nav is None else [entry.target for entry in config.nav],
        "assets": [entry.target for entry in config.assets],
    }
    with contextlib.suppress(NotKnownError):  # then it is read again
        settings["extension_configs"] = as_noted(config.extension_configs)
    return settings


class _Entry(NamedTuple):
    """An entry of the navigation, as far as it is noted."""

    target: str


class KnownConfig:
    """Stands for a configuration. What is not noted of it is read from its file, which has not changed."""

    def __init__(self, root: Path, settings: Mapping[str, Any]) -> None:
        """``settings`` are those of ``settings_of``."""
        self.__dict__.update({name: settings[name] for name in _NOTED})
        self.root = root
        self.docs_dir = Path(settings["docs_dir"])
        self.theme_dir = None if settings["theme_dir"] is None else Path(settings["theme_dir"])
        self.ignored = frozenset(settings["ignored"])
        self.nav = None if settings["nav"] is None else tuple(map(_Entry, settings["nav"]))
        self.assets = tuple(map(_Entry, settings["assets"]))
        self._noted = settings.get("extension_configs")

    @cached_property
    def extension_configs(self) -> Any:
        """The options of extensions; some are functions, which are loaded with the extension that they belong to."""
        return self.whole.extension_configs if self._noted is None else from_noted(self._noted)

    @cached_property
    def whole(self) -> SiteConfig:
        """All of it."""
        from refdesk.config import load_config  # noqa: PLC0415 - few checks ask for more than is noted

        return load_config(self.root)

    def __getattr__(self, name: str) -> object:
        return getattr(self.whole, name)
