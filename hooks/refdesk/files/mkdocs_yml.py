"""mkdocs.yml: the settings of the site, each with its place."""

import os
import sysconfig
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from pathspec.gitignore import GitIgnoreSpec
from pymdownx.slugs import slugify

from refdesk.files.checkout import CONFIG, DOCS, UnusableSiteError
from refdesk.files.text import first_line, read_text
from refdesk.files.yaml import YamlFile, YamlPath, parse_yaml
from refdesk.problems.problem import Problem
from refdesk.problems.suggest import did_you_mean

_KINDS = {
    str: "a text",
    bool: "true or false",
    list: "a list",
    dict: "a mapping of names to values",
}
_LISTS = (
    "markdown_extensions",
    "plugins",
    "hooks",
    "extra_css",
    "extra_javascript",
    "extra_templates",
)
_TEXTS = (
    *("site_name", "site_url", "site_description", "site_author", "copyright"),
    *("repo_url", "repo_name", "edit_uri"),
    *("docs_dir", "site_dir", "dev_addr", "exclude_docs", "draft_docs", "not_in_nav"),
)
# Setting -> the type of its value.
SETTINGS: Mapping[str, type] = {
    **dict.fromkeys(_TEXTS, str),
    **dict.fromkeys(("use_directory_urls", "strict"), bool),
    **dict.fromkeys((*_LISTS, "nav", "watch"), list),
    **dict.fromkeys(("theme", "extra", "validation"), dict),
}
# The variables of the environment that settings may hold: any other could publish what is nobody's
# business.
VARIABLES = ("SITE_URL", "REPO_URL", "EDIT_URI", "EDITION", "CONTACT_URL", "ZIP_SIZE", "PDF_SIZE")
# MkDocs leaves out the first two, the adapter translations
_ALWAYS_HIDDEN = (".*", "/templates/", "/locale/")
# how mkdocs.yml makes ids of headings; to name it loads refdesk before the theme
heading_id = slugify(case="lower")
_HEADING_ID = f"tag:yaml.org,2002:python/name:{__name__}.heading_id"


class NavEntry(NamedTuple):
    """One link of the navigation: its target as written, its path, the title of the outermost
    section around it.
    """

    target: str
    path: YamlPath
    section: str = ""


class Listed(NamedTuple):
    """One entry of a list of names in mkdocs.yml: the name, its path, its options."""

    name: str
    path: YamlPath
    options: Mapping[str, object] = {}


class SiteConfig(NamedTuple):
    """The settings of a site.

    ``theme_dir`` is the folder of the site's own theme files; ``is_hidden`` tells whether a path in
    the documentation folder is left out of the published site, ``is_off_menu`` whether a page is
    left out of the navigation on purpose. ``settings`` are those of the right type.
    """

    root: Path
    docs_dir: Path
    name: str
    description: str
    copyright: str
    site_url: str
    theme_dir: Path
    use_directory_urls: bool
    nav: tuple[NavEntry, ...]
    lists: Mapping[str, tuple[Listed, ...]]
    is_hidden: Callable[[str], bool]
    is_off_menu: Callable[[str], bool]
    settings: Mapping[str, Any]
    yaml: YamlFile
    problems: tuple[Problem, ...]

    def shown(self, path: Path) -> str:
        """Return a path below the root as reports show it."""
        return path.relative_to(self.root).as_posix()

    @property
    def published_url(self) -> str:
        """Return the address of the site with a slash at its end; '' where none is known that
        others can reach.
        """
        is_private = urlsplit(self.site_url).hostname in {None, "localhost", "127.0.0.1"}
        return "" if is_private else self.site_url.rstrip("/") + "/"

    @property
    def theme_folders(self) -> Sequence[Path]:
        """Return where files of the theme are looked for: in the site's own folder, then in that of
        Material.
        """
        material = Path(sysconfig.get_path("purelib")) / "material/templates"
        return [self.theme_dir, material]

    @property
    def assets(self) -> Iterator[Listed]:
        """Yield the style sheets, scripts and templates that the settings name."""
        for name in ("extra_css", "extra_javascript", "extra_templates"):
            yield from self.lists[name]


def load_config(root: Path) -> SiteConfig:
    """Read mkdocs.yml in ``root``; UnusableSiteError when nothing can be checked with it."""
    root = root.resolve()
    if not (root / CONFIG).is_file():
        raise UnusableSiteError(f"no {CONFIG} in {root}")
    yaml = parse_yaml(read_text(root / CONFIG, CONFIG), _constructed)
    if not isinstance(yaml.data, dict):
        wrong = [*yaml.problems, yaml.problem("configuration", (), "holds no settings")][0]
        raise UnusableSiteError(wrong._replace(code="configuration"))
    problems = [
        p._replace(code="configuration") if p.code == "yaml-syntax" else p for p in yaml.problems
    ]
    problems += foreign_variables(yaml)
    settings = _of_right_type(yaml, yaml.data, problems)
    docs_dir = root / DOCS
    if settings.get("docs_dir", DOCS) != DOCS or not docs_dir.is_dir():
        message = f"the pages stand in a folder '{DOCS}' beside it"
        raise UnusableSiteError(yaml.problem("configuration", ("docs_dir",), message))
    return SiteConfig(
        root=root,
        docs_dir=docs_dir,
        name=settings.get("site_name", ""),
        description=settings.get("site_description", ""),
        copyright=settings.get("copyright", ""),
        site_url=settings.get("site_url", ""),
        theme_dir=root / str(settings.get("theme", {}).get("custom_dir") or "overrides"),
        use_directory_urls=settings.get("use_directory_urls", True),
        nav=tuple(_nav(yaml, settings.get("nav", []), ("nav",), problems)),
        lists={
            name: tuple(_listed(yaml, name, settings.get(name, []), problems)) for name in _LISTS
        },
        is_hidden=_matcher(
            yaml, settings, ("exclude_docs", "draft_docs"), problems, always=_ALWAYS_HIDDEN
        ),
        is_off_menu=_matcher(yaml, settings, ("not_in_nav",), problems),
        settings=settings,
        yaml=yaml,
        problems=tuple(problems),
    )


def foreign_variables(yaml: YamlFile) -> Iterator[Problem]:
    """Yield a problem at each variable of the environment that settings name and may not hold."""
    for node in yaml.nodes.values():
        if node.tag != "!ENV":
            continue
        parts = node.value if isinstance(node.value, list) else [node]
        # the last of several is what stands for all
        names = parts[:-1] if len(parts) > 1 else parts
        for name in (part for part in names if part.value not in VARIABLES):
            message = f"settings hold no variable '{name.value}' of the environment"
            hint = did_you_mean(str(name.value), VARIABLES) or (
                f"They may hold {', '.join(VARIABLES)}"
            )
            yield yaml.file.problem("foreign-variable", name.start_mark.index, message, hint)


def _constructed(tag: str, value: object) -> object:
    """Return the value of ``!ENV`` and of the function that makes ids of headings; ValueError for
    any other tag.
    """
    match tag, value:
        case "!ENV", _:
            names = [str(part) for part in value] if isinstance(value, list) else [str(value)]
            default = names.pop() if len(names) > 1 else ""
            return next(
                (os.environ[name] for name in names if name in VARIABLES and name in os.environ),
                default,
            )
        case _, "" if tag == _HEADING_ID:
            return heading_id
    raise ValueError(f"the tag '{tag}' is none that this site uses, or stands before another value")


def _of_right_type(
    yaml: YamlFile, written: Mapping[str, object], problems: list[Problem]
) -> dict[str, Any]:
    """Return the settings that are known and have a value of the right type; ``problems`` gathers
    the others.
    """
    settings: dict[str, Any] = {}
    for name, value in written.items():
        kind = SETTINGS.get(name)
        if kind is None:
            hint = did_you_mean(name, SETTINGS)
            problems.append(
                yaml.problem(
                    "configuration", (name,), f"unknown setting '{name}'", hint, at_key=True
                )
            )
        elif isinstance(value, kind):
            settings[name] = value
        elif value is not None:
            problems.append(
                yaml.problem("configuration", (name,), f"'{name}' must be {_KINDS[kind]}")
            )
    return settings


def _nav(
    yaml: YamlFile,
    items: Sequence[object],
    path: YamlPath,
    problems: list[Problem],
    section: str = "",
) -> Iterator[NavEntry]:
    """Yield every link of the navigation, in order; ``problems`` gathers items of another form."""
    for index, item in enumerate(items):
        if isinstance(item, str):
            yield NavEntry(item, (*path, index), section)
        elif not isinstance(item, dict):
            message = "an item of the navigation is a path, or a title with a path or a list"
            problems.append(yaml.problem("nav", (*path, index), message))
        for title, value in item.items() if isinstance(item, dict) else ():
            here = (*path, index, title)
            if isinstance(value, str):
                yield NavEntry(value, here, section)
            elif isinstance(value, list):
                yield from _nav(yaml, value, here, problems, section or title)
            else:
                problems.append(
                    yaml.problem("nav", here, f"'{title}' leads to no page", at_key=True)
                )


def _listed(
    yaml: YamlFile, key: str, items: Sequence[object], problems: list[Problem]
) -> Iterator[Listed]:
    """Yield the entries of a list of names; ``problems`` gathers those of another form."""
    for index, item in enumerate(items):
        here: YamlPath = (key, index)
        match item:
            case str():
                yield Listed(item, here)
            case {"path": str(path)}:
                yield Listed(path, here)
            case dict() if len(item) == 1 and isinstance(next(iter(item.values())), dict | None):
                [(name, options)] = item.items()
                yield Listed(name, (*here, name), options or {})
            case _:
                message = f"an entry of '{key}' is a name, or a name with a mapping of options"
                problems.append(yaml.problem("configuration", here, message))


def _matcher(
    yaml: YamlFile,
    settings: Mapping[str, Any],
    names: Sequence[str],
    problems: list[Problem],
    always: Sequence[str] = (),
) -> Callable[[str], bool]:
    """Return whether gitignore patterns of some settings match a path; ``problems`` gathers what is
    no pattern.
    """
    spec = GitIgnoreSpec.from_lines(always)
    for name in names:
        try:
            spec += GitIgnoreSpec.from_lines(settings.get(name, "").splitlines())
        except ValueError as error:
            problems.append(
                yaml.problem("configuration", (name,), f"{name}: {first_line(str(error))}")
            )
    return spec.match_file
