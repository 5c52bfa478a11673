"""An explorer is freed when the cell that made it runs again."""

from __future__ import annotations

import warnings
from typing import Protocol
from weakref import ReferenceType, ref

from hubble_widget.host import present_request


class Closable(Protocol):
    """What can be closed."""

    def close(self) -> None:
        """Free what it holds."""


_made_in: dict[str, list[tuple[str, ReferenceType[Closable]]]] = {}


def closes_when_its_cell_runs_again(widget: Closable) -> None:
    """Close what an earlier run of the present cell made, and let a later run close `widget`.

    Where the front end does not tell which cell runs, nothing is closed: two cells may hold the same words.
    """
    cell = _current_cell()
    if cell is None:
        return
    identity, execution = cell
    made = _made_in.get(identity, [])
    _made_in[identity] = [each for each in made if each[0] == execution] + [(execution, ref(widget))]
    for earlier_execution, reference in made:
        earlier = reference()
        if earlier_execution != execution and earlier is not None:
            try:
                earlier.close()
            except Exception as error:  # an observer of a user's: what is made now has nothing to do with it
                warnings.warn(f"closing what this cell made before: {type(error).__name__}: {error}", stacklevel=2)


def _current_cell() -> tuple[str, str] | None:
    """Return the front end's id of the cell that runs now, and the id of this execution of it.

    JupyterLab, Notebook 7 and VS Code send a cell's id with each execution; terminals and older front ends do not.
    """
    request = present_request()
    cell = request.get("metadata", {}).get("cellId")
    return (cell, request["header"]["msg_id"]) if cell else None
