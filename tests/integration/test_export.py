"""The export: readable by anyone, documented, and without what may not be passed on."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import polars as pl
import pytest

from warehouse.export import main as export
from warehouse.export import passing_on
from warehouse.paths import Paths


@pytest.fixture(scope="module")
def exported(refreshed: Paths, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    assert export(refreshed, str(folder)) == 0
    return folder


@pytest.fixture
def con(refreshed: Paths) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(refreshed.current.resolve()), read_only=True)


def package(folder: Path) -> dict:
    return json.loads((folder / "datapackage.json").read_text())


def test_no_row_of_a_closed_source_leaves_the_house(exported: Path, con: duckdb.DuckDBPyConnection) -> None:
    closed = {row[0] for row in con.execute("select source_id from meta.source where not redistributable").fetchall()}
    assert "cow_trade" in closed
    for path in exported.glob("core.*.parquet"):
        frame = pl.read_parquet(path)
        if "source_id" in frame.columns:
            assert not closed & set(frame["source_id"].to_list()), path.name
    assert not (exported / "mart.country_pair.parquet").exists()
    assert "trade_usd" not in pl.read_parquet(exported / "score.potential.parquet").columns
    left = {entry["table"]: entry["reason"] for entry in package(exported)["left_out"]}
    assert "cow_trade" in left["core.trade"]


def test_open_sources_and_our_own_estimates_go_whole(exported: Path, con: duckdb.DuckDBPyConnection) -> None:
    for table in ("core.economy_year", "score.gravity_coefficient"):
        assert pl.read_parquet(exported / f"{table}.parquet").height == con.table(table).shape[0]
    assert pl.read_parquet(exported / "score.potential.parquet")["potential_usd"].null_count() == 0


def test_every_file_is_described_as_it_is(exported: Path) -> None:
    resources = {resource["path"]: resource for resource in package(exported)["resources"]}
    assert set(resources) == {path.name for path in exported.glob("*.parquet")}
    for name, resource in resources.items():
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == pl.read_parquet_schema(exported / name).names(), name
        assert all(field["description"] for field in fields), name
        assert resource["file_bytes"] == (exported / name).stat().st_size


def test_the_package_is_valid_for_frictionless(exported: Path) -> None:
    # A process of its own: its imports are not ours to keep free of warnings.
    command = [Path(sys.executable).with_name("frictionless"), "validate", "datapackage.json", "--json"]
    command += ["--limit-rows", "200"]
    told = json.loads(subprocess.run(command, cwd=exported, capture_output=True, check=False).stdout)
    wrong = {task["name"]: task["errors"][0]["message"] for task in told["tasks"] if task["errors"]}
    assert (wrong, told["errors"], told["valid"]) == ({}, [], True)
    assert told["stats"]["tasks"] == len(package(exported)["resources"])


def test_a_package_that_lies_about_a_column_is_not_valid(exported: Path, tmp_path: Path) -> None:
    shutil.copytree(exported, tmp_path / "export")
    lie = package(exported)
    one = next(resource for resource in lie["resources"] if resource["title"] == "meta.source")
    one["schema"]["fields"][1]["type"] = "integer"
    lie["resources"] = [one]
    (tmp_path / "export" / "datapackage.json").write_text(json.dumps(lie))
    command = [Path(sys.executable).with_name("frictionless"), "validate", "datapackage.json"]
    assert subprocess.run(command, cwd=tmp_path / "export", capture_output=True, check=False).returncode == 1


def test_a_world_of_open_sources_is_exported_whole(con: duckdb.DuckDBPyConnection) -> None:
    assert passing_on(con, "mart.country_pair", set()).where == "true"
    assert passing_on(con, "mart.country_pair", {"icews"}).where != "true"


def test_simulated_data_are_called_so(exported: Path) -> None:
    assert "simulated" in package(exported)["title"]


def test_without_a_build_the_command_to_run_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(Paths(tmp_path), str(tmp_path / "out")) == 1
    assert "make etl" in capsys.readouterr().out
