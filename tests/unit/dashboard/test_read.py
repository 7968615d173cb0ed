"""The reader of the published file."""

import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.unit.dashboard.invented_world import publish_world
from tests.unit.dashboard.invented_world import query as query_file
from warehouse.paths import MODELS
from warehouse.read import QUERIES, Answer, NotPublishedError, Warehouse, parameters_of

VALUES = {
    "economy": "IDN", "direction": "import", "region": "Europe & Central Asia", "minimum_usd": 1_000_000,
    "exporter": "DEU", "importer": "VNM", "order": "growth", "peers": "MYS,THA", "source": "world_bank",
    "year": 2014, "confidence": "any", "product": "7",
}  # fmt: skip
NAMES = sorted(path.stem for path in QUERIES.glob("*.sql"))


ALL_PAIRS = {
    "economy": None, "direction": "export", "region": None, "minimum_usd": None, "confidence": "any",
    "order": "untapped",
}  # fmt: skip


def opportunities(warehouse: Warehouse, **asked: object) -> Answer:
    return warehouse.read("opportunities", **ALL_PAIRS | asked)


def values_of(query: str) -> dict[str, object]:
    return {name: VALUES[name] for name in parameters_of(query)}


@pytest.mark.parametrize("query", NAMES)
def test_the_sql_shown_returns_the_rows_shown_when_pasted(database: Path, query: str) -> None:
    answer = Warehouse(database).read(query, **values_of(query))
    assert answer.frame.height > 0
    # Sums over several threads may differ in their last digit.
    assert_frame_equal(query_file(database, answer.sql), answer.frame, rel_tol=1e-12, abs_tol=0)


def test_a_gap_is_clear_where_trade_lies_below_the_band(database: Path) -> None:
    answers = {name: opportunities(Warehouse(database), confidence=name).frame for name in ("any", "clear")}
    below = answers["any"].filter(pl.col("actual_usd") < pl.col("potential_low_usd"))
    assert 0 < below.height < answers["any"].height
    assert_frame_equal(answers["clear"], below)
    of_map = {name: value for name, value in ALL_PAIRS.items() if name != "order"}
    places = Warehouse(database).read("opportunity_map", **of_map | {"confidence": "clear"}).frame
    assert places["pair_count"].sum() == below.height


def test_a_value_with_a_quote_stays_a_value(database: Path) -> None:
    hostile = "x' or 1=1 --"
    answer = opportunities(Warehouse(database), region=hostile)
    assert answer.frame.is_empty()
    assert query_file(database, answer.sql).is_empty()


@pytest.mark.parametrize(
    "statement",
    [
        "create table t as select 1",
        "delete from mart.opportunity",
        "from read_csv('/etc/passwd')",
        "copy (select 1) to '/tmp/leak.csv'",
        "set enable_external_access = true",
        "attach '/tmp/other.duckdb'",
    ],
)
def test_a_reader_can_only_read(database: Path, statement: str) -> None:
    with Warehouse(database)._cursor() as cursor, pytest.raises(duckdb.Error):
        cursor.execute(statement)


def test_parameters_that_do_not_belong_are_refused(database: Path) -> None:
    with pytest.raises(TypeError, match=r"takes \['exporter', 'importer'\], not \['exporter'\]"):
        Warehouse(database).read("pair_facts", exporter="DEU")


def test_a_new_build_is_read_without_reopening_while_the_old_one_is_still_being_read(tmp_path: Path) -> None:
    warehouse = Warehouse(publish_world(tmp_path, build="20260101T000000Z-a"))
    before = warehouse.version
    with warehouse._cursor() as old:
        publish_world(tmp_path, build="20260201T000000Z-b", seed=8)
        assert warehouse.read("build").frame["build_id"].item() == "entente-20260201T000000Z-b"
        assert old.sql("select build_id from meta.build").fetchall() == [("entente-20260101T000000Z-a",)]
    assert warehouse.version != before


def test_nothing_published_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(NotPublishedError, match="make etl, or make run"):
        Warehouse(tmp_path / "entente.duckdb").read("build")


def test_a_file_that_appears_later_is_read(tmp_path: Path, database: Path) -> None:
    warehouse = Warehouse(tmp_path / "entente.duckdb")
    with pytest.raises(NotPublishedError):
        warehouse.read("build")
    shutil.copy(database.resolve(), tmp_path / "entente.duckdb")
    assert warehouse.read("build").frame["simulated"].item() is True


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.duckdb").write_bytes(b"not a database" * 400)
    with pytest.raises(NotPublishedError, match=r"broken\.duckdb cannot be opened as a DuckDB file"):
        Warehouse(tmp_path / "broken.duckdb").read("build")


def test_many_threads_get_their_own_answers(database: Path) -> None:
    warehouse = Warehouse(database)
    codes = ["DEU", "IDN", "KEN", "BRA"] * 10

    def partners(code: str) -> set[str]:
        return set(opportunities(warehouse, economy=code).frame["exporter"])

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(partners, codes)) == [{code} for code in codes]


@pytest.mark.parametrize("table", ["country_pair", "opportunity"])
def test_the_invented_world_has_the_columns_of_the_warehouse(database: Path, table: str) -> None:
    """The fixture these tests stand on may not drift from the published schema."""
    text = (MODELS / "mart" / f"{table}.sql").read_text()
    header = text[text.index("[columns]") : text.index("*/")]
    declared = set(re.findall(r"^(\w+)\s*=", header, flags=re.MULTILINE))
    invented = set(query_file(database, f"from mart.{table}").columns)
    assert invented <= declared
