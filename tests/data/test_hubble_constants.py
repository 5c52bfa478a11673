"""The published Hubble constants: each row is sane, says where it comes from, and what can be computed agrees."""

import re

import numpy as np
import pytest
from astropy.cosmology import WMAP1

from hubble_widget.data.catalogs import read_catalog
from hubble_widget.data.hubble_constants import HubbleConstant, hubble_constants

IDENTIFIER = re.compile(r"(\d{4}[A-Za-z&.]{2,6}[\d.]{4,9}[A-Z\d.]{1,5}[A-Z])|(doi:10\.\d{4,}/\S+)|(arXiv:\d{4}\.\d{5})")


@pytest.mark.parametrize("each", hubble_constants(), ids=lambda each: f"{each.name} {each.year}")
def test_a_row_is_sane(each: HubbleConstant) -> None:
    assert 1927 <= each.year <= 2025
    assert 50 <= each.value <= 625
    assert (each.lower is None) is (each.upper is None)
    if each.lower is not None and each.upper is not None:
        assert 0 < each.lower < each.value / 4
        assert 0 < each.upper < each.value / 4
    assert each.kind in {"ladder", "early", "one step"}
    assert each.name
    assert each.method
    assert IDENTIFIER.fullmatch(each.identifier)
    assert re.search(r"\b(19|20)\d\d\b", each.reference)
    assert abs(int(re.search(r"\b(19|20)\d\d\b", each.reference)[0]) - each.year) <= 0
    assert len(set(each.sources)) == 2
    assert all(each.sources)


def test_they_are_a_century_in_the_order_of_time() -> None:
    years = [each.year for each in hubble_constants()]
    assert years == sorted(years)
    assert (len(years), years[0], years[-1]) == (28, 1927, 2025)
    assert hubble_constants() is hubble_constants()


def test_those_that_the_package_knows_from_elsewhere_agree() -> None:
    values = {(each.name, each.year): each for each in hubble_constants()}
    hubble = values["Hubble", 1929]
    solution = float(read_catalog("hubble_1929").header["check solar motion K"])
    assert abs(solution - hubble.value) < 0.01 * (hubble.upper or 0)
    assert values["WMAP", 2003].value == WMAP1.H0.value
    assert "625" in read_catalog("lemaitre_1927").header["provenance"]
    assert values["Lemaître", 1927].value == 625


def test_errors_of_several_kinds_are_combined() -> None:
    values = {(each.name, each.year): each.upper for each in hubble_constants()}
    assert values["Tammann et al.", 2008] == pytest.approx(np.hypot(1.3, 5.0), abs=0.05)
    assert values["Freedman et al.", 2025] == pytest.approx(np.linalg.norm([1.22, 1.33, 0.70]), abs=0.005)
