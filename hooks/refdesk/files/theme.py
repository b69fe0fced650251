"""The theme of a site: where its files are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from refdesk.files.mkdocs_yml import SiteConfig


def theme_folders(config: SiteConfig, name: object) -> Iterator[Path]:
    """The folders of the theme that can be looked into: first the site's own, then that of the installed theme."""
    if config.theme_dir is not None:
        yield config.theme_dir
    material = find_spec("material") if name == "material" else None
    if material is not None:  # quicker than a look at all that is installed
        yield from (Path(path) / "templates" for path in material.submodule_search_locations or ())
        return
    for entry in installed("mkdocs.themes", str(name)):
        try:
            spec = find_spec(entry.value)
        except (ImportError, ValueError):
            continue
        yield from (Path(path) for path in (spec.submodule_search_locations if spec is not None else None) or ())


def theme_name(config: SiteConfig) -> str:
    """The name of the theme, or that of MkDocs where the configuration names none."""
    theme = config.settings.get("theme")
    name = theme.get("name") if isinstance(theme, Mapping) else theme
    return name if isinstance(name, str) else "mkdocs"


def installed(group: str, name: str | None = None) -> Sequence[EntryPoint]:
    """The installed plugins or themes, all or those of one name."""
    from importlib.metadata import entry_points  # noqa: PLC0415 - reads every installed distribution

    return tuple(entry_points(group=group) if name is None else entry_points(group=group, name=name))
