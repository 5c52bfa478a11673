"""Every small file of `cases`, written under its own name and read by its own call."""

from __future__ import annotations

from pathlib import Path

import pytest

import hubble_widget as hw
from tests.io.cases import CASES, Case
from tests.suggested import suggested


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_file_is_read_rightly_or_refused_with_a_call_that_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: Case
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(case.file).write_text(case.text, encoding="utf-8")
    if case.refused:
        with pytest.raises(ValueError, match=case.refused) as refused:
            hw.as_dataset(case.file, **case.columns)
        printed = suggested(str(refused.value))
        assert (printed is None) == (case.slope is None)
        if printed is None:
            return
        data = printed.data()
    else:
        data = hw.as_dataset(case.file, **case.columns)
        assert case.note in data.note
    assert hw.polyfit(data).slope == pytest.approx(case.slope, rel=1e-4)
    assert not case.names or data.whole.names == case.names
