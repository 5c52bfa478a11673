"""The catalogue that every engine is asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from .catalogue import ROWS, make_parquet


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_parquet(tmp_path_factory.mktemp("catalogue") / "galaxies.parquet", ROWS)
