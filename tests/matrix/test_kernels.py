"""The explorer without a page, on older and newer kernels: in the cell, and between cells."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hubble_widget.widgets.slider_with_entry import LEARNING_RATES
from tests.real_kernel import Session, real_kernel

from .front_ends import ROOT, python_of

pytestmark = [pytest.mark.matrix, pytest.mark.filterwarnings("ignore:.*without encryption")]  # kernels on loopback

# The environment of each, and where another ipykernel lies that comes before the environment's own.
KERNELS = {
    "6.17.1": (".venv-colab", ""),
    "6.29.5": ("", "6.29.5"),
    "7.3.0": ("", "7.3.0"),
    "newest": ("", ""),
}
MAKE = """
import asyncio, hubble_widget as hw
lesson = hw.load_dataset("key_project").exclude("NGC 4639")
explorer = hw.RegressionExplorer(lesson, iterations=3000, speed="real time")
slider = explorer._view.controls.learning_rate.slider
"""
WAIT = "while explorer.running: await asyncio.sleep(0.01)"
RATE = LEARNING_RATES[LEARNING_RATES.index(0.05) - 3]
IS_TORCHS_PATH = "explorer.trajectory.losses.tolist() == hw.train(lesson, iterations=3000).losses.tolist()"


@pytest.fixture(scope="module", params=KERNELS.values(), ids=KERNELS)
def session(request: pytest.FixtureRequest) -> Iterator[Session]:
    """A kernel of one of the versions."""
    environment, version = request.param
    folder = ROOT / ".venv-kernels" / version
    assert folder.exists(), f"{folder} is missing: make test-matrix makes it"
    variables = {"PYTHONPATH": str(folder)} if version else {}
    with real_kernel(python_of(environment), **variables) as session:
        session.run(MAKE)
        if version:
            assert session.run("import ipykernel; print(ipykernel.__version__)") == version
        yield session


def test_a_training_goes_on_between_cells(session: Session) -> None:
    session.run("explorer.train()")
    session.run(WAIT)
    assert session.run(f"print(explorer.iteration, {IS_TORCHS_PATH})") == "3000 True"


def test_a_training_runs_in_the_cell_that_waits_for_it(session: Session) -> None:
    session.run("explorer.reset()")
    printed = session.run(f"explorer.train(wait=True)\nprint(explorer.running, explorer.iteration, {IS_TORCHS_PATH})")
    assert printed == "False 3000 True"


def test_a_slider_is_answered_between_cells(session: Session) -> None:
    comm, index = session.run("print(slider.model_id, slider.index)").split()
    session.move(comm, index=int(index) - 3)
    assert session.run("print(slider.index, explorer.learning_rate)") == f"{int(index) - 3} {RATE}"
    path = "hw.gradient_descent(lesson, learning_rate=explorer.learning_rate, iterations=3000)"
    assert session.run(f"print(explorer.slope == {path}.slope)") == "True"


def test_the_magic_trains_in_the_background(session: Session) -> None:
    session.run("%load_ext hubble_widget")
    session.run('own = %hubblefit key_project --exclude "NGC 4639" --iterations 300')
    session.run("while own.running: await asyncio.sleep(0.01)")
    assert session.run("print(own.iteration, own.trajectory.source)") == "300 torch"


def test_the_magic_trains_in_its_cell_where_nobody_would_see_more(session: Session) -> None:
    session.run("%load_ext hubble_widget", watched=False)
    session.run('own = %hubblefit key_project --exclude "NGC 4639" --iterations 400', watched=False)
    printed = "print(own.running, own.iteration, own.trajectory.source, own._view.readout.running)"
    assert session.run(printed) == "False 400 torch False"
