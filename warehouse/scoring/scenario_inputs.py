"""The world of a what-if, read by named queries; the page and the command line start here."""

from typing import Protocol

import polars as pl

from warehouse.scoring.scenario import ScenarioError
from warehouse.scoring.scenario_world import Tables, World, world_of


class Read(Protocol):
    """What answers a named query with rows."""

    def __call__(self, query: str, **parameters: int) -> pl.DataFrame:
        """Return the rows of ``queries/<query>.sql``."""


def years(read: Read) -> tuple[int, int]:
    """Return the first and the last year that a what-if may be asked of.

    Raises:
        ScenarioError: The file has no fitted trade.
    """
    first, last = read("scenario_years").row(0)
    if last is None:
        raise ScenarioError("the published file has no fitted trade to start from; refresh with a source of trade")
    return first, last


def read_world(read: Read, year: int) -> World:
    """Read the world of a year.

    It is the same for every scenario of a build and a year, and takes longer to read than an answer takes: keep it.

    Raises:
        ScenarioError: A year without fitted trade.
    """
    first, last = years(read)
    if not first <= year <= last:
        raise ScenarioError(f"no trade is fitted for {year}; ask about a year from {first} to {last}")
    tables = Tables(
        trade=read("scenario_trade", year=year),
        sizes=read("scenario_sizes", year=year),
        ties=read("scenario_ties", year=year),
        terms=read("scenario_terms"),
        covariance=read("scenario_covariance"),
        members=read("scenario_members", year=year),
    )
    return world_of(year, tables)
