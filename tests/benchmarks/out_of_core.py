"""10^8 galaxies in a Parquet file, which DuckDB reads in pieces: the fit, the explorer, and the memory they take."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from .measure import Comparison, Limit, Row

ROOT = Path(__file__).parents[2]
MANY = 100_000_000
RUNS = 3

MAKE = """
copy (
    select distance, (70 * distance + 300 * sqrt(-2 * ln(1 - a)) * cos(2 * pi() * b))::float as velocity
    from (select (1 + 99 * random())::float as distance, random() as a, random() as b from range({rows}))
) to '{file}' (format parquet)
"""

# In a process of its own, whose memory is nobody else's. Both ways in turn; the first run of each does not count.
ASK = """
import json, sys
from time import perf_counter
import duckdb
import hubble_widget as hw
from tests.peak import peak_memory

file, runs = sys.argv[1], int(sys.argv[2])
connection = duckdb.connect(config={"memory_limit": "400MB"})
connection.execute("set enable_progress_bar = false")
table = connection.read_parquet(file)

def plain():
    query = "select regr_slope(velocity, distance), regr_intercept(velocity, distance) from table"
    (row,) = connection.execute(query.replace("table", f"'{file}'")).fetchall()
    return row

def fit():
    found = hw.polyfit(table)
    return found.slope, found.intercept

def seconds(function):
    began = perf_counter()
    answer = function()
    return perf_counter() - began, answer

def at(distance, line):
    return line[0] * distance + line[1]

timed = [(seconds(plain), seconds(fit)) for _ in range(runs + 1)][1:]
explorer, _ = seconds(lambda: hw.RegressionExplorer(table)._repr_mimebundle_())
print(json.dumps({
    "plain": [plain for (plain, _), _ in timed],
    "ours": [ours for _, (ours, _) in timed],
    "differences": [at(100, found) / at(100, wanted) - 1 for (_, wanted), (_, found) in timed],
    "explorer": explorer,
    "peak": peak_memory(),
}))
"""


def rows() -> Iterator[Row]:
    """Make the file, measure, and delete it."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "galaxies.parquet"
        with duckdb.connect(config={"memory_limit": "400MB"}) as connection:
            connection.execute("set enable_progress_bar = false")
            connection.execute(MAKE.format(rows=MANY, file=file))
        command = [sys.executable, "-c", ASK, str(file), str(RUNS)]
        told = json.loads(subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout)
    if max(map(abs, told["differences"])) > 1e-9:
        raise AssertionError(f"the velocities at 100 Mpc differ by {told['differences']} of themselves.")
    what, plain_way = f"{MANY:,} galaxies in a Parquet file, read by DuckDB", "its own regr_slope and regr_intercept"
    yield Comparison(f"{what}: the exact fit", plain_way, told["plain"], told["ours"], to_reach=3.0)
    yield Limit(f"{what}: the explorer's first picture", "", [], [told["explorer"]], at_most=60)
    yield Limit(f"{what}: memory at most", "", [], [told["peak"]], unit="MB", at_most=1000)
