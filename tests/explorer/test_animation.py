"""A run as a moving picture: the whole path, while the explorer stays as it is."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

import hubble_widget as hw
from hubble_widget.explorer import animating
from hubble_widget.figure.animation import iterations_to_show
from tests.explorers import Live, expect_in_step, until


@pytest.fixture
def explorer() -> Iterator[hw.RegressionExplorer]:
    explorer = hw.RegressionExplorer("key_project", iterations=40, start=(120, -300))
    yield explorer
    explorer.close()


def test_the_whole_path_is_shown_and_the_explorer_stays_as_it_is(
    explorer: hw.RegressionExplorer, tmp_path: Path
) -> None:
    explorer.iteration = 17
    canvas, picture = explorer.figure.canvas, explorer._view.canvas.picture()
    seen: list[object] = []
    explorer.observe(seen.append)
    path = explorer.save_animation(tmp_path / "training.gif", duration=2, frames=5)
    with Image.open(path) as animation:
        assert animation.n_frames == 5
        pictures, times = [], []
        for frame in range(5):
            animation.seek(frame)
            pictures.append(animation.convert("RGB").tobytes())
            times.append(animation.info["duration"])
    assert len(set(pictures)) == 5
    assert times == [500, 500, 500, 500, 1500]
    assert [file.name for file in tmp_path.iterdir()] == ["training.gif"]
    assert not seen
    assert explorer.figure.canvas is canvas
    assert explorer._view.canvas.picture() == picture
    expect_in_step(explorer)


def test_early_states_are_nearer_to_each_other() -> None:
    shown = iterations_to_show(500, 60)
    assert len(shown) == 60
    assert shown[:10] == list(range(10))
    assert shown[-1] == 500
    assert all(later - earlier < 40 for earlier, later in pairwise(shown))
    assert iterations_to_show(1, 60) == [0, 1]
    assert len(iterations_to_show(10_000, 60)) == 60


@pytest.mark.parametrize(
    ("name", "settings", "error"),
    [
        ("a.avi", {}, "must end with .gif or .mp4, got 'a.avi'"),
        ("a.gif", {"duration": 0}, "duration must be above 0"),
        ("a.gif", {"duration": "long"}, "duration must be a number of seconds"),
        ("a.gif", {"frames": 1}, "frames must be a whole number from 2 to 600, got 1"),
        ("a.gif", {"frames": 2.5}, "frames must be a whole number"),
        ("no/such/a.gif", {"frames": 2}, "No such file"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    explorer: hw.RegressionExplorer,
    tmp_path: Path,
    name: str,
    settings: dict[str, object],
    error: str,
) -> None:
    with pytest.raises((ValueError, TypeError, OSError), match=re.escape(error)):
        explorer.save_animation(tmp_path / name, **settings)
    assert not [*tmp_path.iterdir()]


def test_ffmpeg_makes_an_mp4_and_is_missed_in_words(
    explorer: hw.RegressionExplorer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RuntimeError, match=r"\.mp4 file needs the program ffmpeg.*save_animation\(\"training\.gif\"\)"):
        explorer.save_animation(tmp_path / "training.mp4", frames=2)
    program = tmp_path / "ffmpeg"
    program.write_text('#!/bin/sh\nfor file; do :; done\n/bin/cat > "$file"\n')  # its last argument is the file
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    film = explorer.save_animation(tmp_path / "training.mp4", frames=2, duration=1)
    assert film.read_bytes().count(b"\x89PNG") == 4  # the last one stays
    program.write_text("#!/bin/sh\necho no such codec >&2\nexit 1\n")
    with pytest.raises(RuntimeError, match="ffmpeg could not make the animation: no such codec"):
        explorer.save_animation(tmp_path / "again.mp4", frames=2)


def test_save_names_what_saves_animations(explorer: hw.RegressionExplorer, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="For an animation call save_animation"):
        explorer.save(tmp_path / "training.gif")


@pytest.mark.anyio
async def test_the_page_gets_a_file_and_its_controls_stay_alive(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(animating, "FRAMES", 3)
    explorer = live(iterations=30)
    button, saved = explorer._view.more.animation, []
    monkeypatch.setattr(explorer._view.overlay, "save", lambda name, data: saved.append((name, data[:6])))
    button.click()
    await until(lambda: button.description.startswith("Frame"))
    assert button.disabled
    await until(lambda: bool(saved))
    assert saved == [("hubble-key_project.gif", b"GIF89a")]
    await until(lambda: not button.disabled)
    button.observe(lambda _: setattr(explorer, "learning_rate", 0.1), "description")
    button.click()
    await until(lambda: explorer.learning_rate == 0.1 and not button.disabled)
    assert "another run is shown now" in explorer._view.readout.error
    assert len(saved) == 1
    expect_in_step(explorer)


def test_runs_are_compared_by_what_differs(explorer: hw.RegressionExplorer) -> None:
    assert [list(run) for run in explorer.runs] == [["run", "slope", "intercept", "age", "loss"]]
    explorer._view.more.pin.click()
    explorer.learning_rate = 0.1
    first, present = explorer.runs
    assert list(first) == ["run", "learning_rate", "slope", "intercept", "age", "loss"]
    assert (first["learning_rate"], present["learning_rate"]) == (0.05, 0.1)
    assert (present["run"], present["slope"]) == ("present", explorer.slope)
    explorer.data = explorer.data.exclude("NGC 4639")
    explorer.learning_rate = 10.0
    explorer.iterations = 2000
    assert [run["excluded"] for run in explorer.runs] == ["", "NGC 4639"]
    assert explorer.runs[-1]["slope"] is None
