"""What may be handed in, and what becomes of it."""

import copy
import pickle
from dataclasses import FrozenInstanceError
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from astropy import units as u
from astropy.table import Column, MaskedColumn
from hypothesis import given
from hypothesis import strategies as st

from hubble_widget.data.catalogs import load_dataset
from hubble_widget.data.dataset import Dataset
from tests.samples import LESSON, galaxies

DISTANCES, VELOCITIES = [1.0, 2.0, 3.0], [70.0, 140.0, 220.0]


class SeriesLike:
    """What pandas hands in: convertible, with a method `mask`, a label `unit` and its own index."""

    unit = "a column's label"

    def __init__(self, values: list[float]) -> None:
        self.values = values

    def __array__(self, dtype=None, copy=None) -> np.ndarray:
        return np.array(self.values, dtype=dtype)

    def __getitem__(self, label: object) -> float:
        raise KeyError(label)

    def mask(self, condition: object) -> None: ...


@pytest.mark.parametrize(
    "distance",
    [
        [1, 2, 3],
        (1.0, 2.0, 3.0),
        range(1, 4),
        np.array([1, 2, 3], dtype=np.uint8),
        np.array([1, 2, 3], dtype=np.float32),
        np.array([1, 2, 3], dtype=np.longdouble),
        np.array([9, 1, 9, 2, 9, 3.0])[1::2],
        np.ma.masked_array([1.0, 2.0, 3.0], mask=[False, False, False]),
        [Fraction(1), 2, Decimal("3.0")],
        SeriesLike([1.0, 2.0, 3.0]),
        [1.0, 2.0, 3.0] * u.Mpc,
        [1e6, 2e6, 3e6] * u.pc,
        Column([1e3, 2e3, 3e3], unit="kpc"),
        Column([1.0, 2.0, 3.0]),
        MaskedColumn([1e3, 2e3, 3e3], unit="kpc"),
    ],
    ids=lambda value: f"{type(value).__name__} {getattr(value, 'dtype', '')}",
)
def test_whatever_holds_numbers_is_welcome(distance) -> None:
    data = Dataset(distance=distance, velocity=[70.0, 140.0, 220.0] * u.km / u.s)
    assert data.distance.dtype == data.velocity.dtype == np.float64
    np.testing.assert_allclose(data.distance, DISTANCES, rtol=1e-15)
    assert data.velocity.tolist() == VELOCITIES
    assert dict(data.units) == {"distance": "Mpc", "velocity": "km/s"}


BAD = {
    "too long": ([*DISTANCES, 4.0], ValueError, "has 4 values but velocity has 3; .*km/s.*Mpc"),
    "nan": ([1.0, np.nan, 3.0], ValueError, "nan at position 1.*finite number in Mpc"),
    "inf": ([1.0, 2.0, -np.inf], ValueError, "-inf at position 2.*finite number in Mpc"),
    "too large": ([1.0, 2.0, 1e61], ValueError, r"1e\+61 at position 2.*1e\+60 Mpc"),
    "too small": ([1.0, 2.0, 1e-61], ValueError, "1e-61 at position 2.*from 1e-60"),
    "huge int": ([1, 2, 10**400], ValueError, "inf at position 2"),
    "all equal": ([2.0, 2.0, 2.0], ValueError, r"all 3 distances are 2.0 Mpc"),
    "all 0": ([0, 0, 0], ValueError, r"all 3 distances are 0.0 Mpc"),
    "empty": ([], ValueError, "has 0 values"),
    "text": (["1", "2", "3"], TypeError, r"got text: \['1', '2', '3'\]"),
    "one text": ([1.0, "2", 3.0], TypeError, "got text"),
    "a word": ("key_project", TypeError, "got text: 'key_project'"),
    "bytes": ([b"1", b"2", b"3"], TypeError, "got text"),
    "bool": ([True, False, True], TypeError, "got bool"),
    "complex": ([1j, 2.0, 3.0], TypeError, "got complex"),
    "None inside": ([1.0, None, 3.0], TypeError, "got None at position 1"),
    "bool object": (np.array([1, True, 3], dtype=object), TypeError, "got True at position 1"),
    "None": (None, ValueError, "got a NoneType"),
    "scalar": (3.0, ValueError, "got a float"),
    "set": ({1.0, 2.0, 3.0}, ValueError, "got a set"),
    "generator": ((x for x in DISTANCES), ValueError, "got a generator"),
    "2-D": (np.ones((3, 2)), ValueError, r"got an array of shape \(3, 2\)"),
    "ragged": ([[1.0], [2.0, 3.0], []], TypeError, "got list: .*inhomogeneous"),
    "dates": (np.array(["2001-05-20"] * 3, dtype="M8[D]"), TypeError, "got datetime64"),
    "masked": (
        np.ma.masked_array(DISTANCES, mask=[False, True, False]),
        ValueError,
        r"masked values \(1 of 3\); leave",
    ),
    "masked column": (MaskedColumn(DISTANCES, mask=[1, 0, 1], unit="Mpc"), ValueError, "2 of 3"),
    "wrong unit": (DISTANCES * u.s, ValueError, "is in 's', which does not convert to Mpc"),
    "no unit": (DISTANCES * u.one, ValueError, "is in 'no unit'"),
    "magnitudes": (DISTANCES * u.mag, ValueError, "is in 'mag'"),
    "list of quantities": ([1 * u.s, 2 * u.s, 3 * u.s], ValueError, "is in 's'"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_distances_are_refused_with_what_arrived_and_what_is_wanted(case: str) -> None:
    distance, error, message = BAD[case]
    with pytest.raises(error, match=message) as caught:
        Dataset(distance=distance, velocity=VELOCITIES)
    assert "distance" in str(caught.value)
    assert "Mpc" in str(caught.value) or "masked" in case


# What is wrong with the columns together, not with one; and a generator is empty by now.
OF_BOTH = ("too long", "empty", "all equal", "all 0", "generator")


@pytest.mark.parametrize("case", [case for case in BAD if case not in OF_BOTH])
def test_velocities_are_held_to_the_same_rule(case: str) -> None:
    velocity, error, _ = BAD[case]
    with pytest.raises(error, match=r"velocity .*(km/s|masked)"):
        Dataset(distance=DISTANCES, velocity=velocity)


def test_one_galaxy_makes_no_line() -> None:
    with pytest.raises(ValueError, match="at least 2 galaxies, got 1"):
        Dataset(distance=[1.0], velocity=[70.0])


def test_all_velocities_may_be_zero() -> None:
    assert not Dataset(distance=DISTANCES, velocity=[0, 0, 0]).velocity.any()


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"names": ["a", "b"]}, ValueError, "2 names for 3 galaxies"),
        ({"names": ["a", "b", "a"]}, ValueError, "'a' occurs more than once"),
        ({"names": "abc"}, TypeError, "one name for each galaxy, got 'abc'"),
        ({"names": [300, 925, 1365]}, TypeError, r"must be text, got 300 \(int\)"),
        ({"title": None}, TypeError, "title must be text, got None"),
    ],
)
def test_bad_texts_are_refused(arguments, error, message) -> None:
    with pytest.raises(error, match=message):
        Dataset(distance=DISTANCES, velocity=VELOCITIES, **arguments)


def test_names_are_numbers_where_left_out() -> None:
    assert Dataset(distance=DISTANCES, velocity=VELOCITIES).names == (
        "galaxy 1",
        "galaxy 2",
        "galaxy 3",
    )


def test_the_users_arrays_are_copied() -> None:
    distance = np.array(DISTANCES)
    data = Dataset(distance=distance, velocity=VELOCITIES)
    distance[0] = 99.0
    assert distance.flags.writeable
    assert data.distance.tolist() == DISTANCES


def test_nothing_in_a_data_set_changes() -> None:
    data = Dataset(distance=DISTANCES, velocity=VELOCITIES)
    with pytest.raises(ValueError, match="read-only"):
        data.distance[0] = 99.0
    with pytest.raises(FrozenInstanceError):
        data.title = "another"  # type: ignore[misc]
    with pytest.raises(TypeError):
        data.units["distance"] = "pc"  # type: ignore[index]


def test_a_copy_is_as_good() -> None:
    copied = copy.deepcopy(LESSON)
    assert copied.distance.tolist() == LESSON.distance.tolist()
    assert copied.excluded == ("NGC 4639",)


def test_without_removes_the_named_galaxies_and_remembers_them() -> None:
    whole = load_dataset("key_project")
    rest = whole.exclude("NGC 4639").exclude("IC 4182", "NGC 300", "NGC 300")
    assert rest.excluded == ("NGC 4639", "IC 4182", "NGC 300")
    assert (len(whole), len(rest), whole.excluded) == (24, 21, ())
    kept = [whole.names.index(name) for name in rest.names]
    assert rest.distance.tolist() == whole.distance[kept].tolist()
    assert rest.velocity.tolist() == whole.velocity[kept].tolist()
    assert (rest.title, rest.reference, rest.provenance) == (
        whole.title,
        whole.reference,
        whole.provenance,
    )


def test_without_an_unknown_name_lists_near_ones() -> None:
    with pytest.raises(ValueError, match=r"no galaxy 'ngc4639'.*Did you mean 'NGC 4639'"):
        load_dataset("key_project").exclude("ngc4639")
    with pytest.raises(ValueError, match="'NGC 4639' is already excluded"):
        LESSON.exclude("NGC 4639")
    with pytest.raises(TypeError, match="pass several names as separate arguments: 'NGC 300', 'NGC 925'"):
        LESSON.exclude(["NGC 300", "NGC 925"])  # type: ignore[arg-type]


def test_without_too_many_is_no_data_set() -> None:
    with pytest.raises(ValueError, match="at least 2 galaxies, got 1"):
        LESSON.exclude(*LESSON.names[1:])


def test_the_whole_is_remembered() -> None:
    whole = load_dataset("key_project")
    assert whole.whole is whole
    rest = whole.exclude("NGC 4639").exclude("IC 4182", "NGC 300")
    assert rest.whole is whole
    assert copy.deepcopy(rest).whole is whole
    assert copy.copy(rest).whole is whole
    assert whole.exclude().whole is whole


def test_a_pickled_data_set_keeps_its_whole() -> None:
    rest = pickle.loads(pickle.dumps(LESSON))
    assert repr(rest) == repr(LESSON)
    assert rest.whole.names == LESSON.whole.names
    assert rest.include("NGC 4639") is rest.whole
    assert rest.whole.whole is rest.whole


def test_the_last_galaxy_that_is_included_makes_it_whole() -> None:
    assert LESSON.include("NGC 4639") is load_dataset("key_project")
    assert LESSON.include().excluded == LESSON.excluded
    rest = LESSON.exclude("IC 4182").include("NGC 4639")
    assert rest.excluded == ("IC 4182",)
    assert repr(rest) == "<Dataset 'HST Key Project': 23 galaxies, without IC 4182>"


@given(st.data())
def test_excluding_and_including_keep_the_order(data: st.DataObject) -> None:
    whole = data.draw(galaxies(fewest=6))
    changes = data.draw(st.lists(st.sampled_from(whole.names[:4]), max_size=12))
    rest, excluded = whole, []
    for name in changes:
        rest = (rest.include if name in excluded else rest.exclude)(name)
        excluded.remove(name) if name in excluded else excluded.append(name)
        assert rest.excluded == tuple(excluded)
        assert rest.whole is whole
        kept = [position for position, known in enumerate(whole.names) if known not in excluded]
        assert rest.names == tuple(whole.names[position] for position in kept)
        assert rest.distance.tolist() == whole.distance[kept].tolist()
        assert rest.velocity.tolist() == whole.velocity[kept].tolist()
        assert not rest.distance.flags.writeable
    assert (rest is whole) == (not excluded)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ngc 4639", r"'ngc 4639' is not excluded\. Did you mean 'NGC 4639'\? Excluded are 'NGC 4639'\."),
        ("NGC 300", r"'NGC 300' is not excluded\..* Excluded are 'NGC 4639'\."),
    ],
)
def test_only_what_is_excluded_can_be_included(name: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        LESSON.include(name)
    with pytest.raises(ValueError, match=r"is not excluded\. None is excluded\."):
        LESSON.whole.include(name)
    with pytest.raises(TypeError, match=r"names must be text, got array"):
        LESSON.include(np.array(["NGC 4639"]))  # type: ignore[arg-type]


def test_repr_is_short() -> None:
    assert repr(LESSON) == "<Dataset 'HST Key Project': 23 galaxies, without NGC 4639>"
    assert repr(Dataset(distance=DISTANCES, velocity=VELOCITIES)) == "<Dataset: 3 galaxies>"
