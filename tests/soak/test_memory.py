"""What the soak takes for flat."""

from __future__ import annotations

import pytest

from .memory import Growth, Memory, growths

NOISE = (0.0, 9.0, -4.0, 60.0, 3.0, -2.0, 5.0, 14.0, 30.0, 1.0)


def flat(*, kernel: float = 0.0, page: float = 0.0) -> dict[str, bool]:
    """Say what is flat where so many MB are lost from one look to the next."""
    looks = [Memory(360 + n * kernel + noise, 50 + n * page - noise) for n, noise in enumerate(NOISE)]
    return {name: growth.is_flat for name, growth in growths(looks).items()}


def test_what_comes_and_goes_is_flat() -> None:
    assert flat() == {"kernel": True, "page": True}


def test_what_is_kept_is_found() -> None:
    assert flat(kernel=4) == {"kernel": False, "page": True}
    assert flat(page=6) == {"kernel": True, "page": False}


def test_the_medians_are_of_the_first_and_the_last_third() -> None:
    looks = [Memory(float(n), 10.0 * n) for n in range(10)]
    assert growths(looks) == {"kernel": Growth(1, 8, 20), "page": Growth(10, 80, 20)}


def test_two_looks_are_too_few() -> None:
    with pytest.raises(ValueError, match="2 looks tell nothing"):
        growths([Memory(1, 1), Memory(2, 2)])
