"""Publication: readers are never blocked, never broken, and never see a half-written file."""

import json
from pathlib import Path

import duckdb
import pytest

from tests.unit.warehouse.conftest import MODELS, Toy
from warehouse import check as check_module
from warehouse import macro as macro_module
from warehouse import publish as publish_module
from warehouse.build import BuildError, build
from warehouse.publish import publish


@pytest.fixture(autouse=True)
def checks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "checks"
    folder.mkdir()
    read = check_module.read_checks
    monkeypatch.setattr(check_module, "read_checks", lambda: read(folder))
    monkeypatch.setattr(publish_module, "read_checks", lambda: read(folder))
    for module in (macro_module, publish_module):
        monkeypatch.setattr(module, "read_macros", list)
    return folder


def refresh(toy: Toy, value: float) -> Path:
    toy.stage([("AAA", "BBB", 2000, value)], fingerprint=str(value))
    build(toy.paths)
    return publish(toy.paths).path


def value_in(path: Path) -> float:
    with duckdb.connect(str(path), read_only=True) as con:
        return float(con.execute("select value_usd from core.trade").fetchall()[0][0])


def test_reader_keeps_its_file_and_the_next_reader_gets_the_new_one(toy: Toy) -> None:
    refresh(toy, 1.0)
    with duckdb.connect(str(toy.paths.current.resolve()), read_only=True) as reader:
        refresh(toy, 2.0)
        assert reader.execute("select value_usd from core.trade").fetchall() == [(1.0,)]
    assert value_in(toy.paths.current.resolve()) == 2.0


def test_a_table_that_is_not_stored_in_the_build_is_whole_in_the_published_file(toy: Toy) -> None:
    refresh(toy, 1.0)
    toy.write_model("core/trade.sql", MODELS["core/trade.sql"].replace("[columns]", "stored = false\n[columns]"))
    path = refresh(toy, 2.0)
    with duckdb.connect(str(toy.paths.work), read_only=True) as con:
        assert con.execute("select view_name from duckdb_views() where not internal").fetchall() == [("trade",)]
    (toy.paths.staged / "toy" / "flow.parquet").unlink()
    assert value_in(path) == 2.0
    with duckdb.connect(str(path), read_only=True) as con:
        said = con.execute("select comment from duckdb_columns() where column_name = 'value_usd'").fetchall()
    assert said == [("Value",)]


def test_nothing_changed_publishes_nothing(toy: Toy) -> None:
    first = refresh(toy, 1.0)
    again = publish(toy.paths)
    assert (again.path, again.is_new) == (first, False)


def test_failed_check_names_rows_and_leaves_the_published_file(toy: Toy, checks: Path) -> None:
    first = refresh(toy, 1.0)
    (checks / "small.sql").write_text(
        '/*\nrule = "Trade is small."\nseverity = "error"\nremedy = "Ask."\n*/\nfrom core.trade where value_usd > 5'
    )
    with pytest.raises(BuildError, match=r"small: 1 rows: Trade is small\. \(exporter=AAA.*Ask\."):
        refresh(toy, 9.0)
    assert toy.paths.current.resolve() == first
    assert list(toy.paths.builds.iterdir()) == [first]


def test_warning_is_reported_and_kept_in_the_file(toy: Toy, checks: Path) -> None:
    (checks / "odd.sql").write_text(
        '/*\nrule = "Nothing is odd."\nseverity = "warning"\nremedy = "Look."\n*/\nselect exporter from core.trade'
    )
    build(toy.paths)
    published = publish(toy.paths)
    assert "odd: 2 rows" in published.warnings[0]
    with duckdb.connect(str(published.path), read_only=True) as con:
        ((name, rows, examples),) = con.execute(
            "select check_name, row_count, examples from meta.check_result"
        ).fetchall()
    assert (name, rows, len(json.loads(examples))) == ("odd", 2, 2)


def test_file_is_readable_by_older_clients_and_documents_every_column(toy: Toy) -> None:
    path = refresh(toy, 1.0)
    with duckdb.connect(str(path), read_only=True) as con:
        ((tags,),) = con.execute(
            "select tags from duckdb_databases() where database_name = current_database()"
        ).fetchall()
        assert tags["storage_version"].startswith("v1.5")
        silent = con.execute("select table_name, column_name from meta.column where description is null").fetchall()
        assert silent == []
        assert con.execute("select simulated from meta.build").fetchall() == [(True,)]
        assert ("core.trade", "staged.toy_flow") in con.execute("select table_name, reads from meta.lineage").fetchall()


def test_what_a_killed_publication_left_is_cleared(toy: Toy) -> None:
    refresh(toy, 1.0)
    (toy.paths.builds / ".entente-x.partial").write_bytes(b"half")
    path = refresh(toy, 2.0)
    assert path in toy.paths.builds.iterdir()
    assert not list(toy.paths.builds.glob(".*"))


def test_only_the_newest_files_are_kept(toy: Toy) -> None:
    for value in range(8):
        refresh(toy, float(value))
    assert len(list(toy.paths.builds.iterdir())) == publish_module.KEEP
    assert value_in(toy.paths.current.resolve()) == 7.0


def test_data_folder_can_be_moved(toy: Toy, tmp_path: Path) -> None:
    refresh(toy, 3.0)
    moved = toy.paths.root.rename(tmp_path / "elsewhere")
    assert value_in((moved / "entente.duckdb").resolve()) == 3.0


def test_a_table_asked_for_by_pair_is_stored_in_the_order_of_its_pairs(
    toy: Toy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish_module, "BY_PAIR", {"core.trade": "exporter, importer, year"})
    toy.stage(
        [("NAM", "AAA", 2000, 1.0), ("AAA", "NAM", 2001, 2.0), ("AAA", "NAM", 2000, 3.0), ("AAA", "BBB", 2001, 4.0)]
    )
    build(toy.paths)
    with duckdb.connect(str(publish(toy.paths).path), read_only=True) as con:
        assert con.execute("select value_usd from core.trade").fetchall() == [(4.0,), (3.0,), (2.0,), (1.0,)]
