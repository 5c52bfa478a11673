"""The reference: every public name is in it, with an example, and the examples do what they say."""

from __future__ import annotations

import doctest
import inspect
import re
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell

import hubble_widget as hw
from tests.magic.test_hubblefit import shell

__all__ = ["shell"]

REFERENCE = Path(__file__).parents[1] / "docs" / "reference" / "index.rst"


@pytest.mark.parametrize("name", hw.__all__)
def test_the_examples_of_a_public_name_run(
    name: str, shell: InteractiveShell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # some write a file
    value = getattr(hw, name)
    finder, runner = doctest.DocTestFinder(recurse=inspect.isclass(value)), doctest.DocTestRunner()
    found = finder.find(value, name, module=False, globs={"get_ipython": lambda: shell})
    for test in found:
        runner.run(test)
    assert any(test.name == name and test.examples for test in found), "its docstring has no example"
    assert runner.summarize(verbose=False).failed == 0


def test_the_reference_lists_every_public_name() -> None:
    listed = re.findall(r"^   (\w+)$", REFERENCE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(set(listed) - {"hubblefit"}) == sorted(hw.__all__)
