"""The page is checked against what this side computes and says now."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.vectors import FILE, as_json, vectors


def assert_same(now: Any, written: Any, where: str = "") -> None:
    """Compare two trees; floats may differ by the rounding of another machine's libraries."""
    if isinstance(now, dict):
        assert list(now) == list(written), where
        for key, value in now.items():
            assert_same(value, written[key], f"{where}/{key}")
    elif isinstance(now, list):
        assert len(now) == len(written), where
        for index, value in enumerate(now):
            assert_same(value, written[index], f"{where}/{index}")
    elif isinstance(now, float):
        assert written == pytest.approx(now, rel=1e-11, abs=0), where
    else:
        assert now == written, where


def test_the_pages_vectors_are_up_to_date() -> None:
    written = json.loads(FILE.read_text(encoding="utf-8"))
    assert_same(json.loads(as_json(vectors())), written, "run `python -m tests.vectors`: ")
