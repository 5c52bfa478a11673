"""The catalogue that every engine is asked about."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from .catalogue import make_parquet

collect_ignore = [] if find_spec("pyspark") else ["test_spark.py"]


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_parquet(tmp_path_factory.mktemp("catalogue") / "galaxies.parquet")
