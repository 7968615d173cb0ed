"""The menu of next ties on a small invented world: what it offers, and its grid against solving each draw."""

from typing import Any

import numpy as np
import polars as pl
import pytest

from tests.unit.scoring.trade_worlds import random_trade
from warehouse.scoring.elasticity import SIGMA, SIGMA_RANGE
from warehouse.scoring.scenario_estimates import adopted
from warehouse.scoring.scenario_menu import menu
from warehouse.scoring.scenario_text import from_line
from warehouse.scoring.scenario_world import Tables, World, unlisted_as_none, world_of
from warehouse.scoring.uncertainty import Precision
from warehouse.scoring.what_if import answer

CODES = ("AUT", "BEL", "KEN", "USA", "VNM", "ZAF")
PAIRS = [(i, j) for i in CODES for j in CODES if i != j]
TREATED = {"AUT", "BEL"}
# Term, tie, estimate, standard error, identified, badge.
TERMS = (
    ("bit", "bit", 0.01, 0.03, True, "no evidence"),
    ("representation_later", "mission", 0.4, 0.1, False, "association"),
    ("rta", "rta", 0.3, 0.05, True, "timing holds"),
)


TIE = ("actor", "partner", "scenario_tie", "tie_value")
TERM = ("term", "scenario_tie", "counted_side", "is_log", "is_identified", "estimate", "evidence_badge")


def tables(**other: pl.DataFrame) -> Tables:
    trade = random_trade(5, len(CODES))
    at = {code: k for k, code in enumerate(CODES)}
    ties = [(i, j, "rta", 1.0) for i, j in PAIRS if {i, j} <= TREATED]
    ties += [(i, j, "mission", 1.0) for i, j in PAIRS if {i, j} != {"KEN", "VNM"} and (i, j) != ("ZAF", "VNM")]
    shared = {
        "trade": pl.DataFrame(
            [(i, j, trade[at[i], at[j]]) for i, j in PAIRS], ("exporter", "importer", "fitted_usd"), orient="row"
        ),
        "sizes": pl.DataFrame({"economy": CODES, "gdp_usd": 20 * trade.sum(axis=1)}),
        "ties": pl.DataFrame(ties, TIE, orient="row").with_columns(year=2020),
        "terms": pl.DataFrame(
            [(term, tie, "either" if tie != "mission" else "exporter", False, known, value, badge)
             for term, tie, value, _, known, badge in TERMS],
            TERM, orient="row",
        ),
        "covariance": pl.DataFrame(
            [(term, term, error**2) for term, _, _, error, _, _ in TERMS], ("term", "other_term", "covariance"),
            orient="row",
        ),
        "members": pl.DataFrame(schema={"bloc_name": pl.String, "economy": pl.String}),
    }  # fmt: skip
    return Tables(**(shared | other))


@pytest.fixture(scope="module")
def world() -> World:
    return world_of(2020, tables())


@pytest.fixture(scope="module")
def rows(world: World) -> dict[tuple[str, str, str], dict[str, Any]]:
    return {(row["exporter"], row["importer"], row["scenario_tie"]): row for row in menu(world, PAIRS)}  # type: ignore[misc]


def test_only_missing_ties_are_offered(rows: dict[tuple[str, str, str], Any]) -> None:
    assert ("AUT", "BEL", "rta") not in rows
    assert ("AUT", "KEN", "rta") in rows
    assert {key[:2] for key in rows if key[2] == "mission"} == {("KEN", "VNM"), ("VNM", "KEN")}
    assert {key[:2] for key in rows if key[2] == "bit"} == set(PAIRS)


def test_equilibrium_is_solved_for_what_may_be_recommended_only(rows: dict[tuple[str, str, str], Any]) -> None:
    solved = {key[2] for key, row in rows.items() if "full_pct" in row}
    assert solved == {"rta"}
    assert rows["KEN", "VNM", "mission"]["evidence_badge"] == "association"
    assert not rows["KEN", "VNM", "mission"]["is_identified"]


def test_the_direct_effect_is_that_of_the_coefficient(rows: dict[tuple[str, str, str], Any]) -> None:
    row = rows["KEN", "VNM", "rta"]
    assert row["direct_pct"] == pytest.approx(100 * np.expm1(0.3))
    assert row["direct_low_pct"] == pytest.approx(100 * np.expm1(0.3 - 1.645 * 0.05), rel=1e-3)
    assert row["direct_gain_usd"] == pytest.approx(row["fitted_usd"] * np.expm1(0.3))


def test_the_grid_agrees_with_hundreds_of_solutions(world: World, rows: dict[tuple[str, str, str], Any]) -> None:
    row = rows["KEN", "VNM", "rta"]
    long_way = answer(
        from_line(row["scenario_line"]), world.state, world.baseline(), world.terms, world.fit,
        precision=Precision(draws=800, sigma_range=SIGMA_RANGE),
    )  # fmt: skip
    gdp = long_way.economies().filter(economy="KEN", indicator="real_gdp").row(0, named=True)
    flow = long_way.flows().filter(exporter="KEN").row(0, named=True)
    assert row["sigma"] == SIGMA
    for end, name in (("", "estimate"), ("_low", "lower"), ("_high", "upper")):
        near = 1e-6 if name == "estimate" else 0.03
        assert row[f"full_real_gdp{end}_pct"] == pytest.approx(100 * (gdp[name] - 1), rel=near)
        assert row[f"full{end}_pct"] == pytest.approx(100 * (flow[name] - 1), rel=near)


def test_economies_without_gdp_are_left_out_and_counted() -> None:
    known = tables().sizes.filter(pl.col("economy") != "ZAF")
    world = world_of(2020, tables(sizes=known))
    assert world.left_out == ("ZAF",)
    assert 0 < world.left_out_share < 1
    assert "ZAF" not in {row["exporter"] for row in menu(world, PAIRS)}


def test_a_mission_named_one_way_only_is_not_known_the_other_way() -> None:
    missions = np.array([[[np.nan, 1.0, np.nan], [np.nan, np.nan, 1.0], [np.nan, 1.0, np.nan]]])
    found = unlisted_as_none(missions)[0]
    assert found[0, 1] == 1
    assert np.isnan(found[1, 0])
    assert np.isnan(found[0, 2])  # nobody is known to have a mission in the first, so its lists say nothing


COEFFICIENT = ("model_id", "specification", "term", "estimate", "bias", "std_error", "switching_pair_count", "n_obs",
               "evidence_badge")  # fmt: skip


@pytest.mark.parametrize(("switching", "model", "estimate"), [(50, "g2", 0.18), (49, "g1", 0.5)])
def test_a_coefficient_is_taken_within_pairs_where_enough_of_them_switch(
    switching: int, model: str, estimate: float
) -> None:
    found = [
        ("g1", "between", "rta", 0.5, 0.0, 0.1, switching, 900, "association"),
        ("g2", "within", "rta", 0.2, 0.02, 0.05, switching, 900, "within-pair"),
        ("g3", "timing", "rta", 0.3, 0.0, 0.05, switching, 900, None),
    ]
    row = adopted(pl.DataFrame(found, COEFFICIENT, orient="row")).row(0, named=True)
    assert row["model_id"] == model
    assert row["estimate"] == pytest.approx(estimate)
    assert row["is_identified"] == (model == "g2")
