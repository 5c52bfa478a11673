"""The call and the line of the magic that an error prints, taken out of it as a user would."""

from __future__ import annotations

import re
from typing import NamedTuple

import hubble_widget as hw
from hubble_widget.data.base_dataset import BaseDataset

_PRINTED = re.compile(
    r"(?P<call>as_dataset\(.*\)), in a magic (?P<line>%%?hubblefit .*?)"
    r"(?:, or the other way round)?\.(?: \(If it does hold .*)?"
)


class Suggested(NamedTuple):
    """What an error prints, for Python and for a cell of a notebook."""

    call: str
    line: str

    def data(self, **variables: object) -> BaseDataset:
        """Make the call, among these variables."""
        data: BaseDataset = eval(self.call, {"as_dataset": hw.as_dataset, **variables})
        return data


def suggested(error: str) -> Suggested | None:
    """Return what an error prints; None if it prints no call, or one with a place left open."""
    at = error.find("as_dataset(")
    if at < 0:
        return None
    printed = _PRINTED.fullmatch(error, at)
    assert printed is not None, error
    return None if "'...'" in printed["call"] else Suggested(**printed.groupdict())
