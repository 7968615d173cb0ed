"""The outlook and its back-test on the publishers' own files: signs and orders of magnitude."""

import importlib
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pytest
from threadpoolctl import threadpool_limits

from warehouse.model import load_models
from warehouse.models.score import backtest

pytestmark = pytest.mark.mirror
ORIGINS = (2000, 2009)
Look = Callable[..., dict[str, tuple[float, float, float]]]


@pytest.fixture(scope="module")
def con(real_core: Path, tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """The real world with the tables of potential, outlook and back-test; the latter at two origins, with few draws."""
    con = duckdb.connect(str(shutil.copy(real_core, tmp_path_factory.mktemp("backtest"))))
    con.execute("create schema score")
    with pytest.MonkeyPatch.context() as patch, threadpool_limits(1):
        patch.setattr(backtest, "ORIGINS", ORIGINS)
        patch.setattr(backtest, "DRAWS", 99)
        for name in ("score.potential", "score.outlook", "score.backtest"):
            make(con, name)
    return con


def make(con: duckdb.DuckDBPyConnection, name: str) -> None:
    (model,) = (model for model in load_models() if model.name == name)
    inputs = {argument: con.sql(query).pl() for argument, query in model.queries.items()}
    output = importlib.import_module(f"warehouse.models.{name}").build(**inputs)
    for table, frame in ({name: output} if isinstance(output, pl.DataFrame) else output).items():
        con.register("frame", frame.to_arrow())
        con.execute(f"create table score.{table.removeprefix('score.')} as select * from frame")


@pytest.fixture
def look(con: duckdb.DuckDBPyConnection) -> Look:
    """Estimate and interval by score, or of the outlook's lead over each score, for all pairs of an origin."""

    def one(
        origin: int, metric: str, outcome: str = "growth", *, timing: str = "clean", lead: bool = False
    ) -> dict[str, tuple[float, float, float]]:
        rows = con.execute(
            "select score, against, estimate_value, low_value, high_value from score.backtest where group_name = 'all'"
            " and (origin_year, metric, outcome, timing) = (?, ?, ?, ?)",
            [origin, metric, outcome, timing],
        ).fetchall()
        return {against or score: (*numbers,) for score, against, *numbers in rows if bool(against) == lead}

    return one


@pytest.mark.parametrize("origin", ORIGINS)
def test_the_growth_ranking_beats_what_it_is_held_against(look: Look, origin: int) -> None:
    assert 0.12 < look(origin, "spearman")["outlook"][0] < 0.35
    leads = look(origin, "spearman", lead=True)
    for other in ("persistence", "past growth", "trade intensity"):
        assert leads[other][1] > 0, other
    assert leads["gravity gap"][0] > 0.01


@pytest.mark.parametrize("origin", ORIGINS)
def test_ties_add_a_little_inside_the_equation_and_take_away_inside_the_potential(look: Look, origin: int) -> None:
    levels = look(origin, "spearman")
    assert 0 < levels["outlook"][0] - levels["outlook without ties"][0] < 0.05
    assert -0.03 < levels["gravity gap with ties inside"][0] - levels["gravity gap"][0] < 0
    assert abs(look(origin, "spearman", lead=True)["outlook, closeness also changing speed"][0]) < 0.01


@pytest.mark.parametrize("origin", ORIGINS)
def test_plain_timing_flatters_the_gap(look: Look, origin: int) -> None:
    plain, clean = (look(origin, "spearman", timing=timing)["gravity gap"][0] for timing in ("plain", "clean"))
    assert plain > clean + 0.03


@pytest.mark.parametrize("origin", ORIGINS)
def test_current_size_catches_more_dollars_and_orders_gains_worse(look: Look, origin: int) -> None:
    assert look(origin, "top_10_share_caught", "gain", lead=True)["current size"][2] < 0
    assert look(origin, "spearman", "gain", lead=True)["current size"][1] > 0.1


@pytest.mark.parametrize("origin", ORIGINS)
def test_starting_is_foreseen_and_intervals_hold(look: Look, origin: int) -> None:
    areas = look(origin, "roc_area", "start")
    assert 0.7 < areas["potential"][0] < areas["outlook without ties"][0] < areas["outlook"][0] < 0.85
    assert 0.86 < look(origin, "interval_coverage")["outlook"][0] < 0.92


def test_intervals_hold_in_every_tenth_of_size(con: duckdb.DuckDBPyConnection) -> None:
    query = "select estimate_value from score.backtest where metric = 'interval_coverage' and timing = 'clean'"
    shares = [share for (share,) in con.execute(query).fetchall()]
    assert len(shares) == len(ORIGINS) * 11
    assert min(shares) > 0.8


def test_itc_finds_the_same_sign(look: Look) -> None:
    coefficient = look(2000, "itc_coefficient", "growth to t+1 … t+3", timing="plain")["unrealised share"]
    assert 0.2 < coefficient[1] < coefficient[2] < 0.8  # ITC on products: 0.586


def test_gaps_close_and_closeness_of_the_pair_adds(con: duckdb.DuckDBPyConnection) -> None:
    rows = con.execute("select term, estimate, std_error from score.outlook_coefficient where equation = 'growth'")
    found = {term: estimate / std_error for term, estimate, std_error in rows.fetchall()}
    assert found["gap"] > 3
    assert found["pair"] > 2


def test_most_of_a_gap_lasts(con: duckdb.DuckDBPyConnection) -> None:
    assert 0.7 < dict(con.execute("select component, share from score.gap_component").fetchall())["persistent"] < 0.95


def test_every_pair_has_an_outlook_or_a_chance_to_start(con: duckdb.DuckDBPyConnection) -> None:
    ((pairs, foreseen, silent, both),) = con.execute(
        "select count(*), count(o.year), count(s.year), count(o.year + s.year) from score.gap as g"
        " left join score.outlook as o using (exporter, importer) left join score.start as s using (exporter, importer)"
    ).fetchall()
    assert pairs == foreseen + silent > 25_000
    assert both == 0
