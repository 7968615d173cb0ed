"""The tie index and ease of trade on the publishers' own files: what everybody knows, and figures once found."""

import shutil
import tomllib
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pytest
from scipy.stats import spearmanr

from warehouse.model import load_models
from warehouse.models.score import tie_index
from warehouse.scoring.access import ease_of_trade
from warehouse.scoring.gravity_data import GravityData
from warehouse.scoring.timing import known_mean

pytestmark = pytest.mark.mirror


@pytest.fixture(scope="module")
def scored(real_core: Path, tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """A copy of the real world's tables with ties and the gravity panel; no gravity model has been fitted."""
    con = duckdb.connect(shutil.copy(real_core, tmp_path_factory.mktemp("scored")))
    con.execute("create schema if not exists score")
    con.execute("create table score.gravity_coefficient as select '' as dimension, 0.0 as estimate,"
                " 'within' as specification, '' as evidence_badge, '' as term")  # fmt: skip
    for model in load_models():
        if model.name in ("score.tie", "score.gravity_panel"):
            con.execute(f"create table {model.name} as {model.queries['select']}")
    return con


@pytest.fixture(scope="module")
def index(scored: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    inputs = tomllib.loads(tie_index.HEADER)["inputs"]
    tables = tie_index.build(**{name: scored.sql(query).pl() for name, query in inputs.items()})
    return tables["tie_index"].filter(year=2014)


def test_france_and_germany_are_close_and_the_united_states_and_cuba_are_not(index: pl.DataFrame) -> None:
    pairs = {row["origin"] + row["destination"]: row for row in index.to_dicts()}
    ranked = index["rank_tie"].count()
    assert pairs["DEUFRA"]["tie_index"] == pytest.approx(0.94, abs=0.02)
    assert pairs["DEUFRA"]["rank_tie_high"] < 0.1 * ranked
    assert pairs["USACUB"]["rank_tie"] > 0.99 * ranked
    assert pairs["DEUFRA"]["tie_coverage_share"] == pytest.approx(5 / 7)


def test_daily_dealings_go_with_ease_of_trade_between_pairs(scored: duckdb.DuckDBPyConnection) -> None:
    panel = scored.sql("select exporter, importer, year, trade_usd, events from score.gravity_panel").pl()
    data = GravityData.of(panel)
    both = np.isnan(data.variables["events"]) | np.isnan(data.trade)
    means = [known_mean(np.where(both, np.nan, x)) for x in (data.variables["events"], ease_of_trade(data.trade))]
    known = ~np.isnan(means).any(axis=0)
    assert known.sum() > 20_000
    assert spearmanr(means[0][known], means[1][known]).statistic == pytest.approx(0.54, abs=0.02)
