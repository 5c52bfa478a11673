"""%hubblefit: the explorer in one line."""

from __future__ import annotations

import re
import shlex
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence, Sized
from types import ModuleType
from typing import TYPE_CHECKING, Any, Protocol

from IPython.core.error import UsageError
from IPython.core.magic import Magics, line_cell_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments
from IPython.display import display
from traitlets import TraitError

from hubble_widget.regression.dataset import Dataset, datasets, load_dataset
from hubble_widget.regression.door import ColumnNames, as_dataset, find_galaxies
from hubble_widget.regression.galaxies import Galaxies, are_many
from hubble_widget.regression.lazy_dataset import Arrival
from hubble_widget.regression.parameters import DEFAULT_ITERATIONS, DEFAULT_LEARNING_RATE
from hubble_widget.regression.spelling import did_you_mean
from hubble_widget.regression.tables import as_table, is_file_name, parse_table

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from hubble_widget.explorer import RegressionExplorer

COMMAND = "hubblefit"
_PLACES: tuple[dict[str, str], ...] = (
    {"str_key": COMMAND},
    {"str_key": f"%{COMMAND}"},
    {"str_key": f"%%{COMMAND}"},
    {"re_key": rf".*=\s*%{COMMAND}\b"},  # explorer = %hubblefit
)
_EXCLUDING = re.compile(r"""--exclude[ =](?P<quote>["']?)(?P<begun>[^"']*)$""")
_COLUMN = re.compile(r"""--(?:x|y|redshift|names)[ =](?P<quote>["']?)(?P<begun>[^"']*)$""")
OPTIONS = ("--lr", "--iterations", "--exclude", "--degree", "--text", "--x", "--y", "--redshift", "--names")
DEFAULT_DATA = "key_project"


@magics_class
class HubbleMagics(Magics):
    """The package's magics."""

    shell: InteractiveShell

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
    @argument("--redshift", metavar="COLUMN", help="a column of redshifts z in place of velocities: v = c z")
    @argument("--names", metavar="COLUMN", help="the column of the galaxies' names")
    @argument(
        "--lr",
        metavar="RATE",
        type=float,
        default=DEFAULT_LEARNING_RATE,
        help="learning rate, above 0",
    )
    @argument(
        "--iterations",
        metavar="N",
        type=int,
        default=DEFAULT_ITERATIONS,
        help="how many updates, 1 to 10,000",
    )
    @argument(
        "--exclude",
        metavar="NAME",
        action="append",
        default=[],
        help="leave a galaxy out; quote a name with a space; may be given several times",
    )
    @argument("--degree", metavar="N", type=int, default=1, help="degree of the exact fit: 1, 2 or 3")
    @argument("--text", action="store_true", help="print a summary table in place of the explorer")
    @line_cell_magic(COMMAND)  # type: ignore[arg-type]  # its annotation lacks the form with a name
    def hubblefit(self, line: str, cell: str | None = None) -> RegressionExplorer | None:
        """Watch torch learn Hubble's law.

        Shows the explorer and starts the training. Assign it to keep it: explorer = %hubblefit

        Examples::

            %hubblefit
            %hubblefit hubble_1929 --lr 0.5 --iterations 1000
            explorer = %hubblefit key_project --exclude "NGC 4639"
            %hubblefit my_galaxies --degree 2 --text
            %hubblefit my_frame --x dist_kpc --y cz
            %hubblefit galaxies.csv

        As %%hubblefit it takes the rows that are pasted below it, with or without a header.
        """
        line = line.strip()
        is_silent = line.endswith(";")
        arguments = _parse(self.hubblefit.parser, line.rstrip("; \t"))
        try:
            data = self._find(arguments) if cell is None else _pasted(cell, arguments)
            if arguments.exclude:
                data = _without(data, arguments.exclude)
            if arguments.text:
                print(_summary(as_dataset(data), arguments))  # what was asked for
                return None
            explorer = self._explorer(data, arguments)
        except (ImportError, TraitError, TypeError, ValueError) as error:
            raise UsageError(str(error)) from None
        if explorer.trains_in_background:
            self._show(explorer)
            explorer.train()
        else:  # nothing that is shown before its end could change any more
            explorer.train()
            self._show(explorer)
        return None if is_silent else explorer

    def _explorer(self, data: Galaxies | Arrival, arguments: Namespace) -> RegressionExplorer:
        from hubble_widget.explorer import RegressionExplorer

        return RegressionExplorer(
            data,
            learning_rate=arguments.lr,
            iterations=arguments.iterations,
            degree=arguments.degree,
        )

    def _find(self, arguments: Namespace) -> Galaxies | Arrival:
        """Return the data set that the first word names: one of the user's own, else a catalogue, else a file."""
        own: dict[str, Any] = self.shell.user_ns
        word = arguments.data or DEFAULT_DATA
        columns = _columns(arguments)
        if word in own and (word not in datasets() or isinstance(own[word], Dataset)):
            return find_galaxies(own[word], **columns)
        if word in datasets() or is_file_name(word):
            return find_galaxies(word, **columns)
        known = [*datasets(), *(name for name, value in own.items() if isinstance(value, Dataset))]
        raise UsageError(
            f"there is no data set {word!r}.{did_you_mean(word, known)} Known are {', '.join(known)}; or name a table "
            f"of yours, or a file."
        )

    def _show(self, explorer: RegressionExplorer) -> None:
        """Display the explorer now; as the cell's result it is not displayed a second time."""
        display(explorer)
        show_result = sys.displayhook

        def show_other_results(result: object) -> None:
            if result is not explorer:
                show_result(result)

        if show_result is self.shell.displayhook:  # as long as this cell runs; then IPython puts Python's own back
            sys.displayhook = show_other_results


class _Parser(Protocol):
    def parse_known_args(self, args: list[str]) -> tuple[Namespace, list[str]]: ...


def _parse(parser: _Parser, line: str) -> Namespace:
    try:
        arguments, unknown = parser.parse_known_args(shlex.split(line))
    except ValueError as error:  # a quotation mark without its second
        raise UsageError(f'%{COMMAND} {line}: {error}; quote a name as in --exclude "NGC 4639".') from None
    for word in unknown:
        name = word.partition("=")[0]
        nearest = did_you_mean(name, OPTIONS) or f" It takes DATA and {', '.join(OPTIONS)}."
        raise UsageError(f"%{COMMAND} does not know {name!r}.{nearest}")
    return arguments


def _columns(arguments: Namespace) -> ColumnNames:
    """Return the columns that a line names, without the quotation marks that IPython leaves."""
    return ColumnNames(x=arguments.x, y=arguments.y, redshift=arguments.redshift, names=arguments.names)


def _pasted(cell: str, arguments: Namespace) -> Galaxies:
    """Return the data set of the rows below a %%hubblefit."""
    if arguments.data is not None:
        raise UsageError(f"%%{COMMAND} takes the rows below it, so not {arguments.data!r}, too; %{COMMAND} takes that.")
    return as_dataset(parse_table(cell), **_columns(arguments))


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
    from hubble_widget.regression.polyfit import polyfit
    from hubble_widget.regression.training import train

    run = train(data, learning_rate=arguments.lr, iterations=arguments.iterations)
    last = run.iterations if run.diverged is None else run.diverged
    fit = polyfit(data, degree=arguments.degree)
    return Summary.of(data, run, last, fit, fit.loss).as_text()


class _Event(Protocol):
    text_until_cursor: str
    symbol: str


def complete(shell: InteractiveShell, event: _Event) -> list[str]:
    """Return what may stand at the cursor: options, catalogues, the user's own data sets, galaxies to exclude."""
    own = {name: value for name, value in shell.user_ns.items() if isinstance(value, Dataset)}
    tables = {name: columns for name, value in _variables(shell).items() if (columns := _columns_of(value))}
    naming = _COLUMN.search(event.text_until_cursor)
    if naming is not None:
        named = [word for word in event.text_until_cursor.split() if word in tables]
        return _quoted(tables[named[0]], naming["quote"], naming["begun"], event.symbol) if named else []
    excluding = _EXCLUDING.search(event.text_until_cursor)
    if excluding is not None:
        named = [word for word in event.text_until_cursor.split() if word in own or word in datasets()]
        data = own.get(named[0]) or load_dataset(named[0]) if named else load_dataset("key_project")
        names = () if are_many(data) else data.names
        return _quoted(names, excluding["quote"], excluding["begun"], event.symbol)
    words = OPTIONS if event.symbol.startswith("-") else (*datasets(), *own, *tables, *OPTIONS)
    return [word for word in words if word.startswith(event.symbol)]


def _variables(shell: InteractiveShell) -> dict[str, Any]:
    """Return what the user has defined, without what IPython itself has."""
    hidden = shell.user_ns_hidden
    return {name: value for name, value in shell.user_ns.items() if name not in hidden and not name.startswith("_")}


def _columns_of(value: object) -> tuple[str, ...]:
    """Return the names of a table's columns; none for what is no table."""
    if isinstance(value, Dataset | str | int | float | ModuleType | type) or callable(value):
        return ()
    if isinstance(value, Mapping):  # not copied into a table for a Tab
        return tuple(name for name, column in value.items() if isinstance(name, str) and isinstance(column, Sized))
    try:
        table = as_table(value)
    except Exception:  # whatever a variable is, Tab tells of no error
        return ()
    return () if table is None else table.names


def _quoted(all_names: Sequence[str], quote: str, begun: str, symbol: str) -> list[str]:
    """Return the names that go on from `begun`, of which the editor will replace only `symbol`."""
    names = [name for name in all_names if name.startswith(begun)]
    if quote:
        return [name[len(begun) - len(symbol) :] + quote for name in names]
    return [f'"{name}"' if " " in name else name for name in names]


def register(shell: InteractiveShell) -> None:
    """Add %hubblefit and its completion to a shell."""
    shell.register_magics(HubbleMagics)
    for key in _PLACES:
        shell.set_hook("complete_command", complete, **key)


def unregister(shell: InteractiveShell) -> None:
    """Take %hubblefit and its completion away from a shell."""
    for kind in ("line", "cell"):
        shell.magics_manager.magics[kind].pop(COMMAND, None)
    hooks = shell.strdispatchers["complete_command"]
    for table in (hooks.strs, hooks.regexs):
        ours = [key for key, chain in table.items() if any(hook.__func__ is complete for _, hook in chain)]
        for key in ours:
            del table[key]
