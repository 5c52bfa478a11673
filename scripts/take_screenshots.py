"""Take the pictures of docs/index.md: the lesson's data, trained to the end in a real JupyterLab, in both themes."""

from __future__ import annotations

from pathlib import Path

from tests.browser.explorer_view import LESSON, cell, show
from tests.browser.stage import stage

DOCS = Path(__file__).parent.parent / "docs"


def main() -> None:
    """Write docs/explorer-light.png and docs/explorer-dark.png."""
    DOCS.mkdir(exist_ok=True)
    with stage() as theatre:
        for theme in ("light", "dark"):
            with theatre.notebook(cell(LESSON), dpr=2, theme=theme) as notebook:
                view = show(notebook)
                view.train()
                view.expect_numbers()
                view.button("Train").blur()
                view.root.screenshot(path=DOCS / f"explorer-{theme}.png")


if __name__ == "__main__":
    main()
