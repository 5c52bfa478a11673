"""Installing into Colab, whose kernel runs already, with matplotlib loaded and without ipympl."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.explorer_view import ExplorerView
from tests.browser.servers import ClassicServer, running
from tests.browser.windows import open_window
from tests.packaging.test_metadata import COLAB, DEPENDENCIES, PROJECT, canonicalize_name, pins

from .classic_page import ClassicPage
from .front_ends import ROOT, python_of

pytestmark = [pytest.mark.matrix, pytest.mark.packaging]

ABSENT = {"ipympl"}


def test_an_installation_moves_none_of_colabs_packages() -> None:
    pip = [python_of(".venv-colab"), "-m", "pip", "--disable-pip-version-check"]
    listed = subprocess.run([*pip, "list", "--format=json"], capture_output=True, check=True).stdout
    versions = {canonicalize_name(each["name"]): each["version"] for each in json.loads(listed)}
    colabs = {name: version for name, version in pins(COLAB).items() if name != "torch"}
    assert {name: versions[name] for name in colabs} == colabs  # else the answer would be of another environment

    # What Colab has not got comes in its newest release, whatever is here; it may move what it cannot live with.
    newest = ["--upgrade", "--upgrade-strategy=only-if-needed", *(ABSENT & DEPENDENCIES.keys())]
    for wanted in (PROJECT["dependencies"], newest):
        report = [*pip, "install", "--dry-run", "--quiet", "--report=-", *wanted]
        answer = subprocess.run(report, capture_output=True, check=True).stdout
        moved = {canonicalize_name(each["metadata"]["name"]) for each in json.loads(answer)["install"]}
        assert moved.isdisjoint(colabs)


SESSION = """
import sys
import matplotlib
matplotlib.use("module://matplotlib_inline.backend_inline")
import matplotlib.pyplot as plt
plt.plot([1, 2, 4])

sys.path.append(sys.argv[1])  # as pip adds to a folder that is searched already
try:
    import ipympl
except Exception as error:
    print("import ipympl:", type(error).__name__)
for name in [name for name in sys.modules if name.startswith("ipympl")]:
    del sys.modules[name]

import hubble_widget as hw
explorer = hw.RegressionExplorer()
bundle, metadata = explorer._repr_mimebundle_()
print(sorted(bundle), matplotlib.get_backend(), plt.get_fignums())
"""


def test_ipympl_may_come_into_a_session_that_has_loaded_matplotlib(tmp_path: Path) -> None:
    python = python_of(".venv-colab")
    where = [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    session, installed = tmp_path / "session", tmp_path / "installed"
    session.mkdir()
    installed.mkdir()
    for each in Path(subprocess.run(where, capture_output=True, text=True, check=True).stdout.strip()).iterdir():
        folder = installed if each.name.startswith("ipympl") else session
        (folder / each.name).symlink_to(each)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(session), str(ROOT)))}
    command = [python, "-S", "-c", SESSION, str(installed)]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    plain, shown = ran.stdout.strip().splitlines()
    assert plain.startswith("import ipympl: ")  # it fails where nothing is done about it
    forms = "['application/vnd.jupyter.widget-view+json', 'text/html', 'text/plain']"
    assert shown == f"{forms} module://matplotlib_inline.backend_inline [1]"


@pytest.mark.browser
def test_the_notebook_for_colab(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> None:
    notebook = json.loads((ROOT / "examples" / "colab.ipynb").read_text())
    cells = ["".join(each["source"]) for each in notebook["cells"] if each["cell_type"] == "code"]
    server = ClassicServer(tmp_path_factory.mktemp("colab"), python_of(".venv-colab"))
    with running(server):
        page = ClassicPage(server, open_window(browser, 1), server.write_notebook("colab.ipynb", cells))
        try:
            page.open()
            for index in range(3):
                page.run_cell(index)
            view = ExplorerView(page, page.output(2))
            view.expect_shown()
            view.expect_finished()
            view.button("Reset").click()
            view.kernel.wait_until("explorer.iteration == 0")
            view.canvas.evaluate(
                """canvas => {
                    const marks = canvas.parentElement.querySelector(".hubble-marks");
                    window.pictures = new Set();
                    window.looking = setInterval(() => window.pictures.add(marks.toDataURL()), 50);
                }"""
            )
            page.run_cell(3)  # trains in the cell
            assert view.canvas.evaluate("() => { clearInterval(window.looking); return window.pictures.size; }") > 10
            view.expect_numbers()
            expect(view.readout).to_contain_text("74.59")
            expect(page.output(3)).to_contain_text("torch: 74.59 km/s/Mpc, 13.1 billion years; exact: 12.2")
            complaints = page.complaints()
        finally:
            page.close()
    assert not complaints
    assert not server.complaints()
