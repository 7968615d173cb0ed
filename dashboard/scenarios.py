"""Scenarios asked and answered for the page; worlds and answers are kept by build."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
from flask import current_app
from threadpoolctl import threadpool_limits

from dashboard.cache import Reader
from dashboard.state import Selection
from warehouse.read import Warehouse, literal, query_text
from warehouse.scoring.elasticity import SIGMA, SIGMA_RANGE
from warehouse.scoring.equilibrium import ImpossibleBaselineError, MarketsDoNotClearError
from warehouse.scoring.scenario import Scenario, ScenarioError
from warehouse.scoring.scenario_inputs import Read, read_world, years
from warehouse.scoring.scenario_state import apply
from warehouse.scoring.scenario_terms import translate
from warehouse.scoring.scenario_text import from_line, to_toml
from warehouse.scoring.scenario_world import World
from warehouse.scoring.uncertainty import Precision, direct_effect
from warehouse.scoring.what_if import Answer, answer

REFUSALS = (ScenarioError, ImpossibleBaselineError, MarketsDoNotClearError)
DRAWS = 100
MOST_PREVIEWED = 2
INPUTS = ("trade", "ties", "terms", "covariance", "sizes", "members")


def possible_years() -> list[int]:
    """Return the years that may be asked about.

    Raises:
        AbsentError: the file was built before there were what-ifs.
        ScenarioError: the file has no fitted trade.
    """
    first, last = years(_frames(_warehouse()))
    return list(range(first, last + 1))


def world(year: int) -> World:
    """Return the world of a year.

    Raises:
        AbsentError: the file was built before there were what-ifs.
        ScenarioError: a year without fitted trade.
    """
    warehouse = _warehouse()
    return _world(warehouse, warehouse.version, year)


def scenario(selection: Selection) -> Scenario | None:
    """Return what the address asks for."""
    return from_line(selection.scenario) if selection.scenario else None


def answered(selection: Selection) -> Answer:
    """Answer the scenario of an address.

    Raises:
        AbsentError: the file was built before there were what-ifs.
        One of `REFUSALS`: what the world, the ties or the evidence refuse.
    """
    warehouse = _warehouse()
    return _answer(warehouse, warehouse.version, replace(selection, lang=Selection.lang))


def direct(asked: Scenario) -> tuple[str, list[tuple[str, str, tuple[float, ...]]]]:
    """Return the evidence of a scenario, and its direct effect on the largest flows between parties of its last change.

    Returns:
        Badge; exporter, importer, and the effect with its interval as ratios to 1.

    Raises:
        ScenarioError: what the world and the ties refuse.
    """
    here = world(asked.year)
    translation = translate(apply(asked, here.state), here.terms, accept_association=True)
    parties = np.isin(range(len(here.trade)), here.state.members(asked.changes[-1].actors + asked.changes[-1].partners))
    moved = np.any(list(translation.changes.values()), axis=0) & np.outer(parties, parties)
    cells = np.argwhere(moved)
    largest = cells[np.argsort(-here.trade[tuple(cells.T)], kind="stable")[:MOST_PREVIEWED]]
    at = tuple(largest.T)
    effect = direct_effect({name: values[at] for name, values in translation.changes.items()}, here.fit)
    ends = zip(*(part.tolist() for part in effect), strict=True)
    codes = here.state.economies
    return translation.badge, [(codes[i], codes[j], end) for (i, j), end in zip(largest.tolist(), ends, strict=True)]


def sql(asked: Scenario) -> str:
    """Return the queries an answer starts from, headed by the scenario as the command line reads it."""
    head = [
        "python -m warehouse what-if computes the answer from this file and these tables:",
        *to_toml(asked).split("\n"),
    ]
    queries = [literal(query_text(f"scenario_{name}"), {"year": asked.year}) for name in INPUTS]
    return "\n".join(f"-- {line}".rstrip() for line in head) + "\n" + ";\n\n".join(queries)


def _warehouse() -> Warehouse:
    reader: Reader = current_app.extensions["entente"]
    return reader.warehouse


def _frames(warehouse: Warehouse) -> Read:
    return lambda query, **values: warehouse.read(query, **values).frame


@lru_cache(maxsize=8)
def _world(warehouse: Warehouse, _version: str, year: int) -> World:
    return read_world(_frames(warehouse), year)


@lru_cache(maxsize=64)
def _answer(warehouse: Warehouse, version: str, selection: Selection) -> Answer:
    asked = from_line(selection.scenario or "")
    here = _world(warehouse, version, asked.year)
    with threadpool_limits(1):  # threads of the linear algebra library and ours get into each other's way
        return answer(
            asked,
            here.state,
            here.baseline(selection.sigma or SIGMA),
            here.terms,
            here.fit,
            kind=selection.kind,
            precision=Precision(draws=DRAWS, sigma_range=None if selection.sigma else SIGMA_RANGE),
            accept_association=selection.accept == "associations",
        )
