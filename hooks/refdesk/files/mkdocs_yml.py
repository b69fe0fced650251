"""mkdocs.yml: the parts of it that decide what a reference means, each with its place."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import yaml

from refdesk.files.checkout import CONFIG_NAMES, UnusableSiteError
from refdesk.files.mkdocs_yml_tags import LEFT_OUT, NotKnownError, known_object, made_by, may_be_left_out
from refdesk.files.patterns import matcher
from refdesk.files.text import START, Place, TextFile, read_text
from refdesk.files.yaml import MAX_DEPTH, MAX_SIGNS, Loader, YamlPath
from refdesk.problems.problem import HALF_CHECKED, Problem

_BUILTIN_EXTENSIONS = ("toc", "tables", "fenced_code")  # what MkDocs always loads
_TAGS = ("!ENV", "!relative")
MAX_SETTINGS = 200_000  # values in one file, each alias counted as what it stands for


class NavEntry(NamedTuple):
    """One link of the navigation: its target as written, its place, the title of the outermost section around it."""

    target: str
    file: str
    place: Place
    section: str = ""


class Redirect(NamedTuple):
    """One redirect of the redirects plugin: both ends as written, and their places."""

    source: str
    target: str
    file: str
    source_place: Place
    target_place: Place


class SiteConfig(NamedTuple):
    """A site's configuration as far as references depend on it.

    ``docs_shown`` is the documentation folder as reports show it (relative to the root). All was read from ``files``
    and the variables in ``environment``. ``has_data`` tells a site of this house from others. ``ignored`` are the
    checks that the site does not want (``nav.omitted_files``). ``unloaded`` are those of the problems that leave
    Markdown extensions unsure.
    """

    root: Path
    path: str
    docs_dir: Path
    docs_shown: str
    site_url: str
    use_directory_urls: bool
    absolute_links_from_docs: bool
    extensions: tuple[str, ...]
    extension_configs: Mapping[str, Mapping[str, object]]
    plugins: tuple[str, ...]
    exclude: str
    drafts: str
    not_in_nav: str
    nav: tuple[NavEntry, ...] | None
    redirects: tuple[Redirect, ...]
    language: str
    hooks: tuple[str, ...] = ()
    assets: tuple[NavEntry, ...] = ()
    theme_dir: Path | None = None
    excluded_globs: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()
    environment: Mapping[str, str | None] = {}
    has_data: bool = True
    ignored: frozenset[str] = frozenset()
    extension_places: Mapping[str, tuple[str, Place]] = {}
    problems: tuple[Problem, ...] = ()
    unloaded: tuple[Problem, ...] = ()
    name: str = ""
    description: str = ""
    copyright: str = ""
    settings: Mapping[str, object] = {}
    places: Mapping[YamlPath, tuple[str, Place]] = {}
    key_places: Mapping[YamlPath, tuple[str, Place]] = {}

    def place(self, path: YamlPath, *, at_key: bool = False) -> tuple[str, Place]:
        """The file and place of a setting (or of its key); the start of the file for one that is not there."""
        found = self.key_places.get(path) if at_key else None
        return found or self.places.get(path) or (self.path, START)

    @property
    def whole(self) -> SiteConfig:
        """All of it (see ``known.KnownConfig``)."""
        return self

    @property
    def published_url(self) -> str:
        """The address that readers know; '' while the site has none but the one of the live preview."""
        return "" if "//127.0.0.1" in self.site_url else self.site_url

    def shown(self, path: Path) -> str:
        """A path as reports show it: relative to the root."""
        return _shown(path, self.root)


def load_config(root: Path) -> SiteConfig:
    """Read the configuration of the site in ``root``; UnusableSiteError when nothing can be checked with it."""
    name = next((name for name in CONFIG_NAMES if (root / name).is_file()), None)
    if name is None:
        raise UnusableSiteError(f"no mkdocs.yml in {root}")
    reader = _Reader(root)
    tree = reader.read(root / name)
    get = tree.get
    docs = str(get("docs_dir", "docs"))
    docs_dir = _folder(root, docs)
    if docs_dir is None:
        raise UnusableSiteError(f"{reader.where('docs_dir', name)}: docs_dir: there is no folder '{docs}'")
    if docs_dir in root.resolve().parents:
        raise UnusableSiteError(f"{reader.where('docs_dir', name)}: docs_dir: '{docs}' holds the checkout itself")
    has_data = holds_data(docs_dir)
    reader.judge_unknown(has_data=has_data)
    extensions, extension_configs = _extensions(reader, docs_dir, get("markdown_extensions"))
    plugins, plugin_configs = _plugins(get("plugins", ["search"]))
    validation = get("validation")
    links = validation.get("links", validation) if isinstance(validation, dict) else {}
    theme = get("theme")
    return SiteConfig(
        root=root,
        path=name,
        docs_dir=docs_dir,
        docs_shown=_shown(docs_dir, root),
        site_url=str(get("site_url") or ""),
        use_directory_urls=get("use_directory_urls", True) is not False,
        absolute_links_from_docs=isinstance(links, dict) and links.get("absolute_links") == "relative_to_docs",
        extensions=extensions,
        extension_configs=extension_configs,
        plugins=tuple(plugins),
        exclude=reader.patterns(get("exclude_docs"), "exclude_docs"),
        drafts=reader.patterns(get("draft_docs"), "draft_docs"),
        not_in_nav=reader.patterns(get("not_in_nav"), "not_in_nav"),
        nav=tuple(reader.nav(get("nav"), ("nav",))) if get("nav") is not None else None,
        redirects=tuple(reader.redirects(plugin_configs.get("redirects"))),
        language=str(theme.get("language") or "en") if isinstance(theme, dict) else "en",
        excluded_globs=_globs(plugin_configs.get("exclude")),
        hooks=tuple(str(hook) for hook in _list(get("hooks"))),
        assets=tuple(
            entry
            for key in ("extra_css", "extra_javascript", "extra_templates")
            for entry in reader.assets(get(key), key)
        ),
        theme_dir=_theme_dir(root, theme),
        files=tuple(reader.files),
        environment=reader.environment,
        has_data=has_data,
        ignored=frozenset() if has_data else frozenset(_ignored(validation)),
        extension_places=reader.list_places("markdown_extensions"),
        problems=tuple(reader.problems),
        unloaded=tuple(reader.unloaded),
        name=str(get("site_name") or ""),
        description=str(get("site_description") or ""),
        copyright=str(get("copyright") or ""),
        settings=tree,
        places=reader.places,
        key_places=reader.key_places,
    )


def _folder(root: Path, name: str) -> Path | None:
    try:
        folder = (root / name).resolve()
        return folder if folder.is_dir() else None
    except (OSError, RuntimeError, ValueError):  # a link that leads to itself, a name that no file can have
        return None


def _ignored(validation: object) -> Iterator[str]:
    """The checks of MkDocs that a site has switched off, as ``part.name``; a name for both parts stands for each."""
    for name, value in validation.items() if isinstance(validation, dict) else ():
        if isinstance(value, dict):
            yield from (f"{name}.{inner}" for inner, level in value.items() if level == "ignore")
        elif value == "ignore":
            yield from (f"nav.{name}", f"links.{name}")


def holds_data(docs_dir: Path) -> bool:
    """Whether the documentation folder holds data that pages are bound to, and the rules of this house apply."""
    return os.path.lexists(docs_dir / "data" / "sources.yml")


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _globs(options: object) -> tuple[str, ...]:
    """The patterns of mkdocs-exclude: the files that match one are left out of the site."""
    globs = options.get("glob") if isinstance(options, dict) else None
    return tuple(str(glob) for glob in globs) if isinstance(globs, list) else (globs,) if isinstance(globs, str) else ()


def _theme_dir(root: Path, theme: object) -> Path | None:
    """The folder of the site's own theme files: its static files are published as well."""
    custom = theme.get("custom_dir") if isinstance(theme, dict) else None
    folder = _folder(root, custom) if isinstance(custom, str) and custom else None
    return None if folder is None or folder == root.resolve() or folder in root.resolve().parents else folder


def _shown(path: Path, root: Path) -> str:
    try:
        return path.relative_to(root.resolve()).as_posix()
    except ValueError:
        return Path(os.path.relpath(path, root)).as_posix()


def _named_list(value: object) -> tuple[list[str], dict[str, object]]:
    """Names and options of a list whose items are ``name`` or ``{name: options}`` (a mapping works too)."""
    names: list[str] = []
    options: dict[str, object] = {}
    items: list[object] = []
    if isinstance(value, dict):
        items = [{key: option} for key, option in value.items()]
    elif isinstance(value, list):
        items = value
    for item in items:
        if isinstance(item, str):
            names.append(item)
        elif isinstance(item, dict):
            for name, option in item.items():
                names.append(str(name))
                options[str(name)] = option
    return names, options


def _plugins(value: object) -> tuple[list[str], dict[str, object]]:
    """Names and options of the plugins, those in a group included."""
    names, options = _named_list(value)
    group = options.get("group", options.get("material/group"))
    if isinstance(group, dict):
        inner, inner_options = _named_list(group.get("plugins"))
        return [*names, *inner], {**options, **inner_options}
    return names, options


def _extensions(reader: _Reader, docs_dir: Path, value: object) -> tuple[tuple[str, ...], dict[str, dict[str, object]]]:
    names, options = _named_list(value)
    configs = {name: dict(option) for name, option in options.items() if isinstance(option, dict)}
    snippets = configs.get("pymdownx.snippets")
    if snippets is not None or "pymdownx.snippets" in names:
        snippets = configs.setdefault("pymdownx.snippets", {})
        base = snippets.get("base_path", ["."])
        paths = base if isinstance(base, list) else [base]
        snippets["base_path"] = [str(reader.root / _relative(str(path), reader.root, docs_dir)) for path in paths]
        snippets["url_download"] = False  # a check never asks the network
        snippets["check_paths"] = False  # a missing file is reported with its place, and does not end the check
    return tuple(dict.fromkeys([*_BUILTIN_EXTENSIONS, *names])), configs


def _relative(path: str, root: Path, docs_dir: Path) -> str:
    """A path with what MkDocs puts in for the folders of ``!relative``."""
    return path.replace("$config_dir", str(root)).replace("$docs_dir", str(docs_dir))


class _Reader:
    """Reads mkdocs.yml as MkDocs does (!ENV, !relative, !!python/name, INHERIT, anchors) and keeps every place."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self.unloaded: list[Problem] = []
        self._unknown: list[Problem] = []
        self.places: dict[YamlPath, tuple[str, Place]] = {}
        self.key_places: dict[YamlPath, tuple[str, Place]] = {}
        self._names: dict[YamlPath, str] = {}
        self._built = 0
        self.files: list[Path] = []
        self.environment: dict[str, str | None] = {}
        self._scalars = yaml.constructor.SafeConstructor()

    def read(self, path: Path, parents: tuple[Path, ...] = ()) -> dict[str, object]:
        """The merged mapping of one configuration file and those it inherits from."""
        shown = _shown(path, self.root)
        self.files.append(path)
        file = read_text(path, shown)
        if file.problems:
            problem = file.problems[0]
            raise UnusableSiteError(f"{shown}:{problem.line}:{problem.column}: {problem.message}")
        tree = self._parse(file)
        parent = tree.pop("INHERIT", None)
        if not isinstance(parent, str):
            return tree
        parent_path = (path.parent / parent).resolve()
        if not parent_path.is_file() or parent_path in parents or len(parents) > MAX_DEPTH:
            _, place = self.places.get(("INHERIT",), (shown, Place(1, 1)))
            raise UnusableSiteError(f"{shown}:{place.line}:{place.column}: INHERIT: no readable file '{parent}'")
        own_places, own_keys = dict(self.places), dict(self.key_places)
        base = self.read(parent_path, (*parents, parent_path))
        self.places.update(own_places)
        self.key_places.update(own_keys)
        return _merge(base, tree)

    def _parse(self, file: TextFile) -> dict[str, object]:
        if len(file.text) > MAX_SIGNS:
            raise UnusableSiteError(f"{file.path}:1:1: holds more than {MAX_SIGNS:,} signs")
        try:
            loader = Loader(file.text)
            try:
                node = loader.get_single_node()
            finally:
                loader.dispose()
            data = self._build(node, (), file.path, 0) if node is not None else {}
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            reason = str(error.problem).partition("\n")[0]
            raise UnusableSiteError(f"{file.path}:{line}:{column}: not readable as YAML: {reason}") from None
        except (yaml.YAMLError, ValueError) as error:
            reason = str(error).strip().partition("\n")[0]
            raise UnusableSiteError(f"{file.path}:1:1: not readable as YAML: {reason}") from None
        except RecursionError:
            raise UnusableSiteError(f"{file.path}:1:1: is nested too deeply") from None
        if not isinstance(data, dict):
            raise UnusableSiteError(f"{file.path}:1:1: holds no settings (a mapping of names to values)")
        return data

    def _build(self, node: yaml.Node, path: YamlPath, shown: str, depth: int) -> object:
        """The value of a node, and its place; an alias is built anew, so that all it holds has places too."""
        self.places[path] = (shown, Place(node.start_mark.line + 1, node.start_mark.column + 1))
        self._built += 1
        if depth > MAX_DEPTH or self._built > MAX_SETTINGS:
            raise RecursionError
        if isinstance(node, yaml.ScalarNode):
            self._names[path] = str(node.value)
        if node.tag.startswith("!") and node.tag not in _TAGS:
            self._judge_tag(node, shown)
        if node.tag.startswith(("tag:yaml.org,2002:python/name:", "tag:yaml.org,2002:python/object")):
            return self._python_object(node, path, shown, depth)
        if isinstance(node, yaml.SequenceNode):
            if node.tag == "!ENV":
                return self._environment([str(item.value) for item in node.value])
            return [self._build(item, (*path, i), shown, depth + 1) for i, item in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path, shown, depth)
        return self._scalar(node) if isinstance(node, yaml.ScalarNode) else None

    def _judge_tag(self, node: yaml.Node, shown: str) -> None:
        """Tell a tag that is nearly one of those that MkDocs reads."""
        from refdesk.problems.suggest import misspelled  # noqa: PLC0415 - only a mistake needs it

        near = next((tag for tag in _TAGS if misspelled(node.tag.casefold(), [tag.casefold()])), None)
        if near is not None:
            place = Place(node.start_mark.line + 1, node.start_mark.column + 1)
            message, hint = f"MkDocs knows no tag '{node.tag}'", f"Did you mean '{near}'?"
            self.problems.append(Problem(shown, *place, "configuration", message, hint))

    def _mapping(self, node: yaml.MappingNode, path: YamlPath, shown: str, depth: int) -> dict[str, object]:
        mapping: dict[str, object] = {}
        for key_node, value_node in node.value:
            self._note_key(key_node, path, shown, mapping)
            key = str(key_node.value)
            built = self._build(value_node, (*path, key), shown, depth + 1)
            if key_node.tag != "tag:yaml.org,2002:merge":
                mapping[key] = built
                continue
            for base in built if isinstance(built, list) else [built]:
                if isinstance(base, dict):
                    mapping.update({key: item for key, item in base.items() if key not in mapping})
        return {key: value for key, value in mapping.items() if value is not LEFT_OUT}

    def _note_key(self, node: yaml.Node, path: YamlPath, shown: str, mapping: Mapping[str, object]) -> None:
        """Remember where a key stands; a key that stands twice hides what stood there first."""
        key = str(node.value)
        place = Place(node.start_mark.line + 1, node.start_mark.column + 1)
        self.key_places[(*path, key)] = (shown, place)
        if key in mapping and node.tag != "tag:yaml.org,2002:merge":
            message = f"the key '{key}' stands twice here; only the last one counts"
            self.problems.append(Problem(shown, place.line, place.column, "configuration", message))

    def _scalar(self, node: yaml.ScalarNode) -> object:
        """A text, a number, true or false, nothing, or what an environment variable holds."""
        match node.tag.removeprefix("tag:yaml.org,2002:"):
            case "!ENV":
                return self._environment([str(node.value)])
            case "null":
                return None
            case "bool":
                return self._scalars.construct_yaml_bool(node)
            case "int":
                return self._scalars.construct_yaml_int(node)
            case "float":
                return self._scalars.construct_yaml_float(node)
        return node.value

    def _environment(self, names: list[str]) -> object:
        """What !ENV means: the first variable that is set; with several names, the last is the default."""
        *variables, default = names if len(names) > 1 else [*names, ""]
        for name in variables:
            value = self.environment[name] = os.environ.get(name)
            if value is not None:
                return yaml.safe_load(value) if value else value
        return yaml.safe_load(default) if default else None

    def _python_object(self, node: yaml.Node, path: YamlPath, shown: str, depth: int) -> object:
        """An object of the closed list, for a Markdown extension; any other is left out, and reported if it counts."""
        if path[:1] != ("markdown_extensions",):
            return None  # of plugins and themes nothing is run here
        kind, _, name = node.tag.removeprefix("tag:yaml.org,2002:python/").partition(":")
        try:
            if kind == "name":
                return known_object(name)
            return made_by(name, self._arguments(node, path, shown, depth))
        except NotKnownError as error:
            if may_be_left_out(path):
                return LEFT_OUT
            place = self.places[path][1]
            message, hint = f"the Python object '{name}' {error}", error.hint or HALF_CHECKED
            problem = Problem(shown, place.line, place.column, "configuration", message, hint)
            self.problems.append(problem)
            (self.unloaded if error.misused else self._unknown).append(problem)
            return LEFT_OUT

    def judge_unknown(self, *, has_data: bool) -> None:
        """Say what is not installed here: a mistake of this house; other houses build with other programs."""
        code = "configuration" if has_data else "not-installed"
        noted = {problem: problem._replace(code=code) for problem in self._unknown}
        self.problems = [noted.get(problem, problem) for problem in self.problems]
        self.unloaded += noted.values()

    def _arguments(self, node: yaml.Node, path: YamlPath, shown: str, depth: int) -> object:
        """What an object is called with: a list, or a mapping with ``args`` and ``kwds``."""
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path, shown, depth)
        if isinstance(node, yaml.SequenceNode):
            return [self._build(item, (*path, i), shown, depth + 1) for i, item in enumerate(node.value)]
        return None

    def where(self, key: str, path: str) -> str:
        """The place of a setting, as reports write it."""
        shown, place = self.places.get((key,), (path, Place(1, 1)))
        return f"{shown}:{place.line}:{place.column}"

    def patterns(self, value: object, key: str) -> str:
        """A list of gitignore patterns, one a line, without those that are none."""
        good: list[str] = []
        for line in value.splitlines() if isinstance(value, str) else []:
            try:
                matcher([line])
                good.append(line)
            except ValueError:
                shown, place = self.key_places[(key,)]
                message = f"{key}: '{line}' is not a pattern of files"
                self.problems.append(Problem(shown, place.line, place.column, "configuration", message))
        return "\n".join(good)

    def nav(self, items: object, path: YamlPath) -> Iterator[NavEntry]:
        """Every link of the navigation, in order; an item of another form is a problem."""
        if not isinstance(items, list):
            shown, place = self.places[path]
            message = "a section of the navigation holds a list of pages"
            self.problems.append(Problem(shown, place.line, place.column, "nav", message))
            return
        for index, item in enumerate(items):
            here = (*path, index)
            if isinstance(item, str):
                yield self._nav_entry(item, here)
            elif isinstance(item, dict):
                for title, value in item.items():
                    if isinstance(value, str):
                        yield self._nav_entry(value, (*here, str(title)))
                    elif value is None:
                        self._nav_problem((*here, str(title)), f"'{title}' leads to no page")
                    else:
                        yield from self.nav(value, (*here, str(title)))
            else:
                self._nav_problem(here, "an item of the navigation is a path, or a title with a path or a list")

    def _nav_problem(self, path: YamlPath, message: str) -> None:
        shown, place = self.key_places.get(path) or self.places.get(path, ("mkdocs.yml", Place(1, 1)))
        self.problems.append(Problem(shown, place.line, place.column, "nav", message))

    def assets(self, items: object, key: str) -> Iterator[NavEntry]:
        """The style sheets or scripts that the configuration names."""
        for index, item in enumerate(_list(items)):
            if isinstance(item, str):
                yield self._nav_entry(item, (key, index))
            elif isinstance(item, dict) and isinstance(item.get("path"), str):
                yield self._nav_entry(str(item["path"]), (key, index, "path"))

    def list_places(self, key: str) -> dict[str, tuple[str, Place]]:
        """The file and place of every name in a list of names, and of every option as ``name/option``."""
        found: dict[str, tuple[str, Place]] = {}
        for (start, *rest), located in self.key_places.items():
            names = [str(part) for part in rest if not isinstance(part, int)]
            if start == key and len(names) in {1, 2}:
                found.setdefault("/".join(names), located)
        for path, name in self._names.items():
            if path[0:1] == (key,) and len(path) == 2 and path not in self.key_places:
                found.setdefault(name, self.places[path])
        return found

    def _nav_entry(self, target: str, path: YamlPath) -> NavEntry:
        shown, place = self.places[path]
        section = str(path[2]) if path[0] == "nav" and len(path) > 3 else ""
        return NavEntry(target, shown, place, section)

    def redirects(self, options: object) -> Iterator[Redirect]:
        """Every redirect of the redirects plugin."""
        pairs = options.get("redirect_maps") if isinstance(options, dict) else None
        if not isinstance(pairs, dict):
            return
        start = ("mkdocs.yml", Place(1, 1))
        values = {path[-2:]: located for path, located in self.places.items() if "redirect_maps" in path}
        keys = {path[-2:]: located for path, located in self.key_places.items() if "redirect_maps" in path}
        for source, target in pairs.items():
            where = ("redirect_maps", str(source))
            shown, place = values.get(where, start)
            if isinstance(target, str):
                yield Redirect(str(source), target, shown, keys.get(where, start)[1], place)
            else:
                message = f"'{source}' is redirected to no page"
                self.problems.append(Problem(shown, place.line, place.column, "redirect", message))


def _merge(base: Mapping[str, object], over: Mapping[str, object]) -> dict[str, object]:
    merged = dict(base)
    for key, value in over.items():
        below = merged.get(key)
        merged[key] = _merge(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return merged
