"""Ties in differentiated and in homogeneous goods: an invented world in which alliances matter for one kind alone."""

import numpy as np
import polars as pl
import pytest

from tests.unit.scoring.tie_worlds import tie_world
from warehouse.models.score import tie_goods
from warehouse.scoring.gravity_data import GEOGRAPHY, GravityData

YEARS = (1995, 2005, 2015)


def trade_of(data: GravityData, is_differentiated: bool) -> pl.DataFrame:
    """Positive flows alone, as a source lists them."""
    return (
        data.axes.long({"value_usd": data.trade})
        .filter(pl.col("value_usd") > 0)
        .with_columns(is_differentiated=is_differentiated, source_id=pl.lit("invented"))
    )


@pytest.fixture(scope="module")
def tables() -> dict[str, pl.DataFrame]:
    kinds = {
        True: tie_world(3, years=YEARS, effect=1.0, noise=0.2),
        False: tie_world(3, years=YEARS, effect=0.0, noise=0.2),
    }
    data = kinds[True]
    pair = {name: data.variables[name] for name in GEOGRAPHY if name != "ln_distance"}
    gravity = data.axes.long(pair | {"distance_km": np.exp(data.variables["ln_distance"])})
    own = data.chosen(("rta", "bit", "alignment", "security", "institutions", "coercion"))
    return tie_goods.build(
        pl.concat(trade_of(world, kind) for kind, world in kinds.items()),
        gravity.filter(year=YEARS[0]).drop("year"),
        data.axes.long(own),
    )


@pytest.mark.parametrize("specification", ["between", "within"])
def test_a_tie_that_matters_for_one_kind_of_goods_is_found_there(
    tables: dict[str, pl.DataFrame], specification: str
) -> None:
    (row,) = tables["tie_goods"].filter(specification=specification, term="security").to_dicts()
    assert row["estimate_differentiated"] == pytest.approx(1.0, abs=0.25)
    assert row["estimate_homogeneous"] == pytest.approx(0.0, abs=0.25)
    assert row["difference"] == pytest.approx(row["estimate_differentiated"] - row["estimate_homogeneous"])
    assert row["difference"] > 3 * row["std_error_difference"]
    (other,) = tables["tie_goods"].filter(specification=specification, term="rta").to_dicts()
    assert abs(other["difference"]) < 3 * other["std_error_difference"]


def test_pairs_that_are_not_listed_trade_nothing(tables: dict[str, pl.DataFrame]) -> None:
    assert set(tables["tie_goods_fit"]["n_obs"].filter(tables["tie_goods_fit"]["model_id"].str.starts_with("g1"))) == {
        len(YEARS) * 24 * 23
    }


def test_what_is_not_known_for_most_trade_is_left_out(tables: dict[str, pl.DataFrame]) -> None:
    assert set(tables["tie_goods"]["term"]) == {"rta", "bit", "security"}


def test_without_product_data_the_tables_are_empty_with_their_columns() -> None:
    nothing = pl.DataFrame()
    tables = tie_goods.build(nothing, nothing, nothing)
    assert {name: table.height for name, table in tables.items()} == {"tie_goods": 0, "tie_goods_fit": 0}
    assert "difference" in tables["tie_goods"].columns
