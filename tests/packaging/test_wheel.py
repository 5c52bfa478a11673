"""What pip gets from a clean checkout and from an sdist, on a machine without Node.js."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path, PurePosixPath

import pytest

pytestmark = pytest.mark.packaging

ROOT = Path(__file__).parents[2]
NODE = {"corepack", "node", "nodejs", "npm", "npx"}
FRONT_END = {f"hubble_widget/static/{name}" for name in ("loader.js", "on_demand.js", "readout.css", "readout.js")}
CATALOGS = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("hubble_widget/data/catalogs/*.csv")}
WHEEL_SUFFIXES = {".css", ".csv", ".js", ".py", ".typed"}

Files = dict[str, bytes]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Environment variables of a machine like this one, without any Node.js."""
    path = []
    for folder in map(Path, os.environ["PATH"].split(os.pathsep)):
        if not any((folder / name).exists() for name in NODE):
            path.append(str(folder))
            continue
        rest = tmp_path_factory.mktemp("bin")
        for program in folder.iterdir():
            if program.name not in NODE:
                (rest / program.name).symlink_to(program)
        path.append(str(rest))
    assert not any(shutil.which(name, path=os.pathsep.join(path)) for name in NODE)
    return {**os.environ, "PATH": os.pathsep.join(path)}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Path:
    """The wheel of a clean checkout, in which an older front end was left behind."""
    checkout = copy_checkout(tmp_path_factory.mktemp("checkout"))
    for name in FRONT_END:
        left_behind = checkout / name
        left_behind.parent.mkdir(exist_ok=True)
        left_behind.write_text("/* out of date */")
        os.utime(left_behind, (0, 0))
    return build_wheel(checkout, environment)


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Path:
    """The sdist of a clean checkout."""
    checkout = copy_checkout(tmp_path_factory.mktemp("checkout"))
    run("-m", "build", "--sdist", str(checkout), environment=environment)
    (archive,) = (checkout / "dist").iterdir()
    return archive


def test_wheel_holds_the_front_end_the_catalogs_and_the_mark_of_types(wheel: Path) -> None:
    files = read_wheel(wheel)
    assert CATALOGS
    assert files.keys() >= FRONT_END | CATALOGS | {"hubble_widget/py.typed"}
    assert all(files[name] for name in FRONT_END | CATALOGS)


def test_wheel_builds_a_stale_front_end_anew(wheel: Path) -> None:
    files = read_wheel(wheel)
    assert not any(b"out of date" in files[name] for name in FRONT_END)
    assert b"export" in files["hubble_widget/static/readout.js"]


def test_wheel_holds_nothing_else(wheel: Path) -> None:
    names = [PurePosixPath(name) for name in read_wheel(wheel)]
    package = [name for name in names if not name.parts[0].endswith(".dist-info")]
    assert {name.parts[0] for name in package} == {"hubble_widget"}
    assert {name.suffix for name in package} == WHEEL_SUFFIXES
    assert not [name for name in package if name.stem.startswith("test")]


def test_sdist_holds_sources_and_built_front_end(sdist: Path) -> None:
    names = sdist_names(sdist)
    sources = {"js/package-lock.json", "js/package.json", "hatch_build.py", "pyproject.toml"}
    assert names >= FRONT_END | CATALOGS | sources | {"LICENSE", "README.md"}
    assert any(name.startswith("js/src/") for name in names)
    assert not [name for name in names if "node_modules" in name]
    assert {name.partition("/")[0] for name in names if "/" in name} == {"hubble_widget", "js"}


def test_sdist_gives_the_same_wheel_where_npm_cannot_work(
    sdist: Path, wheel: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    run("-m", "tarfile", "--extract", str(sdist), str(tmp_path))
    (unpacked,) = tmp_path.iterdir()
    broken_npm = {"npm_config_offline": "true", "npm_config_cache": str(tmp_path / "empty")}
    again = build_wheel(unpacked, environment | broken_npm)
    assert read_wheel(again) == read_wheel(wheel)


def test_installed_wheel_imports_from_its_own_files(wheel: Path, tmp_path: Path) -> None:
    run("-m", "pip", "install", "--no-deps", "--target", str(tmp_path), str(wheel))
    code = """
from importlib.resources import files
import hubble_widget
print(hubble_widget.__file__)
print(all(len(hubble_widget.load_dataset(name)) > 1 for name in hubble_widget.datasets()))
print(files("hubble_widget").joinpath("static", "readout.js").is_file())
"""
    printed = run("-P", "-c", code, environment={**os.environ, "PYTHONPATH": str(tmp_path)})
    assert printed.split() == [str(tmp_path / "hubble_widget/__init__.py"), "True", "True"]


def copy_checkout(folder: Path) -> Path:
    """Copy to ``folder`` what git knows or would add: a clean checkout with today's changes."""
    git = ["git", "-c", f"safe.directory={ROOT}"]  # whoever owns the checkout
    listing = [*git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    assert not (folder / "hubble_widget/static").exists()
    return folder


def build_wheel(source: Path, environment: dict[str, str]) -> Path:
    """Do what ``pip install`` does with a folder, up to the wheel."""
    target = source / "wheels"
    where = ["--wheel-dir", str(target)]
    run("-m", "pip", "wheel", "--no-deps", *where, str(source), environment=environment)
    (wheel,) = target.iterdir()
    return wheel


def run(*arguments: str, environment: dict[str, str] | None = None) -> str:
    """Run this Python and return what it printed; where it fails, all that it wrote is shown."""
    command = [sys.executable, *arguments]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def read_wheel(wheel: Path) -> Files:
    """Content of each file in a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sdist_names(sdist: Path) -> set[str]:
    """Names of the files in an sdist, without the folder that holds them all."""
    with tarfile.open(sdist) as archive:
        return {name.partition("/")[2] for name in archive.getnames()}
