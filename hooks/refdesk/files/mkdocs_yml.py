"""mkdocs.yml: the settings of the site, each with its place."""

import os
import sysconfig
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

from pathspec.gitignore import GitIgnoreSpec
from pymdownx.slugs import slugify

from refdesk.files.checkout import CONFIG, DOCS, UnusableSiteError
from refdesk.files.text import first_line, read_text
from refdesk.files.yaml import YamlFile, YamlPath, parse_yaml
from refdesk.problems.problem import Problem, Slip
from refdesk.problems.suggest import did_you_mean

_KINDS = {
    str: "a text",
    bool: "true or false",
    list: "a list",
    dict: "a mapping of names to values",
}
T = TypeVar("T")

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
VARIABLES = (
    *("SITE_URL", "REPO_URL", "EDIT_URI", "CONTACT_URL"),
    *("EDITION", "DOI", "ZIP_SIZE", "PDF_SIZE"),
)
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
        wrong = [*yaml.problems, yaml.problem((), Slip("configuration", "holds no settings"))][0]
        raise UnusableSiteError(wrong._replace(code="configuration"))
    settings, ill_typed = _of_right_type(yaml, yaml.data)
    docs_dir = root / DOCS
    if settings.get("docs_dir", DOCS) != DOCS or not docs_dir.is_dir():
        message = f"the pages stand in a folder '{DOCS}' beside it"
        raise UnusableSiteError(yaml.problem(("docs_dir",), Slip("configuration", message)))
    nav, no_links = _parted(_nav(yaml, settings.get("nav", []), ("nav",)))
    lists = {name: _parted(_listed(yaml, name, settings.get(name, []))) for name in _LISTS}
    hidden, no_hidden = _patterns(yaml, settings, ("exclude_docs", "draft_docs"))
    off_menu, no_off_menu = _patterns(yaml, settings, ("not_in_nav",))
    problems = [
        *_of_syntax(yaml),
        *foreign_variables(yaml),
        *ill_typed,
        *no_links,
        *(problem for _, no_names in lists.values() for problem in no_names),
        *no_hidden,
        *no_off_menu,
    ]
    return SiteConfig(
        root=root,
        docs_dir=docs_dir,
        name=settings.get("site_name", ""),
        description=settings.get("site_description", ""),
        copyright=settings.get("copyright", ""),
        site_url=settings.get("site_url", ""),
        theme_dir=root / str(settings.get("theme", {}).get("custom_dir") or "overrides"),
        use_directory_urls=settings.get("use_directory_urls", True),
        nav=nav,
        lists={name: listed for name, (listed, _) in lists.items()},
        is_hidden=(GitIgnoreSpec.from_lines(_ALWAYS_HIDDEN) + hidden).match_file,
        is_off_menu=off_menu.match_file,
        settings=settings,
        yaml=yaml,
        problems=tuple(problems),
    )


def _of_syntax(yaml: YamlFile) -> list[Problem]:
    """Return the problems of the file itself, which are those of settings."""
    return [
        problem._replace(code="configuration") if problem.code == "yaml-syntax" else problem
        for problem in yaml.problems
    ]


def _parted(found: Iterable[T | Problem]) -> tuple[tuple[T, ...], list[Problem]]:
    """Return what was read, and the problems among it."""
    read: list[T] = []
    problems: list[Problem] = []
    for one in found:
        if isinstance(one, Problem):
            problems.append(one)
        else:
            read.append(one)
    return tuple(read), problems


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
            yield yaml.file.problem(name.start_mark.index, Slip("foreign-variable", message, hint))


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
    yaml: YamlFile, written: Mapping[str, object]
) -> tuple[dict[str, Any], list[Problem]]:
    """Return the settings that are known and have a value of the right type, and the problems of
    the others.
    """
    settings: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, value in written.items():
        kind = SETTINGS.get(name)
        if kind is None:
            hint = did_you_mean(name, SETTINGS)
            slip = Slip("configuration", f"unknown setting '{name}'", hint)
            problems.append(yaml.problem((name,), slip, at_key=True))
        elif isinstance(value, kind):
            settings[name] = value
        elif value is not None:
            slip = Slip("configuration", f"'{name}' must be {_KINDS[kind]}")
            problems.append(yaml.problem((name,), slip))
    return settings, problems


def _nav(
    yaml: YamlFile, items: Sequence[object], path: YamlPath, section: str = ""
) -> Iterator[NavEntry | Problem]:
    """Yield every link of the navigation, in order, and a problem at each item of another form."""
    for index, item in enumerate(items):
        here = (*path, index)
        match item:
            case str():
                yield NavEntry(item, here, section)
            case dict():
                yield from _titled(yaml, item, here, section)
            case _:
                message = "an item of the navigation is a path, or a title with a path or a list"
                yield yaml.problem(here, Slip("nav", message))


def _titled(
    yaml: YamlFile, item: Mapping[str, object], path: YamlPath, section: str
) -> Iterator[NavEntry | Problem]:
    """Yield the links below the titles of an item of the navigation."""
    for title, value in item.items():
        here = (*path, title)
        match value:
            case str():
                yield NavEntry(value, here, section)
            case list():
                yield from _nav(yaml, value, here, section or title)
            case _:
                slip = Slip("nav", f"'{title}' leads to no page")
                yield yaml.problem(here, slip, at_key=True)


def _listed(yaml: YamlFile, key: str, items: Sequence[object]) -> Iterator[Listed | Problem]:
    """Yield the entries of a list of names, and a problem at each of another form."""
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
                yield yaml.problem(here, Slip("configuration", message))


def _patterns(
    yaml: YamlFile, settings: Mapping[str, Any], names: Sequence[str]
) -> tuple[GitIgnoreSpec, list[Problem]]:
    """Return the gitignore patterns of some settings, and the problems of what is no pattern."""
    spec = GitIgnoreSpec.from_lines([])
    problems: list[Problem] = []
    for name in names:
        try:
            spec += GitIgnoreSpec.from_lines(settings.get(name, "").splitlines())
        except ValueError as error:
            slip = Slip("configuration", f"{name}: {first_line(str(error))}")
            problems.append(yaml.problem((name,), slip))
    return spec, problems
