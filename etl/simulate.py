"""A simulated world, written as a mirror in the publishers' own formats.

``python -m etl simulate DIR`` makes a seeded world with known truth (``etl.simulation``) and lets every source that
has a ``simulate.py`` with ``write(world, folder)`` write its files. Nothing downstream knows the difference except by
``DIR/simulated.json``, which marks the mirror and carries the truth.
"""

import argparse
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path

import numpy as np

from etl.simulation import economies, geography, ties, trade
from etl.simulation.world import Setting, World, WorldError, stream, sum_of_terms

GENERATOR_VERSION = 1
MARK = "simulated.json"
FIRST_SESSION = 1946
SOURCES = Path(__file__).parent / "sources"


@dataclass(frozen=True)
class Arguments:
    """What decides a world, down to the last byte.

    Raises:
        WorldError: When no world fits; the message names the remedy.
    """

    economies: int = 60
    first_year: int = 2000
    last_year: int = 2014
    seed: int = 7
    zero_share: float | None = None
    with_ties: bool = True

    def __post_init__(self) -> None:
        if self.first_year > self.last_year:
            raise WorldError(f"years {self.first_year}:{self.last_year} run backwards; write FIRST:LAST")
        if self.first_year < FIRST_SESSION:
            raise WorldError(f"the world starts with the UN General Assembly: no year before {FIRST_SESSION}")
        if self.seed < 0:
            raise WorldError(f"seed {self.seed} is negative; choose a whole number from 0")
        if self.zero_share is not None and not 0 <= self.zero_share < 1:
            raise WorldError(f"zero share {self.zero_share} is not a share; choose a number from 0 to below 1")


def simulate(arguments: Arguments) -> World:
    """Make the world the arguments ask for.

    Without ties (``with_ties=False``) their coefficients are zero; their facts are published all the same.

    Raises:
        WorldError: When it cannot be made; the message names the remedy.
    """
    setting = _setting(arguments)
    drawn = ties.draw_all(setting)
    regressors = {name: tie.regressor for name, tie in drawn.items()}
    coefficients = trade.GEOGRAPHY | {
        name: tie.coefficient if arguments.with_ties else 0.0 for name, tie in drawn.items()
    }
    index = sum_of_terms(coefficients, setting.geography.terms() | regressors)
    expected = trade.expected(setting, index, stream(setting.seed, "resistance"))
    return World(
        **vars(setting),
        ties=regressors,
        facts={name: frame for tie in drawn.values() for name, frame in tie.facts.items()},
        coefficients=coefficients,
        expected_usd=expected,
        export_usd=trade.observed(setting, expected, arguments.zero_share, stream(setting.seed, "trade")),
    )


def _setting(arguments: Arguments) -> Setting:
    seed = arguments.seed
    years = np.arange(arguments.first_year, arguments.last_year + 1, dtype=np.int64)
    chosen = economies.choose(arguments.economies, years, stream(seed, "economies"))
    gdp, population = economies.grow(chosen, years, stream(seed, "growth"))
    return Setting(
        seed=seed,
        years=years,
        economies=chosen,
        present=economies.presence(chosen, years),
        gdp_usd=gdp,
        population=population,
        geography=geography.draw(chosen, population[0], stream(seed, "geography")),
    )


def write_mirror(world: World, arguments: Arguments, folder: Path) -> list[Path]:
    """Write the world as a mirror, ``folder/<source>/<file>``, complete or not at all.

    Returns:
        The files written.

    Raises:
        WorldError: When the folder holds anything but an earlier simulated mirror.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise WorldError(f"{folder} holds files but no {MARK}, so it may be real data; name an empty folder")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as temporary:
        unfinished = Path(temporary) / "mirror"
        for name, write in _writers():
            (unfinished / name).mkdir(parents=True)
            write(world, unfinished / name)
        (unfinished / MARK).write_text(_mark(world, arguments), encoding="utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        unfinished.rename(folder)
    return sorted(path for path in folder.rglob("*") if path.is_file())


def is_current(folder: Path, arguments: Arguments) -> bool:
    """Whether ``folder`` already holds the world of these arguments, written by this version of the generator."""
    try:
        mark = json.loads((folder / MARK).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return False
    return bool(mark.get("generator_version") == GENERATOR_VERSION and mark.get("arguments") == asdict(arguments))


def _writers() -> Iterator[tuple[str, Callable[[World, Path], None]]]:
    for path in sorted(SOURCES.glob("*/simulate.py")):
        name = path.parent.name
        yield name, import_module(f"etl.sources.{name}.simulate").write


def _mark(world: World, arguments: Arguments) -> str:
    truth = {
        "simulated": True,
        "what": "Real economy names and positions, invented values. Not data.",
        "generator_version": GENERATOR_VERSION,
        "arguments": asdict(arguments),
        "economies": world.iso3,
        "coefficients": world.coefficients,
    }
    return json.dumps(truth, indent=2) + "\n"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line of ``python -m etl simulate``."""
    default = Arguments()
    parser.add_argument("folder", type=Path, metavar="DIR", help="where to write the mirror")
    parser.add_argument("--economies", type=int, default=default.economies, help="how many (default %(default)s)")
    parser.add_argument(
        "--years",
        type=_period,
        default=(default.first_year, default.last_year),
        metavar="FIRST:LAST",
        help=f"default {default.first_year}:{default.last_year}",
    )
    parser.add_argument("--seed", type=int, default=default.seed, help="default %(default)s")
    parser.add_argument("--zero-share", type=float, help="share of zeros among reported flows (default: as it falls)")
    parser.add_argument("--no-ties", action="store_true", help="a world in which trade does not respond to ties")


def _period(text: str) -> tuple[int, int]:
    first, _, last = text.partition(":")
    if not (first.isdigit() and last.isdigit()):
        raise argparse.ArgumentTypeError(f"{text!r} is not FIRST:LAST, for instance 2000:2014")
    return int(first), int(last)


def run(options: argparse.Namespace) -> list[Path]:
    """Make and write the world the command line asks for.

    Raises:
        WorldError: When it cannot be made or written; the message names the remedy.
    """
    first, last = options.years
    arguments = Arguments(
        options.economies, first, last, options.seed, options.zero_share, with_ties=not options.no_ties
    )
    return write_mirror(simulate(arguments), arguments, options.folder)
