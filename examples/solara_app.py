"""The explorer as an application that Solara serves: ``solara run examples/solara_app.py``."""

import solara

import hubble_widget as hw


def lesson() -> hw.RegressionExplorer:
    """Make the explorer of one visitor; what is made outside of a component belongs to none, and is closed."""
    return hw.RegressionExplorer(hw.load_dataset("key_project").exclude("NGC 4639"))


@solara.component
def Page() -> None:  # noqa: N802 - the name that Solara looks for
    """Show it."""
    solara.display(solara.use_memo(lesson, []))
