"""What goes wrong around an explorer, in a real kernel: it stays usable and says what is wrong."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.real_kernel import CellError, Session, real_kernel

pytestmark = pytest.mark.filterwarnings("ignore:.*without encryption")  # kernels on loopback

MAKE = """
import asyncio, hubble_widget as hw
lesson = hw.load_dataset("key_project").exclude("NGC 4639")
explorer = hw.RegressionExplorer(lesson, iterations=3000)
controls, readout = explorer._view.controls, explorer._view.readout
"""
TRAINED = "hw.train(lesson, learning_rate=explorer.learning_rate, iterations=3000)"
IS_TORCHS_PATH = f"explorer.trajectory.losses.tolist() == {TRAINED}.losses.tolist()"
IS_UNDER_WAY = "explorer.running and 0 < explorer.iteration < 3000"
HAS_ENDED = "not explorer.running and explorer.iteration == 3000"
SLIDER = "print(controls.learning_rate.slider.model_id, controls.learning_rate.slider.index)"
CLOSED_FORM = (
    "hw.gradient_descent(explorer.data, learning_rate=explorer.learning_rate, iterations=3000, start=explorer.start)"
)
FOLLOWS = f"explorer.slope == {CLOSED_FORM}.slope"


@pytest.fixture(scope="module")
def kernel() -> Iterator[Session]:
    """A kernel that all tests share which leave it alive."""
    with real_kernel() as session:
        yield session


@pytest.fixture
def session(kernel: Session) -> Iterator[Session]:
    """The kernel with a new explorer; at the end it must have nothing to complain of."""
    kernel.complaints.clear()
    kernel.run(MAKE)
    yield kernel
    kernel.run("explorer.close()")
    assert not kernel.complaints


def expect_usable(session: Session) -> None:
    """Train to the end by the control and see torch's path; move a slider and see the closed form."""
    session.run("explorer.reset(); controls.train.click()")
    session.wait_until(HAS_ENDED)
    assert session.run(f"print(readout.error, {IS_TORCHS_PATH})") == "True"
    comm, index = session.run(
        "print(controls.learning_rate.slider.model_id, controls.learning_rate.slider.index)"
    ).split()
    session.move(comm, index=int(index) - 3)
    assert session.run(f"print(controls.learning_rate.slider.index, {FOLLOWS})") == f"{int(index) - 3} True"


def test_an_interrupt_between_cells_leaves_a_training_alone(session: Session) -> None:
    session.run("explorer.train()")
    session.wait_until(IS_UNDER_WAY)
    session.interrupt()
    session.wait_until(HAS_ENDED)
    assert session.run(f"print({IS_TORCHS_PATH})") == "True"


@pytest.mark.parametrize(
    "waiting", ["import time\nwhile True: time.sleep(0.01)", "while True: await asyncio.sleep(0.01)"]
)
def test_an_interrupted_cell_leaves_a_training_in_the_background_alone(session: Session, waiting: str) -> None:
    session.run("explorer.train()")
    session.wait_until(IS_UNDER_WAY)
    with pytest.raises(CellError) as raised:
        session.run(f"print('waiting', flush=True)\n{waiting}", started=session.interrupt)
    assert raised.value.name in {"KeyboardInterrupt", "CancelledError"}
    session.wait_until(HAS_ENDED)
    assert session.run(f"print({IS_TORCHS_PATH})") == "True"


def test_an_interrupt_ends_a_training_in_the_cell_wherever_it_was(session: Session) -> None:
    chance = Random(1)

    def interrupt_soon() -> None:
        time.sleep(chance.random() / 2)  # any moment will do
        session.interrupt()

    for _ in range(6):
        with pytest.raises(CellError) as raised:
            session.run("print('training', flush=True)\nwhile True: explorer.train(wait=True)", started=interrupt_soon)
        assert raised.value.name == "KeyboardInterrupt"
        assert session.run("print(explorer.running, controls.train.description)") == "False Train"
    expect_usable(session)


def test_a_cell_that_runs_again_while_it_trains_closes_what_it_made(session: Session) -> None:
    session.run(MAKE, cell="of the explorer")
    session.run("earlier, seen = explorer, []\nearlier.observe(lambda change: seen.append(change['new']), 'iteration')")
    session.run("explorer.train()")
    session.wait_until(IS_UNDER_WAY)
    session.run(MAKE, cell="of the explorer")
    assert (
        session.run("count = len(seen); print(repr(earlier), earlier.running)") == "RegressionExplorer (closed) False"
    )
    expect_usable(session)
    assert session.run("print(len(seen) == count)") == "True"


def test_a_kernel_that_restarts_while_it_trains_starts_afresh(session: Session) -> None:
    session.run("explorer.train()")
    session.wait_until(IS_UNDER_WAY)
    session.restart()
    session.run(MAKE)
    expect_usable(session)


def test_of_messages_that_come_while_a_cell_runs_the_newest_wins(session: Session) -> None:
    comm = session.run("print(controls.learning_rate.slider.model_id)")

    def move() -> None:
        for index in (100, 40, 40, 120, 7, 120, 90):  # repeated, out of order
            session.move(comm, index=index)

    session.run("import time\nprint('busy', flush=True)\ntime.sleep(5)", started=move)
    session.wait_until("controls.learning_rate.slider.index == 90")
    wanted = "explorer.learning_rate == controls.learning_rate.scale[90]"
    assert session.run(f"print({wanted}, {FOLLOWS}, readout.error)") == "True True"


def custom(*contents: object) -> list[dict[str, object]]:
    return [{"method": "custom", "content": content} for content in contents]


def update(**values: object) -> list[dict[str, object]]:
    """Messages that set one trait, each to one of the values."""
    ((name, states),) = values.items()
    assert isinstance(states, tuple)
    return [{"method": "update", "state": {name: value}, "buffer_paths": []} for value in states]


NO_NUMBERS = (-1, 10**9, 10**30, "3", None, {}, 1.5)
AT_ITERATION = ("iteration chosen", "pointed out", "stopped at")
EVENTS = (
    "motion_notify",
    "button_press",
    "button_release",
    "scroll",
    "key_press",
    "set_dpi_ratio",
    "resize",
    "refresh",
)
MALFORMED = [
    {},
    {"method": "no such"},
    {"method": "update"},
    {"method": "update", "state": None},
    {"method": "update", "state": {}, "buffer_paths": [["nothing", 3]]},
    {"method": "custom"},
    *custom(None, "text", 3, [], {}, {"type": None}, {"type": "no such"}),
    *custom(*({"type": kind, "iteration": number} for kind in AT_ITERATION for number in NO_NUMBERS)),
    *custom(*({"type": "start dragged", "slope": number, "intercept": 0} for number in NO_NUMBERS)),
    *custom(*({"type": kind, "galaxy": name} for kind in ("galaxy clicked", "pointed out") for name in (3, [], "no"))),
    *custom({"type": "paints marks", "fills": "yes"}, {"type": []}, *({"type": event} for event in EVENTS)),
    *custom(*({"type": "figure event", "event": event} for event in (None, {}, {"type": 3}, {"type": EVENTS[0]}))),
    *update(index=NO_NUMBERS),
    *update(value=NO_NUMBERS),
    *update(hand=(3, {}, None, [], [[]], *([number, 0.5] for number in NO_NUMBERS))),
    *update(
        page=(3, {"width": "wide"}, {"width": -4}, {"width": 1e9}, {"background": 3}, {"background": "", "dark": 1})
    ),
    *update(no_such=(1,)),
]


PARTS = """
face = explorer._view
parts = face.canvas, face.readout, face.fallback, face.more.optimizer, face.more.slope, controls.train, explorer
sliders = controls.learning_rate.slider, controls.scrubber.slider, controls.scrubber.entry
print(*[part.model_id for part in (*parts, *sliders)])
"""


def test_malformed_messages_to_any_part_break_nothing(kernel: Session) -> None:
    """The kernel may complain of them where Jupyter writes its log; the explorer works on."""
    kernel.run(MAKE)
    for comm in kernel.run(PARTS).split():
        for data in MALFORMED:
            kernel.tell(comm, data)
    assert kernel.run("print(max(face.canvas.get_width_height()) <= 10_000)") == "True"
    kernel.run("explorer.iterations = 3000; explorer.optimizer = 'SGD'; explorer.start = (0, 0)")
    expect_usable(kernel)
    kernel.run("explorer.close()")


ON_A_PAGE = """
face, canvas = explorer._view, explorer._view.canvas
canvas._handle_message(canvas, {"type": "initialized"}, [])
face._on_message({"type": "paints marks"})
sent = []
canvas.send = lambda content, buffers=None: sent.append(buffers)
"""
DRAWINGS = [
    "explorer.axes[0].set_xscale('log')",
    "explorer.axes[0].set_yscale('log')",
    "explorer.axes[1].set_xscale('log')",
    "[axes.clear() for axes in explorer.axes]",
    "explorer.figure.clear()",
    "explorer.axes[0].remove()",
    "[line.remove() for line in list(explorer.axes[0].lines)]",
    "explorer.figure.text(0.5, 0.5, '50 % of a_b', usetex=True)",
    "explorer.figure.set_dpi(300)",
]


def test_what_a_user_draws_never_ends_in_an_error_that_the_page_does_not_show(session: Session) -> None:
    session.run(ON_A_PAGE)
    for drawing in DRAWINGS:
        session.run(f"sent.clear()\n{drawing}")
        session.wait_until("sent")  # that there is something to draw
        session.run("canvas._handle_message(canvas, {'type': 'draw'}, []); explorer.reset()")
        assert session.run("print(any(sent))") == "True"  # a picture
        expect_usable(session)


MISSING = 'raise ModuleNotFoundError("No module named \'torch\'", name="torch")'
BROKEN = 'raise OSError("libtorch_cpu.so: cannot open shared object file")'
ANOTHER = '"""A file of the user\'s own that has this name by chance."""'


@pytest.mark.parametrize(
    ("torch", "said"),
    [
        (MISSING, "torch cannot be loaded (ModuleNotFoundError: No module named 'torch')"),
        (BROKEN, "torch cannot be loaded (OSError: libtorch_cpu.so: cannot open shared object file)"),
        (ANOTHER, "torch.py is not PyTorch"),
    ],
    ids=["missing", "broken", "another"],
)
def test_without_torch_everything_but_train_works_and_train_says_why(tmp_path: Path, torch: str, said: str) -> None:
    (tmp_path / "torch.py").write_text(torch)
    with real_kernel(PYTHONPATH=os.pathsep.join((str(tmp_path), os.environ.get("PYTHONPATH", "")))) as session:
        session.run(MAKE)
        for _ in range(2):
            session.run("controls.train.click()")
            session.wait_until("readout.error and not explorer.running")
            told = session.run("print(readout.error, readout.notice, controls.train.description)")
            assert said in told
            assert "pip install torch" in told
            assert told.endswith("{} Train")
            comm, index = session.run(SLIDER).split()
            session.move(comm, index=int(index) + 3)
            assert session.run(f"print(controls.learning_rate.slider.index, {FOLLOWS})") == f"{int(index) + 3} True"
            assert session.run("print(readout.error)") == ""
        session.run("explorer.iteration = 17; explorer.start = (50, 10); explorer.step(3)")
        session.run("explorer._interaction.toggle_galaxy('NGC 925'); explorer.degree = 2")
        assert session.run("print(explorer.iteration, len(explorer.data), explorer.exact_fit.degree)") == "3000 22 2"
        with pytest.raises(CellError, match=re.escape(said)):
            session.run("hw.train(lesson)")
        session.run("%load_ext hubble_widget\n%hubblefit --text")
        usage_error = session.complaints.pop()
        assert "UsageError" in usage_error
        assert said in usage_error
        session.run("explorer.optimizer = 'Adam'")
        session.wait_until("readout.error")
        assert said in session.run("print(readout.error)")
        session.run("explorer.optimizer = 'SGD'")
        assert session.run(f"print({FOLLOWS})") == "True"
        assert not session.complaints


# Of the size 0 are all files that this process may write; but for that, Python and matplotlib would find room.
DISK_IS_FULL = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
"""


def test_with_a_full_disk_everything_works_but_what_saves(tmp_path: Path) -> None:
    folders = {
        "HOME": tmp_path,
        "TMPDIR": tmp_path,
        "MPLCONFIGDIR": tmp_path / "matplotlib",
        "IPYTHONDIR": tmp_path / "i",
    }
    with real_kernel(**{name: str(folder) for name, folder in folders.items()}) as session:
        session.run(DISK_IS_FULL)
        with pytest.raises(CellError, match="File too large"):
            session.run(f"with open({str(tmp_path / 'file')!r}, 'w') as file: file.write('x')")
        session.run(MAKE)
        expect_usable(session)
        session.run("before = explorer._view.canvas.render().copy()")
        with pytest.raises(CellError, match="File too large"):
            session.run(f"explorer.figure.savefig({str(tmp_path / 'figure.png')!r}, dpi=300)")
        with pytest.raises(CellError, match="No space left on device"):
            session.run("explorer.figure.savefig('/dev/full', format='png', dpi=300)")
        assert session.run("print((explorer._view.canvas.render() == before).all())") == "True"
        expect_usable(session)
