"""%hubblefit: the explorer in one line."""

from __future__ import annotations

import sys
from argparse import Namespace
from inspect import signature
from typing import TYPE_CHECKING, Any

from IPython.core import completer
from IPython.core.error import UsageError
from IPython.core.magic import Magics, line_cell_magic, magics_class, no_var_expand
from IPython.core.magic_arguments import magic_arguments
from IPython.display import display
from traitlets import TraitError

from hubble_widget.data.base_dataset import BaseDataset
from hubble_widget.data.catalogs import datasets
from hubble_widget.data.dataset import Dataset
from hubble_widget.explorer.magic_options import COMMAND, DEFAULT_DATA, READING, SETTINGS, TYPED
from hubble_widget.fit.hyperparameters import check_iteration
from hubble_widget.io.columns.errors import ColumnRequest
from hubble_widget.io.convert import ColumnNames, as_dataset, find_galaxies
from hubble_widget.io.files import is_file_name
from hubble_widget.io.table import Table
from hubble_widget.io.text.csv_reader import parse_table
from hubble_widget.lazy.lazy_dataset import PendingDataset
from hubble_widget.magic.completion import Matcher, complete
from hubble_widget.magic.options import with_options
from hubble_widget.magic.parser import parse, quoting_hint
from hubble_widget.suggestions import did_you_mean, renamed
from hubble_widget.widgets.hiding import check_hide

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from hubble_widget.explorer.regression_explorer import RegressionExplorer

_COMPLETION_HOOKS: tuple[dict[str, str], ...] = (
    {"str_key": COMMAND},
    {"str_key": f"%{COMMAND}"},
    {"str_key": f"%%{COMMAND}"},
    {"re_key": rf".*=\s*%{COMMAND}\b"},  # explorer = %hubblefit
)


@magics_class
class HubbleMagics(Magics):
    """The package's magics."""

    shell: InteractiveShell

    @no_var_expand  # otherwise IPython would expand {braces} and $names
    @magic_arguments()
    @with_options
    @line_cell_magic(COMMAND)  # type: ignore[arg-type]  # its annotation lacks the form with a name
    def hubblefit(self, line: str, cell: str | None = None) -> RegressionExplorer | None:
        """Watch torch learn Hubble's law.

        Shows the explorer and starts the training. Assign it to use it later: explorer = %hubblefit

        Examples::

            %hubblefit
            %hubblefit hubble_1929 --lr 0.5 --iterations 1000
            explorer = %hubblefit key_project --exclude "NGC 4639"
            %hubblefit my_galaxies --degree 2 --text
            %hubblefit key_project --scaling standard --through-origin
            %hubblefit --start 90 -100 --optimizer "SGD with momentum" --loss Huber
            %hubblefit my_frame --x dist_kpc --y cz
            %hubblefit galaxies.csv

        %%hubblefit reads the rows that you paste below it, with or without a header.

        The explorer has the methods train(), stop(), step(10), reset(), start_over(), code(), magic_line(),
        save("fit.png") and close(), its numbers in explorer.result, explorer.exact_fit and explorer.trajectory, and
        its plots in explorer.figure. Its settings are attributes, as in explorer.learning_rate = 0.5; all are
        explained in hubble_widget.RegressionExplorer.
        """
        line = line.strip()
        is_silent = line.endswith(";")
        arguments = parse(self.hubblefit.parser, line.rstrip("; \t"))
        if arguments.help:
            print(self.hubblefit.__doc__)  # the user asked for it
            return None
        try:
            value = self._find(arguments, line) if cell is None else _pasted(cell, arguments)
            columns = _columns(arguments)
            data = find_galaxies(value, _asked(arguments, cell), **columns)
            if arguments.exclude:
                data = _exclude(data, arguments.exclude)
            check_hide(arguments.hide)
            if arguments.text:
                print(_summary(as_dataset(data).weighted(arguments.weights), arguments))  # the user asked for it
                return None
            explorer = self._explorer(data, arguments)
            explorer._note_source(value, columns)
        except (ImportError, TraitError, TypeError, ValueError) as error:
            raise UsageError(renamed(str(error), TYPED)) from None
        if arguments.iteration is not None:
            self._show(explorer)
        elif explorer._trains_in_background:
            self._show(explorer)
            explorer.train()
        else:  # a page could not follow the training
            explorer.train()
            self._show(explorer)
        return None if is_silent else explorer

    def _explorer(self, data: BaseDataset | PendingDataset, arguments: Namespace) -> RegressionExplorer:
        from hubble_widget.explorer.regression_explorer import RegressionExplorer

        explorer = RegressionExplorer(data, **_settings(arguments))
        if arguments.iteration is not None:
            try:
                explorer.iteration = check_iteration(arguments.iteration, explorer.iterations)
            except ValueError:
                explorer.close()
                raise
        return explorer

    def _find(self, arguments: Namespace, line: str) -> object:
        """Return the data that the first word names: a variable of the user, a catalog, or a file."""
        own: dict[str, Any] = self.shell.user_ns
        word = arguments.data or DEFAULT_DATA
        if word in own and (word not in datasets() or isinstance(own[word], Dataset)):
            return own[word]
        if word in datasets() or is_file_name(word):
            return word
        known = [*datasets(), *(name for name, value in own.items() if isinstance(value, Dataset))]
        what = quoting_hint(line, word)
        if not what:
            what = f"{did_you_mean(word, known)} Known are {', '.join(known)}; or name a table of yours, or a file."
        raise UsageError(f"there is no data set {word!r}.{what}")

    def _show(self, explorer: RegressionExplorer) -> None:
        """Display the explorer now, and not a second time as the result of the cell."""
        display(explorer)
        show_result = sys.displayhook

        def show_other_results(result: object) -> None:
            if result is not explorer:
                show_result(result)

        if show_result is self.shell.displayhook:  # for this cell only: IPython resets it at the end
            sys.displayhook = show_other_results


def _settings(arguments: Namespace) -> dict[str, Any]:
    return {name: getattr(arguments, name) for name in SETTINGS}


def _columns(arguments: Namespace) -> ColumnNames:
    """Return the columns and labels that a line names."""
    columns: dict[str, Any] = {name: getattr(arguments, name) for name in READING}
    return ColumnNames(**columns)  # type: ignore[typeddict-item,no-any-return]


def _asked(arguments: Namespace, cell: str | None) -> ColumnRequest:
    """Return how the data are asked for, which errors repeat: by a variable, or as rows below the line."""
    if cell is not None:
        return ColumnRequest(line=f"%%{COMMAND}")
    word = arguments.data or DEFAULT_DATA
    return ColumnRequest(word, f"%{COMMAND} {word}")


def _pasted(cell: str, arguments: Namespace) -> Table:
    """Return the rows below a %%hubblefit."""
    if arguments.data is not None:
        raise UsageError(
            f"%%{COMMAND} reads the rows below it, so it takes no {arguments.data!r}; use %{COMMAND} for that."
        )
    return parse_table(cell)


def _exclude(data: BaseDataset | PendingDataset, names: list[str]) -> Dataset:
    """Exclude galaxies by name; only a `Dataset` has names."""
    galaxies = as_dataset(data)
    if not isinstance(galaxies, Dataset):
        raise UsageError(f"--exclude takes names, but these {len(galaxies):,} rows have none; filter the table itself.")
    return galaxies.exclude(*names)


def _summary(data: BaseDataset, arguments: Namespace) -> str:
    """Train with torch and return the table that the explorer would show."""
    from hubble_widget.fit.least_squares import fit_polynomial
    from hubble_widget.fit.loss import loss_of_fit
    from hubble_widget.fit.solar_motion import solar_motion
    from hubble_widget.fit.torch_training import train_galaxies
    from hubble_widget.text.summary import Summary

    of_training = signature(train_galaxies).parameters
    settings = {name: value for name, value in _settings(arguments).items() if name in of_training}
    if arguments.solar_motion:
        data = solar_motion(data).corrected  # type: ignore[arg-type]  # it checks the data
    run = train_galaxies(data, **settings)
    fit = fit_polynomial(data, degree=arguments.degree, fit_intercept=run.fit_intercept)
    last = run.iterations if run.diverged is None else run.diverged
    if arguments.iteration is not None:
        last = min(check_iteration(arguments.iteration, run.iterations), last)
    loss = loss_of_fit(data, fit, run.loss_function, scaling=run.scaling, batch_size=run.batch_size)
    return Summary.of(data, run, last, fit, loss, show_exact=arguments.show_exact).as_text()


def register(shell: InteractiveShell) -> None:
    """Add %hubblefit and its completion to a shell."""
    shell.register_magics(HubbleMagics)
    for key in _COMPLETION_HOOKS:
        shell.set_hook("complete_command", complete, **key)
    if hasattr(completer, "SimpleCompletion"):  # from IPython 8.6 on
        shell.Completer.custom_matchers.append(Matcher(shell))


def unregister(shell: InteractiveShell) -> None:
    """Remove %hubblefit and its completion from a shell."""
    for kind in ("line", "cell"):
        shell.magics_manager.magics[kind].pop(COMMAND, None)
    hooks = shell.strdispatchers["complete_command"]
    for table in (hooks.strs, hooks.regexs):
        ours = [key for key, chain in table.items() if any(hook.__func__ is complete for _, hook in chain)]
        for key in ours:
            del table[key]
    matchers = shell.Completer.custom_matchers
    matchers[:] = [matcher for matcher in matchers if not isinstance(matcher, Matcher)]
