"""``python -m warehouse what-if``: a scenario answered from the published file, printed and written as Parquet."""

import sys
from pathlib import Path

import polars as pl
from rich.console import Console
from rich.progress import Progress
from threadpoolctl import threadpool_limits

from warehouse.paths import Paths
from warehouse.read import AbsentError, NotPublishedError, Warehouse
from warehouse.scoring.elasticity import SIGMA, SIGMA_RANGE
from warehouse.scoring.equilibrium import ImpossibleBaselineError, MarketsDoNotClearError
from warehouse.scoring.scenario import Scenario, ScenarioError
from warehouse.scoring.scenario_inputs import read_world
from warehouse.scoring.scenario_terms import NotIdentifiedError
from warehouse.scoring.scenario_text import from_toml, to_toml
from warehouse.scoring.scenario_world import World
from warehouse.scoring.uncertainty import Precision
from warehouse.scoring.what_if import Answer, answer
from warehouse.what_if_options import Options
from warehouse.what_if_print import print_answer

EXIT_REFUSED = 2
REFUSALS = (ScenarioError, ImpossibleBaselineError, MarketsDoNotClearError, NotPublishedError, AbsentError, OSError)


def main(paths: Paths, **arguments: object) -> int:
    """Answer a scenario; return 2, with a line that says why, where it cannot be answered."""
    options = Options(**arguments)  # type: ignore[arg-type]  # argparse has checked them
    try:
        _run(paths, options)
    except REFUSALS as error:
        print(f"what-if: {_remedied(error)}", file=sys.stderr)
        return EXIT_REFUSED
    return 0


def _remedied(error: Exception) -> str:
    match error:
        case NotIdentifiedError():
            return f"{error} (--accept-association)"
        case AbsentError():
            return f"{error}; build it again with: make etl, or make run"
        case _:
            return str(error)


def _run(paths: Paths, options: Options) -> None:
    scenario = read_scenario(options.scenario)
    warehouse = Warehouse(paths.current if paths.current.exists() else paths.simulated.current)
    world = read_world(lambda query, **values: warehouse.read(query, **values).frame, scenario.year)
    build = warehouse.read("build").frame.row(0, named=True)
    found = ask(world, scenario, options)
    names = dict(warehouse.read("economies").frame.select("economy", "name").iter_rows())
    print_answer(found, world, names, rows=options.rows, simulated=build["simulated"])
    written = write(found, world, options, build["build_id"])
    print(f"Written: {', '.join(map(str, written))}")


def read_scenario(path: Path) -> Scenario:
    """Read a scenario file.

    Raises:
        ScenarioError: Not a scenario; the message begins with the file's name.
        OSError: Not a file that can be read.
    """
    try:
        return from_toml(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise ScenarioError(f"{path}: this is no text in UTF-8; save it as such") from error
    except ScenarioError as error:
        raise ScenarioError(f"{path}: {error}") from error


def ask(world: World, scenario: Scenario, options: Options) -> Answer:
    """Answer a scenario as the options say.

    Raises:
        ScenarioError: What the world, the ties or the evidence refuse; a range of σ that cannot be.
        ImpossibleBaselineError: An elasticity or a reference that cannot be.
        MarketsDoNotClearError: At the estimates.
    """
    sigma_range = options.sigma_range or (SIGMA_RANGE if options.sigma is None else None)
    low, high = sigma_range or (2.0, 2.0)
    if not 1 < low <= high < float("inf"):
        raise ScenarioError(
            f"--sigma-range is {low:g} {high:g}; give a lower bound above 1 and an upper one not below it"
        )
    precision = Precision(options.seed, options.draws, (low, high) if sigma_range else None)
    baseline = world.baseline(SIGMA if options.sigma is None else options.sigma, options.reference)
    bar = Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())
    with threadpool_limits(1), bar:  # threads of the linear algebra library and ours get into each other's way
        task = bar.add_task("equilibria", total=options.draws)
        return answer(
            scenario,
            world.state,
            baseline,
            world.terms,
            world.fit,
            kind=options.kind,
            precision=precision,
            accept_association=options.accept_association,
            progress=lambda done, _: bar.update(task, completed=done),
        )


def write(found: Answer, world: World, options: Options, build_id: str) -> list[Path]:
    """Write the answer's two tables, with the scenario and what it takes for granted in the files' metadata.

    Returns:
        The files: ``<scenario>.economies.parquet`` and ``<scenario>.flows.parquet``.
    """
    folder = options.out or options.scenario.parent
    folder.mkdir(parents=True, exist_ok=True)
    home = pl.DataFrame(
        {
            "economy": world.state.economies,
            "domestic_sales_usd": world.domestic.values,
            "domestic_sales_basis": world.domestic.basis,
        }
    )
    tables = {
        "economies": found.economies().join(home, on="economy", how="left", maintain_order="left"),
        "flows": found.flows().join(world.flows(), on=["exporter", "importer"], how="left", maintain_order="left"),
    }
    about = {
        "scenario": to_toml(found.scenario),
        "build": build_id,
        "assumptions": "\n".join(world.assumptions(found.scenario)),
    }
    about |= {"seed": str(options.seed), "draws": str(options.draws)}
    files = []
    for name, table in tables.items():
        files.append(folder / f"{options.scenario.stem}.{name}.parquet")
        table.write_parquet(files[-1], metadata=about)
    return files
