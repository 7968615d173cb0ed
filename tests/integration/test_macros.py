"""Table macros: every documented example runs in the published file and answers in the units it promises."""

from pathlib import Path

import duckdb
import pytest
from polars.testing import assert_frame_equal

from warehouse.macro import read_macros
from warehouse.model import ModelError
from warehouse.paths import Paths

MACROS = read_macros()


@pytest.fixture
def con(refreshed: Paths) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(refreshed.current.resolve()), read_only=True)


@pytest.mark.parametrize("macro", MACROS, ids=[macro.name for macro in MACROS])
def test_the_example_runs_and_no_column_is_called_value(con: duckdb.DuckDBPyConnection, macro: object) -> None:
    columns = [column[0] for column in con.execute(macro.header.example).description]  # type: ignore[attr-defined]
    assert not {"value", "amount", "trade"} & set(columns), "a number's name says its unit and direction"


def test_every_macro_is_listed_with_question_and_comment(con: duckdb.DuckDBPyConnection) -> None:
    listed = con.execute("select macro_name, example from meta.macro order by all").fetchall()
    assert listed == sorted((macro.name, macro.header.example) for macro in MACROS)
    silent = con.execute("select function_name from duckdb_functions() where schema_name = 'mart' and comment is null")
    assert silent.fetchall() == []


def test_partners_add_up_to_what_the_economy_trades(con: duckdb.DuckDBPyConnection) -> None:
    top = con.execute("select sum(exports_usd), sum(imports_usd) from mart.top_partners('DEU', 2014)").fetchall()
    core = con.execute(
        "select sum(value_usd) filter (exporter = 'DEU'), sum(value_usd) filter (importer = 'DEU')"
        " from core.trade where year = 2014"
    ).fetchall()
    assert top[0] == pytest.approx(core[0])
    regions = con.execute("select sum(exports_usd) from mart.trade_by_region('DEU', 2014)").fetchall()
    assert regions[0][0] == pytest.approx(core[0][0])


def test_the_latest_year_seen_from_the_past_is_today(con: duckdb.DuckDBPyConnection) -> None:
    """A change to what today's gaps are may not leave those of earlier years behind."""
    shared = "exporter, importer, actual_usd, potential_usd, untapped_usd, change_5y_pct, tie_index"
    today, past = (
        con.sql(f"select {shared} from {relation} order by exporter, importer").pl()
        for relation in ("mart.opportunity", "mart.gaps_in((select max(year) from mart.opportunity))")
    )
    assert today.height > 100
    assert_frame_equal(today, past, rel_tol=1e-12)
    known = {
        year: con.execute(f"select count(change_5y_pct), count(change_after_pct) from mart.gaps_in({year})").fetchall()[
            0
        ]
        for year in (2009, 2010)
    }  # the world begins in 2006 and ends in 2014
    assert known[2009][0] == known[2010][0] == known[2010][1] == 0
    assert known[2009][1] > 0


def test_a_macro_has_a_lineage(con: duckdb.DuckDBPyConnection) -> None:
    reads = con.execute("select reads from meta.lineage where table_name = 'mart.gaps_in' order by all").fetchall()
    assert [name for (name,) in reads] == ["mart.country_pair", "ref.economy", "score.potential"]


def test_market_shares_add_up_to_one(con: duckdb.DuckDBPyConnection) -> None:
    ((total,),) = con.execute("select sum(market_share) from mart.suppliers('DEU', 2014)").fetchall()
    assert total == pytest.approx(1)


def test_a_file_without_its_header_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.sql").write_text("create or replace macro mart.y() as table select 1")
    with pytest.raises(ModelError, match=r"x\.sql: write a TOML comment"):
        read_macros(tmp_path)
