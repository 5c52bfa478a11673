"""What the reference shows of a class: its constructor's own keywords, and which members."""

from __future__ import annotations

import inspect

from sphinx.application import Sphinx
from sphinx.util.inspect import stringify_signature

Signature = tuple[str | None, str | None]


def as_constructed(_app: Sphinx, kind: str, _name: str, value: object, *_others: object) -> Signature | None:
    """Show the keywords of a class that is made by somebody else's ``__new__(*args, **kwargs)``, as a widget is."""
    if kind != "class" or "__init__" not in vars(value):
        return None
    signature = inspect.signature(vars(value)["__init__"])
    _self, *parameters = signature.parameters.values()
    return stringify_signature(signature.replace(parameters=parameters), show_annotation=False), None


def leave_out(_app: Sphinx, _kind: str, _name: str, member: object, *_others: object) -> bool | None:
    """Leave out the fields of a named tuple: the section Attributes says what they are."""
    is_field = (getattr(member, "__doc__", None) or "").startswith("Alias for field number")
    return True if is_field else None


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the above with Sphinx."""
    app.connect("autodoc-process-signature", as_constructed)
    app.connect("autodoc-skip-member", leave_out)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
