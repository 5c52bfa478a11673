"""A kernel that goes on from one notebook to the next, as that of a person may who opens another one with it.

To start a kernel and to load matplotlib and torch in it takes longer than most tests do.
"""

from __future__ import annotations

from .kernel import Kernel

# In a function, for the names of the notebook are forgotten while it runs, its own among them.
FORGET = """
def forget():
    from ipywidgets import Widget
    from matplotlib import pyplot
    import hubble_widget
    shell = get_ipython()
    for widget in [each for each in Widget.widgets.values() if isinstance(each, hubble_widget.RegressionExplorer)]:
        widget.close()
    Widget.close_all()
    pyplot.close("all")
    shell.extension_manager.loaded.discard("hubble_widget")
    shell.reset(new_session=True)
forget()
"""
QUICK = 20.0
"""Seconds in which a kernel that is well has forgotten."""


def has_forgotten(kernel: Kernel) -> bool:
    """Have a kernel forget its notebook; return whether it has. What was imported stays so."""
    try:
        kernel.execute(FORGET, QUICK)
    except AssertionError:  # it is busy, broken or gone
        return False
    return True
