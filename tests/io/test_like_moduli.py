"""Distance moduli that are taken for distances: the note says so, whatever the column is called."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import hubble_widget as hw
from hubble_widget.data.measures import look_like_moduli

NOTED = "rise like distance moduli"


def galaxies(farthest: float, scatter: float) -> tuple[list[float], list[float]]:
    """Distances (Mpc) and velocities (km/s) of 40 galaxies."""
    random = np.random.default_rng(1)
    distance = random.uniform(3, farthest, 40)
    return distance.tolist(), (70 * distance + random.normal(0, scatter, 40)).tolist()


@pytest.mark.parametrize(("farthest", "scatter"), [(20, 100), (120, 300), (600, 500)])
@pytest.mark.parametrize("name", ["muB", "d_mag", "distance", "D (Mpc)"])
def test_the_note_names_moduli_that_are_called_distances(name: str, farthest: float, scatter: float) -> None:
    distance, velocity = galaxies(farthest, scatter)
    moduli = [5 * np.log10(each) + 25 for each in distance]
    assert NOTED in hw.as_dataset({name: moduli, "v": velocity}, x=name, y="v").note
    assert NOTED not in hw.as_dataset({name: distance, "v": velocity}, x=name, y="v").note
    renamed = hw.as_dataset({"mu": moduli, "v": velocity}, modulus="mu", y="v")
    assert NOTED not in renamed.note
    np.testing.assert_allclose(renamed.distance, distance)


@given(st.floats(15, 45), st.floats(0.1, 5), st.floats(0, 900), st.integers(5, 60), st.integers(0, 2**31))
def test_distances_between_15_and_50_mpc_are_not(
    nearest: float, span: float, scatter: float, count: int, seed: int
) -> None:
    random = np.random.default_rng(seed)
    distance = random.uniform(nearest, min(50.0, nearest * (1 + span)), count)
    velocity = 70 * distance + random.normal(0, scatter, count) * (distance > 25)  # below, noise may be all there is
    assert not look_like_moduli(distance, velocity)


@pytest.mark.parametrize("name", hw.datasets())
def test_no_catalog_is(name: str) -> None:
    data = hw.load_dataset(name)
    assert not look_like_moduli(np.asarray(data.distance), np.asarray(data.velocity))
