"""The layers of the package: imports go down only, type checking included; no circles, hardly any late import."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

HOOKS = Path(__file__).resolve().parent.parent / "hooks"
# Lower layers first; those on one line do not know each other.
LAYERS = (
    ("html",),
    ("problems",),
    ("files",),
    ("data", "pages"),
    ("site",),
    ("charts",),
    ("blocks",),
    ("search",),
    ("publish",),
    ("rules",),
    ("check",),
    ("fix", "engine", "contribute"),
    ("book",),
    ("commands", "mkdocs_adapter"),
    ("cli",),
    ("__main__",),
)
ORDER = {name: number for number, layer in enumerate(LAYERS) for name in layer}
ENGINES = {"mkdocs", "properdocs", "material"}


def modules() -> Iterator[tuple[Path, ast.Module]]:
    """Every module of the package and the adapter, parsed."""
    for path in sorted(HOOKS.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def layer(module: str) -> str:
    """The folder (or the single module) right below the package that a module belongs to."""
    parts = module.split(".")
    return parts[1] if parts[0] == "refdesk" and len(parts) > 1 else parts[0]


def name_of(path: Path) -> str:
    """The dotted name of a module."""
    return ".".join(path.relative_to(HOOKS).with_suffix("").parts).removesuffix(".__init__")


def imports(tree: ast.Module) -> Iterator[str]:
    """The dotted names of everything that a module imports, wherever the import stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_imports_go_down_only() -> None:
    upward = {
        f"{name_of(path)} imports {imported}"
        for path, tree in modules()
        for imported in imports(tree)
        if imported.startswith("refdesk.")
        and layer(imported) != layer(name_of(path))
        and layer(imported) in ORDER
        and ORDER[layer(imported)] >= ORDER.get(layer(name_of(path)), len(LAYERS))
    }
    assert upward == set()


def test_only_the_adapter_imports_an_engine() -> None:
    found = {
        name_of(path) for path, tree in modules() for imported in imports(tree) if imported.partition(".")[0] in ENGINES
    }
    assert found <= {"mkdocs_adapter"}


def test_no_files_import_each_other_in_a_circle() -> None:
    known = {name_of(path): tree for path, tree in modules()}
    below = {name: {found for one in imports(tree) if (found := resolve(one, known))} for name, tree in known.items()}
    done: set[str] = set()
    for name in known:
        visit(name, below, done, ())


def resolve(imported: str, known: dict[str, ast.Module]) -> str:
    """The module that an import loads: the name itself, or the module that holds the name; '' for one of others."""
    return (
        imported
        if imported in known
        else known and next((one for one in (imported.rpartition(".")[0],) if one in known), "")
    )


def visit(name: str, below: dict[str, set[str]], done: set[str], above: tuple[str, ...]) -> None:
    """Follow the imports of a module; one that leads back to a module above it is a circle."""
    assert name not in above, " → ".join([*above[above.index(name) :], name])
    if name not in done:
        for other in below[name]:
            visit(other, below, done, (*above, name))
        done.add(name)


def test_the_maps_of_the_code_name_what_there_is() -> None:
    root = HOOKS.parent
    page = (root / "docs/about/architecture.md").read_text(encoding="utf-8")
    drawn = set(re.findall(r"(?<=  )([\w.]+/?)(?=  )", page.partition("  refdesk/\n")[2].partition("```")[0]))
    there = {f"{path.name}/" if path.is_dir() else path.name for path in (HOOKS / "refdesk").iterdir()}
    assert drawn == {name for name in there if not name.startswith("__")}
    folder, missing = "", list[str]()
    readme = (root / "README.md").read_text(encoding="utf-8")
    for line in readme.partition("```text\n")[2].partition("\n```")[0].split("\n"):
        name = line.split()[0]
        folder = folder if line.startswith(" ") else name
        path = name if name == folder else f"{folder}{name}"
        missing += [] if (root / path).exists() else [path]
    assert missing == []
