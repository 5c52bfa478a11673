"""%hubblefit: the explorer in one line."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import TYPE_CHECKING, Any

from IPython.core import completer
from IPython.core.error import UsageError
from IPython.core.magic import Magics, line_cell_magic, magics_class, no_var_expand
from IPython.core.magic_arguments import argument, magic_arguments
from IPython.display import display
from traitlets import TraitError

from hubble_widget.completion import Matcher, complete
from hubble_widget.io.convert import ColumnNames, as_dataset, find_galaxies
from hubble_widget.io.csv_reader import parse_table
from hubble_widget.io.files import is_file_name
from hubble_widget.io.tables import Table
from hubble_widget.options import COMMAND, DEFAULT_DATA, EXPANSION, LABELS, READING, SETTINGS, TYPED
from hubble_widget.pace import SPEEDS
from hubble_widget.parsing import NUMBERS_OF_START, parse, quoting
from hubble_widget.regression.cosmology import EXPANSIONS
from hubble_widget.regression.dataset import Dataset, datasets
from hubble_widget.regression.galaxies import Galaxies
from hubble_widget.regression.lazy_dataset import Arrival
from hubble_widget.regression.parameters import (
    DEFAULT_ITERATIONS,
    DEFAULT_LEARNING_RATE,
    DEFAULT_LOSS_FUNCTION,
    DEFAULT_OPTIMIZER,
    FLAT_START,
    LOSS_FUNCTIONS,
    OPTIMIZERS,
    check_iteration,
)
from hubble_widget.regression.spelling import did_you_mean, renamed

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from hubble_widget.explorer import RegressionExplorer

_PLACES: tuple[dict[str, str], ...] = (
    {"str_key": COMMAND},
    {"str_key": f"%{COMMAND}"},
    {"str_key": f"%%{COMMAND}"},
    {"re_key": rf".*=\s*%{COMMAND}\b"},  # explorer = %hubblefit
)


def _listed(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


@magics_class
class HubbleMagics(Magics):
    """The package's magics."""

    shell: InteractiveShell

    @no_var_expand  # else IPython would evaluate what stands between braces, and replace what follows a dollar
    @magic_arguments()
    @argument(
        "data",
        nargs="?",
        metavar="DATA",
        help="a catalogue (key_project, hubble_1929, key_project_sne), the name of a Dataset or table of yours, or a "
        "file (CSV, TSV, ECSV, VOTable, FITS, Parquet); key_project where left out",
    )
    @argument("--x", metavar="COLUMN", help="the table's column of distances (Mpc, or its own unit)")
    @argument("--y", metavar="COLUMN", help="the table's column of velocities (km/s, or its own unit)")
    @argument(
        "--modulus", metavar="COLUMN", help="a column of distance moduli in place of distances: 10^((mu - 25)/5) Mpc"
    )
    @argument("--redshift", metavar="COLUMN", help="a column of redshifts z in place of velocities: v = c z")
    @argument(
        EXPANSION["expansion"],
        metavar="NAME",
        help=f"how redshifts become velocities, {_listed(EXPANSIONS)}: c z, or with the terms in z squared and cubed",
    )
    @argument("--names", metavar="COLUMN", help="the column of the galaxies' names")
    @argument(LABELS["x_label"], metavar="TEXT", help="for data that are no galaxies: what x is called")
    @argument(LABELS["x_unit"], metavar="UNIT", help="its unit")
    @argument(LABELS["y_label"], metavar="TEXT", help="what y is called; with any of these four, no age is shown")
    @argument(LABELS["y_unit"], metavar="UNIT", help="its unit")
    @argument(
        SETTINGS["learning_rate"],
        dest="learning_rate",
        metavar="RATE",
        type=float,
        default=DEFAULT_LEARNING_RATE,
        help="learning rate, above 0",
    )
    @argument(
        SETTINGS["iterations"],
        metavar="N",
        type=int,
        default=DEFAULT_ITERATIONS,
        help="how many updates, 1 to 10,000",
    )
    @argument(
        SETTINGS["start"],
        nargs=NUMBERS_OF_START,
        metavar=("SLOPE", "INTERCEPT"),
        type=float,
        default=FLAT_START,
        help="the line to start from (km/s/Mpc, km/s)",
    )
    @argument(
        SETTINGS["optimizer"],
        metavar="NAME",
        default=DEFAULT_OPTIMIZER,
        help=f"{_listed(OPTIMIZERS)}; quote what has blanks",
    )
    @argument(
        SETTINGS["loss_function"],
        dest="loss_function",
        metavar="NAME",
        default=DEFAULT_LOSS_FUNCTION,
        help=_listed(LOSS_FUNCTIONS),
    )
    @argument(SETTINGS["speed"], metavar="NAME", default=SPEEDS[0], help=f"of the training: {_listed(SPEEDS)}")
    @argument(
        "--show",
        dest="iteration",
        metavar="N",
        type=int,
        help="show the state after so many updates, instead of training",
    )
    @argument(
        "--exclude",
        metavar="NAME",
        action="append",
        default=[],
        help="leave a galaxy out; quote a name with a space; may be given several times",
    )
    @argument(SETTINGS["degree"], metavar="N", type=int, default=1, help="degree of the exact fit: 1, 2 or 3")
    @argument("--text", action="store_true", help="print a summary table in place of the explorer")
    @argument("-h", "--help", action="store_true", help="print this help")
    @line_cell_magic(COMMAND)  # type: ignore[arg-type]  # its annotation lacks the form with a name
    def hubblefit(self, line: str, cell: str | None = None) -> RegressionExplorer | None:
        """Watch torch learn Hubble's law.

        Shows the explorer and starts the training. Assign it to keep it: explorer = %hubblefit

        Examples::

            %hubblefit
            %hubblefit hubble_1929 --lr 0.5 --iterations 1000
            explorer = %hubblefit key_project --exclude "NGC 4639"
            %hubblefit my_galaxies --degree 2 --text
            %hubblefit --start 90 -100 --optimizer "SGD with momentum" --loss Huber
            %hubblefit my_frame --x dist_kpc --y cz
            %hubblefit galaxies.csv

        As %%hubblefit it takes the rows that are pasted below it, with or without a header.

        The explorer has the methods train(), stop(), step(10), reset(), start_over(), code(), magic_line(),
        save("fit.png") and close(), its numbers in explorer.result, explorer.best_fit and explorer.trajectory, and
        its plots in explorer.figure. Its settings are attributes, as in explorer.learning_rate = 0.5; all are
        explained in hubble_widget.RegressionExplorer.
        """
        line = line.strip()
        is_silent = line.endswith(";")
        arguments = parse(self.hubblefit.parser, line.rstrip("; \t"))
        if arguments.help:
            print(self.hubblefit.__doc__)  # what was asked for
            return None
        try:
            value = self._find(arguments, line) if cell is None else _pasted(cell, arguments)
            columns = _columns(arguments)
            data = find_galaxies(value, **columns)
            if arguments.exclude:
                data = _without(data, arguments.exclude)
            if arguments.text:
                print(_summary(as_dataset(data), arguments))  # what was asked for
                return None
            explorer = self._explorer(data, arguments)
            explorer.came_from(value, columns)
        except (ImportError, TraitError, TypeError, ValueError) as error:
            raise UsageError(renamed(str(error), TYPED)) from None
        if arguments.iteration is not None:
            self._show(explorer)
        elif explorer.trains_in_background:
            self._show(explorer)
            explorer.train()
        else:  # nothing that is shown before its end could change any more
            explorer.train()
            self._show(explorer)
        return None if is_silent else explorer

    def _explorer(self, data: Galaxies | Arrival, arguments: Namespace) -> RegressionExplorer:
        from hubble_widget.explorer import RegressionExplorer

        explorer = RegressionExplorer(data, **_settings(arguments))
        if arguments.iteration is not None:
            try:
                explorer.iteration = check_iteration(arguments.iteration, explorer.iterations)
            except ValueError:
                explorer.close()
                raise
        return explorer

    def _find(self, arguments: Namespace, line: str) -> object:
        """Return what the first word names: data of the user's own, else a catalogue, else a file."""
        own: dict[str, Any] = self.shell.user_ns
        word = arguments.data or DEFAULT_DATA
        if word in own and (word not in datasets() or isinstance(own[word], Dataset)):
            return own[word]
        if word in datasets() or is_file_name(word):
            return word
        known = [*datasets(), *(name for name, value in own.items() if isinstance(value, Dataset))]
        what = quoting(line, word)
        if not what:
            what = f"{did_you_mean(word, known)} Known are {', '.join(known)}; or name a table of yours, or a file."
        raise UsageError(f"there is no data set {word!r}.{what}")

    def _show(self, explorer: RegressionExplorer) -> None:
        """Display the explorer now; as the cell's result it is not displayed a second time."""
        display(explorer)
        show_result = sys.displayhook

        def show_other_results(result: object) -> None:
            if result is not explorer:
                show_result(result)

        if show_result is self.shell.displayhook:  # as long as this cell runs; then IPython puts Python's own back
            sys.displayhook = show_other_results


def _settings(arguments: Namespace) -> dict[str, Any]:
    return {name: getattr(arguments, name) for name in SETTINGS}


def _columns(arguments: Namespace) -> ColumnNames:
    """Return the columns that a line names."""
    columns: dict[str, Any] = {name: getattr(arguments, name) for name in READING}
    return ColumnNames(**columns)  # type: ignore[typeddict-item,no-any-return]


def _pasted(cell: str, arguments: Namespace) -> Table:
    """Return the rows below a %%hubblefit."""
    if arguments.data is not None:
        raise UsageError(f"%%{COMMAND} takes the rows below it, so not {arguments.data!r}, too; %{COMMAND} takes that.")
    return parse_table(cell)


def _without(data: Galaxies | Arrival, names: list[str]) -> Dataset:
    """Return the galaxies that are left; names are known of a `Dataset` alone."""
    galaxies = as_dataset(data)
    if not isinstance(galaxies, Dataset):
        raise UsageError(
            f"--exclude takes names, but the {len(galaxies):,} rows have none here; filter the table itself."
        )
    return galaxies.without(*names)


def _summary(data: Galaxies, arguments: Namespace) -> str:
    """Train by torch and return the table that the explorer would show."""
    from hubble_widget.display.static import Summary
    from hubble_widget.regression.loss import loss_of
    from hubble_widget.regression.polyfit import fit_polynomial
    from hubble_widget.regression.training import train_galaxies

    settings = {name: value for name, value in _settings(arguments).items() if name not in {"degree", "speed"}}
    run = train_galaxies(data, **settings)
    fit = fit_polynomial(data, degree=arguments.degree)
    last = run.iterations if run.diverged is None else run.diverged
    if arguments.iteration is not None:
        last = min(check_iteration(arguments.iteration, run.iterations), last)
    usual = run.loss_function == DEFAULT_LOSS_FUNCTION
    loss = fit.loss if usual else loss_of(data, fit.slope, fit.intercept, run.loss_function)
    return Summary.of(data, run, last, fit, loss).as_text()


def register(shell: InteractiveShell) -> None:
    """Add %hubblefit and its completion to a shell."""
    shell.register_magics(HubbleMagics)
    for key in _PLACES:
        shell.set_hook("complete_command", complete, **key)
    if hasattr(completer, "SimpleCompletion"):  # from IPython 8.6 on
        shell.Completer.custom_matchers.append(Matcher(shell))


def unregister(shell: InteractiveShell) -> None:
    """Take %hubblefit and its completion away from a shell."""
    for kind in ("line", "cell"):
        shell.magics_manager.magics[kind].pop(COMMAND, None)
    hooks = shell.strdispatchers["complete_command"]
    for table in (hooks.strs, hooks.regexs):
        ours = [key for key, chain in table.items() if any(hook.__func__ is complete for _, hook in chain)]
        for key in ours:
            del table[key]
    matchers = shell.Completer.custom_matchers
    matchers[:] = [matcher for matcher in matchers if not isinstance(matcher, Matcher)]
