"""The specification curve finds a known effect by every road, and says which roads are closed."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from tests.unit.scoring.tie_worlds import as_panel, tie_world
from warehouse.model import load_models
from warehouse.models.score import specification as model
from warehouse.scoring.gravity_data import GravityData
from warehouse.scoring.specification import EVERYONE, Choices, attempt_all, curve

EFFECT = 0.5
GROUPS = (EVERYONE, "larger half", "third")


@pytest.fixture(scope="module")
def world() -> GravityData:
    return tie_world(11, economies=20, years=tuple(range(1998, 2010)), effect=EFFECT, noise=0.4)


def economies(world: GravityData, **flags: slice) -> pl.DataFrame:
    names = np.array(world.axes.economies)
    return pl.DataFrame({"economy": names} | {name: np.isin(names, names[part]) for name, part in flags.items()})


@pytest.fixture(scope="module")
def tables(world: GravityData) -> dict[str, pl.DataFrame]:
    return model.build(as_panel(world), economies(world, exports_oil=slice(0, 1), has_high_income=slice(0, 2)))


def everyone(world: GravityData) -> dict[str, np.ndarray]:
    return dict.fromkeys(GROUPS, np.ones(len(world.axes.economies), dtype=bool))


def test_a_known_effect_is_found_by_every_estimator_between_and_within(tables: dict[str, pl.DataFrame]) -> None:
    ways = tables["specification"].filter(
        pl.col("term") == "security", pl.col("economy_group") == EVERYONE, pl.col("lag_years") == 0
    )
    found = ways.group_by("specification", "estimator").agg(pl.col("estimate").median(), pl.col("std_error").max())
    assert found.height == 8
    for _, estimator, estimate, std_error in found.iter_rows():
        assert estimate == pytest.approx(EFFECT, abs=3 * std_error), estimator
    within = ways.filter(specification="within", sample_first_year=1998, sample_last_year=2009, other_ties="rta, bit")
    assert set(within["evidence_badge"]) == {"within-pair"}


def test_every_way_stays_in_the_table_and_says_what_it_was(tables: dict[str, pl.DataFrame]) -> None:
    rows = tables["specification"]
    described = {table.name: table for one in load_models() for table in one.tables}
    for name, table in tables.items():
        assert set(table.columns) == set(described[f"score.{name}"].columns)
        assert not table.select(described[f"score.{name}"].grain).is_duplicated().any()
    closed = rows.filter(pl.col("estimate").is_null())
    assert closed["failure_reason"].null_count() == 0
    assert set(closed["economy_group"]) == {"high incomes"}  # two economies: nothing to compare
    assert rows.filter(economy_group="high incomes").height == rows.filter(economy_group="other incomes").height
    assert rows["dimension"].null_count() == 0


def test_a_tie_that_nobody_changes_is_said_to_be_explained(world: GravityData) -> None:
    fixed = np.broadcast_to(world.variables["security"][-1], world.trade.shape)
    still = GravityData(world.axes, world.trade, {**world.variables, "security": fixed})
    (one,) = attempt_all(still, everyone(world), [Choices(("security", "rta"), world.axes.years, "within")])
    assert set(one.findings) == {"rta"}
    assert one.problems["security"].startswith("explained by")


def test_without_years_enough_for_the_lag_the_reason_is_given(world: GravityData) -> None:
    way = Choices(("security",), world.axes.years[:3], "within", lag=4)
    (one,) = attempt_all(world, everyone(world), [way])
    assert "4 years before" in one.problems["security"]
    assert not one.findings
    assert one.record is None


def test_the_lag_looks_at_ties_of_years_before(world: GravityData) -> None:
    announced = GravityData(
        world.axes, world.trade, {**world.variables, "security": world.shifted("security", 4)}
    )  # trade follows what the panel shows four years earlier
    years = world.axes.years[4:]
    (late,) = attempt_all(announced, everyone(world), [Choices(("security",), years, "within", lag=4)])
    (now,) = attempt_all(world, everyone(world), [Choices(("security",), years, "within")])
    assert late.findings == now.findings


def test_the_list_does_not_depend_on_what_trade_does(world: GravityData) -> None:
    other = tie_world(12, economies=20, years=world.axes.years, effect=0.0)
    listed = curve(world, GROUPS)
    assert listed == curve(other, GROUPS)
    assert len(set(listed)) == len(listed)


def test_groups_hold_the_economies_they_name(world: GravityData) -> None:
    members = model.groups(world, economies(world, exports_oil=slice(0, 3), has_high_income=slice(5, 9)))
    assert {name: int(mask.sum()) for name, mask in members.items()} == {
        EVERYONE: 20, "larger half": 10, "without OPEC": 17, "high incomes": 4, "other incomes": 16
    }  # fmt: skip
    totals = np.nansum(world.trade, axis=(0, 1)) + np.nansum(world.trade, axis=(0, 2))
    assert totals[members["larger half"]].min() >= totals[~members["larger half"]].max()


def test_threads_do_not_change_the_answer(world: GravityData) -> None:
    ways = [replace(way, years=world.axes.years[:6]) for way in curve(world, GROUPS)[:6]]
    one, two = (attempt_all(world, everyone(world), ways, workers) for workers in (1, 2))
    assert [a.findings for a in one] == [a.findings for a in two]
