"""What the package says about itself, held against what it is."""

from __future__ import annotations

import ast
import json
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "hubble_widget"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
COLAB = Path(__file__).with_name("colab.txt")
OLDEST = ROOT / "tests" / "matrix" / "oldest.txt"
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")}
DEPENDENCIES = {
    canonicalize_name(requirement.name): requirement.specifier
    for requirement in map(Requirement, PROJECT["dependencies"])
}

OF_MATPLOTLIB = {  # which cannot be had without them: contours, and pictures as files
    canonicalize_name(Requirement(each).name) for each in metadata.requires("matplotlib") or () if "extra" not in each
}
ENGINES = {  # imported only for data that they hold, or where they are found
    canonicalize_name(Requirement(each).name)
    for extra in ("dask", "duckdb", "errors", "excel", "polars", "parquet")
    for each in PROJECT["optional-dependencies"][extra]
}


def pins(path: Path) -> dict[str, str]:
    """Version of each distribution that a constraints file names."""
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    return {canonicalize_name(name): version for name, _, version in (line.partition("==") for line in lines)}


@pytest.mark.parametrize(
    "constraints",
    [ROOT / "constraints.txt", COLAB, OLDEST],
    ids=lambda path: path.stem,
)
def test_dependencies_admit_the_versions_we_test_with(constraints: Path) -> None:
    versions = pins(constraints)
    refused = {
        name: f"{specifier} refuses {versions[name]}"
        for name, specifier in DEPENDENCIES.items()
        if name in versions and versions[name] not in specifier
    }
    assert refused == {}


def test_every_dependency_has_a_floor_and_no_other_bound() -> None:
    for name, specifier in DEPENDENCIES.items():
        assert [part.operator for part in SpecifierSet(str(specifier))] == [">="], name


def test_the_oldest_versions_that_are_tried_are_the_floors() -> None:
    tried = pins(OLDEST)
    floors = {name: str(specifier).removeprefix(">=") for name, specifier in DEPENDENCIES.items()}
    assert floors.pop("ipywidgets") == pins(COLAB)["ipywidgets"]
    del floors["torch"]  # its oldest release would bring several GB of CUDA packages
    assert {name: tried[name] for name in floors} == {
        name: floor + ".0" * (tried[name].count(".") - floor.count(".")) for name, floor in floors.items()
    }


def test_version_stands_in_one_place() -> None:
    version = PROJECT["version"]
    assert metadata.version("hubble_widget") == version
    assert "version" not in json.loads((ROOT / "js/package.json").read_text())
    written = [
        path
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node.value == version
    ]
    assert written == []


def test_every_import_is_a_dependency() -> None:
    needed = {name for tree in TREES.values() for name in imports(tree, optional=False)}
    assert distributions(needed) <= DEPENDENCIES.keys() | ENGINES | OF_MATPLOTLIB


def test_every_dependency_is_imported() -> None:
    used = {name for tree in TREES.values() for name in imports(tree, optional=True)}
    assert DEPENDENCIES.keys() <= distributions(used)


def distributions(modules: set[str]) -> set[str]:
    """Names of the distributions that third-party modules come from."""
    providers = metadata.packages_distributions()
    ours = {PACKAGE.name, *sys.stdlib_module_names}
    return {canonicalize_name(providers.get(name, [name])[0]) for name in modules - ours}


def imports(tree: ast.AST, *, optional: bool) -> Iterator[str]:
    """Top-level names of the modules that code imports when it runs, anywhere in it.

    Without ``optional``, imports whose failure the code catches are left out; those that only a
    type checker sees always are.
    """
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.level == 0 and node.module:
                yield node.module.partition(".")[0]
        elif not (is_for_type_checkers(node) or (is_guarded(node) and not optional)):
            yield from imports(node, optional=optional)


def is_for_type_checkers(node: ast.AST) -> bool:
    """Whether ``node`` is ``if TYPE_CHECKING:``."""
    return isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")


def is_guarded(node: ast.AST) -> bool:
    """Whether ``node`` is a ``try`` that catches a failed import."""
    if not isinstance(node, ast.Try):
        return False
    caught = " ".join(ast.unparse(handler.type) for handler in node.handlers if handler.type)
    return "ImportError" in caught or "ModuleNotFoundError" in caught
