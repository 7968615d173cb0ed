"""The adapters on the publishers' own files: counts, known figures, and nothing lost without a reason."""

import time
from datetime import date

import polars as pl
import pytest

import etl
from warehouse.paths import Paths

pytestmark = pytest.mark.mirror
NAMES = ["cow_trade", "cepii_geodist", "world_bank", "un_ideal_points", "embassies"]
UNION = "SUN"


@pytest.fixture(scope="module")
def result(mirror, tmp_path_factory):
    paths = Paths(tmp_path_factory.mktemp("published"))
    return paths, etl.refresh(paths, mirror=mirror, names=NAMES)


@pytest.fixture(scope="module")
def outcomes(result):
    return result[1].outcomes


@pytest.fixture(scope="module")
def table(result):
    paths, _ = result
    return lambda source, name: pl.read_parquet(paths.staged / source / f"{name}.parquet")


@pytest.fixture(scope="module")
def rejected(result):
    paths, _ = result
    return lambda source, name: pl.read_parquet(paths.staged / source / f"{name}.rejected.parquet")


def one(frame, column, **key):
    (value,) = frame.filter(**key)[column]
    return value


def test_every_source_is_fresh_and_real(result, outcomes):
    assert {outcome.status for outcome in outcomes.values()} == {"fresh"}
    assert result[1].simulated is False


@pytest.mark.parametrize(
    ("source", "published"),
    [
        ("cow_trade", 2 * 637_284),  # each dyad is two flows
        ("cepii_geodist", 50_176),
        ("world_bank", 31_174),
        ("un_ideal_points", 11_440),
        ("embassies", 9_852),
    ],
)
def test_every_published_row_is_staged_or_rejected(outcomes, source, published):
    assert outcomes[source].rows + outcomes[source].rejected == published


def test_unchanged_takes_no_time(result, mirror):
    started = time.perf_counter()
    again = etl.refresh(result[0], mirror=mirror, names=NAMES)
    assert time.perf_counter() - started < 0.5
    assert {outcome.status for outcome in again.outcomes.values()} == {"unchanged"}


def test_usa_imports_from_china(table):
    flows = table("cow_trade", "flow")
    assert one(flows, "value_usd", exporter="CHN", importer="USA", year=2014) == pytest.approx(472.5e9, rel=1e-3)
    assert one(flows, "value_usd", exporter="USA", importer="CHN", year=2014) == pytest.approx(183.3e9, rel=1e-3)


def test_trade_covers_the_world(table):
    recent = table("cow_trade", "flow").filter(pl.col("year") >= 2000, pl.col("value_usd") > 0)
    assert recent.height > 200_000
    assert recent["exporter"].n_unique() >= 180


def test_missing_trade_is_not_zero(table):
    values = table("cow_trade", "flow")["value_usd"]
    assert values.null_count() > 40_000
    assert (values == 0).sum() > 100_000
    assert values.min() == 0


def test_states_stand_under_the_name_of_their_time(table):
    flows = table("cow_trade", "flow")
    assert flows.filter(exporter=UNION)["year"].max() <= 1991
    assert flows.filter(exporter="RUS")["year"].min() >= 1991
    years = {state: set(flows.filter(exporter=state)["year"]) for state in ("YUG", "SCG", "CSK", "CZE")}
    assert (min(years["YUG"]), max(years["YUG"])) == (1950, 1991)
    assert min(years["SCG"]) == 1992
    assert (max(years["CSK"]), min(years["CZE"])) == (1992, 1993)


def test_lost_trade_rows_are_few_and_explained(rejected):
    lost = rejected("cow_trade", "flow")
    assert lost.height <= 8
    assert lost["reason"].str.contains("has no economy in 1990").all()


def test_distances(table):
    pairs = table("cepii_geodist", "pair")
    assert one(pairs, "distance_km", origin="USA", destination="CHN") == pytest.approx(10_993.7, abs=0.05)
    assert pairs["origin"].n_unique() == 224
    assert {"ROU", "COD", "TLS", "PSE"} <= set(pairs["origin"])
    assert pairs["distance_weighted_km"].null_count() == 2_215  # "." in the publisher's sheet
    assert one(pairs, "contiguous", origin="DEU", destination="FRA") is True
    assert one(pairs, "colony", origin="GBR", destination="IND") is True


def test_indicators_leave_out_aggregates_with_a_reason(table, rejected):
    indicators = table("world_bank", "indicator")
    gdp = one(indicators, "value", economy="USA", year=2014, indicator="NY.GDP.MKTP.CD")
    assert gdp == pytest.approx(17.6e12, rel=0.01)
    assert one(indicators, "value", economy="NAM", year=2014, indicator="SP.POP.TOTL") > 2e6
    assert set(rejected("world_bank", "indicator")["reason"]) == {"aggregate, not an economy"}


def test_the_newest_ideal_points(table, rejected):
    points = table("un_ideal_points", "ideal_point")
    known = {"USA": 2.21, "CHN": -0.85, "RUS": -0.60}
    for economy, value in known.items():
        assert one(points, "ideal_point", economy=economy, year=2024) == pytest.approx(value, abs=0.005)
    assert points.filter(economy=UNION)["year"].to_list()[-1] <= 1991
    assert points.filter(economy="DDR")["year"].max() == 1989
    assert rejected("un_ideal_points", "ideal_point")["reason"].str.contains("ideal_point is empty").all()


def test_the_older_vintage_has_the_same_layout(mirror, tmp_path, table):
    folder = tmp_path / "mirror" / "un_ideal_points"
    folder.mkdir(parents=True)
    (folder / "IdealpointestimatesAll_Apr2020.csv").symlink_to(
        mirror / "un_ideal_points" / "IdealpointestimatesAll_Apr2020.csv"
    )
    paths = Paths(tmp_path / "data")
    outcome = etl.refresh(paths, mirror=tmp_path / "mirror", names=["un_ideal_points"]).outcomes["un_ideal_points"]
    # Two states that no longer were in 1990, both under the session that began that autumn.
    assert (outcome.status, outcome.rejected) == ("fresh", 2)
    older = pl.read_parquet(paths.staged / "un_ideal_points" / "ideal_point.parquet")
    both = older.join(table("un_ideal_points", "ideal_point"), on=["economy", "year"])
    assert both.height > 9_000
    assert both.select(pl.corr("ideal_point", "ideal_point_right")).item() > 0.95


def test_missions(table, rejected):
    missions = table("embassies", "mission")
    assert set(missions["as_of_year"]) == {2022}
    assert missions.filter(sender="DEU", receiver="VNM", type="embassy")["city"].to_list() == ["Hanoi"]
    assert set(missions.filter(type="apostolic nunciature")["sender"]) == {"VAT"}
    assert missions["opened_on"].drop_nulls().is_between(date(1300, 1, 1), date(2022, 12, 31)).all()
    assert rejected("embassies", "mission")["reason"].str.contains("unknown name|not an economy").all()


def test_the_older_layout_of_missions(mirror, tmp_path):
    folder = tmp_path / "mirror" / "embassies"
    folder.mkdir(parents=True)
    (folder / "older_layout").symlink_to(mirror / "embassies" / "older_layout")
    paths = Paths(tmp_path / "data")
    outcome = etl.refresh(paths, mirror=tmp_path / "mirror", names=["embassies"]).outcomes["embassies"]
    assert outcome.rows + outcome.rejected == 4_484
    missions = pl.read_parquet(paths.staged / "embassies" / "mission.parquet")
    assert set(missions["as_of_year"]) == {2018}
    assert missions["opened_on"].count() > 600
