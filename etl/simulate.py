"""A simulated world, written as a mirror in the publishers' own formats.

``python -m etl simulate DIR`` makes a seeded world with known truth (``etl.simulation``) and lets every source that
has a ``simulate.py`` with ``write(world, folder)`` write its files. Nothing downstream knows the difference except by
``DIR/simulated.json``, which marks the mirror and carries the truth.
"""

import argparse
import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from etl.errors import MixedWorldsError
from etl.registry import Tier, load_sources, of_tier
from etl.run import MARK
from etl.simulation import economies, geography, ties, trade
from etl.simulation.world import Setting, World, WorldError, stream, sum_of_terms
from warehouse.paths import SEEDS

FIRST_SESSION = 1946
MOST_PRODUCTS, USUAL_PRODUCTS = 5_000, 300


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
    products: int = 0

    def __post_init__(self) -> None:
        if self.first_year > self.last_year:
            raise WorldError(f"years {self.first_year}:{self.last_year} run backwards; write FIRST:LAST")
        if self.first_year < FIRST_SESSION:
            raise WorldError(f"the world starts with the UN General Assembly: no year before {FIRST_SESSION}")
        if self.seed < 0:
            raise WorldError(f"seed {self.seed} is negative; choose a whole number from 0")
        if not 0 <= self.products <= MOST_PRODUCTS:
            raise WorldError(f"{self.products} products asked for; choose between 0 and {MOST_PRODUCTS}")
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
        product_count=arguments.products,
    )


def _setting(arguments: Arguments) -> Setting:
    seed = arguments.seed
    years = np.arange(arguments.first_year, arguments.last_year + 1, dtype=np.int64)
    chosen = economies.choose(arguments.economies, years, stream(seed, "economies"))
    present = economies.presence(chosen, years)
    gdp, population = economies.grow(chosen, years, stream(seed, "growth"))
    return Setting(
        seed=seed,
        years=years,
        economies=chosen,
        cow_code=economies.cow_codes(chosen, years),
        present=present,
        gdp_usd=np.where(present, gdp, np.nan),
        population=np.where(present, population, np.nan),
        geography=geography.draw(chosen, population[0], stream(seed, "geography")),
    )


def write_mirror(folder: Path, arguments: Arguments, tier: Tier = "full") -> Path:
    """Make a world and write it as a mirror, ``folder/<source>/<file>``: complete or not at all.

    A folder that already holds this very world, made by this very code, is left as it is.

    Args:
        folder: Where to write.
        arguments: What decides the world.
        tier: ``"core"`` leaves out the files of large sources, which a refresh of that tier does not read.

    Returns:
        The folder.

    Raises:
        WorldError: When the world cannot be made; the message names the remedy.
        MixedWorldsError: When the folder holds anything but an earlier simulated mirror.
    """
    made_by = {"generator_version": generator_version(), "arguments": asdict(arguments), "tier": tier}
    if not _holds(folder, made_by):
        world = simulate(arguments)
        with _replacing(folder) as unfinished:
            for name, write in _writers(tier):
                (unfinished / name).mkdir()
                write(world, unfinished / name)
            (unfinished / MARK).write_text(_mark(world, made_by, unfinished), encoding="utf-8")
    return folder


def generator_version() -> str:
    """Return twelve hexadecimal digits that change with the simulator's code and with the seeds it reads."""
    here = Path(__file__).parent
    read = [Path(__file__), *here.glob("simulation/**/*.py"), *here.glob("sources/*/simulate.py"), *SEEDS.glob("*.csv")]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(read))).hexdigest()[:12]


def _holds(folder: Path, made_by: dict[str, Any]) -> bool:
    if not (folder / MARK).is_file():
        if folder.exists() and any(folder.iterdir()):
            raise MixedWorldsError(f"{folder} holds files but no {MARK}, so they may be real; name an empty folder")
        return False
    known = json.loads((folder / MARK).read_text(encoding="utf-8"))
    same = all(known.get(key) == value for key, value in made_by.items())
    return same and all((folder / name).is_file() for name in known["files"])


@contextmanager
def _replacing(folder: Path) -> Iterator[Path]:
    """Give an empty folder beside ``folder`` that takes its place when the block ends well."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as temporary:
        unfinished = Path(temporary) / "mirror"
        unfinished.mkdir()
        yield unfinished
        if folder.exists():
            shutil.rmtree(folder)
        unfinished.rename(folder)


def _writers(tier: Tier) -> Iterator[tuple[str, Callable[[World, Path], None]]]:
    for source in of_tier(load_sources(), tier):
        if (source.folder / "simulate.py").is_file():
            yield source.name, import_module(f"etl.sources.{source.name}.simulate").write


def _mark(world: World, made_by: dict[str, Any], folder: Path) -> str:
    truth = {
        "simulated": True,
        "what": "Real economy names and positions, invented values: no data of any publisher.",
        **made_by,
        "economies": world.iso3,
        "coefficients": world.coefficients,
        "files": sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()),
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
    parser.add_argument(
        "--products",
        type=int,
        nargs="?",
        const=USUAL_PRODUCTS,
        default=0,
        metavar="COUNT",
        help=f"trade by HS product and SITC section too (COUNT products, {USUAL_PRODUCTS} if not said)",
    )
    parser.add_argument("--no-ties", action="store_true", help="a world in which trade does not respond to ties")


def _period(text: str) -> tuple[int, int]:
    first, _, last = text.partition(":")
    if not (first.isdigit() and last.isdigit()):
        raise argparse.ArgumentTypeError(f"{text!r} is not FIRST:LAST, for instance 2000:2014")
    return int(first), int(last)


def run(options: argparse.Namespace) -> Path:
    """Write the mirror the command line asks for and return its folder.

    Raises:
        WorldError: When the world cannot be made; the message names the remedy.
        MixedWorldsError: When the folder may hold real data.
    """
    first, last = options.years
    return write_mirror(
        options.folder,
        Arguments(
            economies=options.economies,
            first_year=first,
            last_year=last,
            seed=options.seed,
            zero_share=options.zero_share,
            with_ties=not options.no_ties,
            products=options.products,
        ),
    )
