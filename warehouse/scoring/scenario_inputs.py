"""The world of a what-if, read from the published file; the page and the command line start here."""

from warehouse.read import Warehouse
from warehouse.scoring.scenario import ScenarioError
from warehouse.scoring.scenario_world import Tables, World, world_of


def years(warehouse: Warehouse) -> tuple[int, int]:
    """Return the first and the last year that a what-if may be asked of.

    Raises:
        NotPublishedError: Nothing has been published.
        AbsentError: The file was built before there were what-ifs.
        ScenarioError: The file has no fitted trade.
    """
    first, last = warehouse.read("scenario_years").frame.row(0)
    if last is None:
        raise ScenarioError("the published file has no fitted trade to start from; refresh with a source of trade")
    return first, last


def read_world(warehouse: Warehouse, year: int) -> World:
    """Read the world of a year.

    It is the same for every scenario of a build and a year, and takes longer to read than an answer takes: keep it.

    Raises:
        NotPublishedError: Nothing has been published.
        AbsentError: The file was built before there were what-ifs.
        ScenarioError: A year without fitted trade.
    """
    first, last = years(warehouse)
    if not first <= year <= last:
        raise ScenarioError(f"no trade is fitted for {year}; ask about a year from {first} to {last}")
    return world_of(
        year,
        Tables(
            trade=warehouse.read("scenario_trade", year=year).frame,
            sizes=warehouse.read("scenario_sizes", year=year).frame,
            ties=warehouse.read("scenario_ties", year=year).frame,
            terms=warehouse.read("scenario_terms").frame,
            covariance=warehouse.read("scenario_covariance").frame,
            members=warehouse.read("scenario_members", year=year).frame,
        ),
    )
