"""The runner: what is rebuilt, what is refused, what the tables say about themselves."""

import duckdb
import pytest

from tests.unit.warehouse.conftest import MODELS, Toy
from warehouse.build import BuildError, build
from warehouse.catalog import CatalogError
from warehouse.model import ModelError


def query(toy: Toy, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(toy.paths.work), read_only=True) as con:
        return con.execute(sql).fetchall()


def test_second_build_runs_nothing(toy: Toy) -> None:
    assert build(toy.paths).built == ("core.trade", "score.toy_fit")
    second = build(toy.paths)
    assert second.built == ()
    assert second.skipped == ("core.trade", "score.toy_fit")


def test_only_what_depends_on_a_change_is_rebuilt(toy: Toy) -> None:
    build(toy.paths)
    toy.write_model("score/toy_fit.sql", MODELS["score/toy_fit.sql"].replace("'toy' as", "'other' as"))
    assert build(toy.paths).built == ("score.toy_fit",)
    toy.stage([("AAA", "BBB", 2001, 9.0)], fingerprint="two")
    assert build(toy.paths).built == ("core.trade", "score.toy_fit")
    assert query(toy, "select year, value_usd from core.trade") == [(2001, 9.0)]


def test_tables_explain_themselves(toy: Toy) -> None:
    build(toy.paths)
    assert query(
        toy, "select comment from duckdb_columns() where column_name = 'value_usd' and schema_name = 'core'"
    ) == [("Value",)]
    ((comment,),) = query(toy, "select comment from duckdb_tables() where table_name = 'trade'")
    assert comment == "Trade. One row per: exporter, importer, year."


def test_table_of_a_deleted_model_is_dropped(toy: Toy) -> None:
    build(toy.paths)
    (toy.models / "score" / "toy_fit.sql").unlink()
    build(toy.paths)
    assert query(toy, "select table_name from duckdb_tables() where schema_name = 'score'") == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('value_usd = "Value"\n', "", r"columns without description \['value_usd'\]"),
        ('value_usd = "Value"\n', 'value_usd = "Value"\nextra = "e"\n', r"described but absent \['extra'\]"),
        ('grain = ["exporter", "importer", "year"]', 'grain = ["year"]', "is not unique or has a null, for example"),
        ("from staged", "frum staged", "core/trade.sql"),
    ],
)
def test_a_table_that_breaks_its_promise_keeps_the_old_one(toy: Toy, old: str, new: str, message: str) -> None:
    build(toy.paths)
    toy.write_model("core/trade.sql", MODELS["core/trade.sql"].replace(old, new))
    with pytest.raises((BuildError, ModelError), match=message):
        build(toy.paths)
    assert len(query(toy, "from core.trade")) == 2


def test_without_staged_files_the_command_to_run_is_named(toy: Toy) -> None:
    toy.paths.catalog.unlink()
    with pytest.raises(CatalogError, match="make etl"):
        build(toy.paths)


def test_a_missing_source_is_an_empty_table_with_its_columns(toy: Toy) -> None:
    catalog = toy.paths.catalog.read_text().replace('"toy/flow.parquet"', "null")
    toy.paths.catalog.write_text(catalog)
    build(toy.paths)
    assert query(toy, "select count(*) from core.trade") == [(0,)]
