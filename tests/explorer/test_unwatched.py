"""An explorer in a notebook that nobody watches while it runs: what is saved with it must show the explorer."""

from __future__ import annotations

import io
from base64 import b64decode

import pytest
from IPython.core.interactiveshell import InteractiveShell
from ipywidgets import VBox
from PIL import Image

import hubble_widget as hw
from tests.magic.test_hubblefit import shell

__all__ = ["shell"]


def test_its_picture_is_saved_where_a_box_of_the_users_shows_it(
    shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = {"content": {"allow_stdin": False}}  # as nbconvert sends it
    monkeypatch.setattr("hubble_widget.environment.current_request", lambda: request)
    shell.user_ns.update(hw=hw, VBox=VBox)
    shell.run_cell("explorer = hw.RegressionExplorer(); box = VBox([explorer])")
    kept = shell.user_ns["explorer"]._view.canvas._data_url
    shell.run_cell("explorer.axes[0].set_title('of my own')")
    head, _, png = kept.partition(",")
    assert head == "data:image/png;base64"
    with Image.open(io.BytesIO(b64decode(png))) as picture:
        assert picture.width == 2 * 880  # sharp on the screens that most people have
    assert shell.user_ns["explorer"]._view.canvas._data_url != kept
    shell.run_cell("explorer.close()")
