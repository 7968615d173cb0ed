"""Every table that is one SELECT is the same on Spark as in DuckDB."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

import etl
from etl.simulate import Arguments, write_mirror
from tests.portability.difference import difference
from tests.portability.invented_tables import fill
from warehouse.build import attach_work, build
from warehouse.catalog import Catalog
from warehouse.model import Table, load_models
from warehouse.paths import Paths
from warehouse.spark import SCHEMAS, export

pytestmark = pytest.mark.portability
TABLES = [table for model in load_models() if model.is_sql and model.schema in SCHEMAS for table in model.tables]
SUBMIT = Path(sys.executable).with_name("spark-submit")
SETTINGS = ["--master", "local[2]", "--driver-memory", "2g", "--conf", "spark.ui.enabled=false",
            "--conf", "spark.sql.shuffle.partitions=2"]  # fmt: skip


@pytest.fixture(scope="session")
def submit() -> Path:
    """``spark-submit``, where it can run."""
    if not (SUBMIT.exists() and shutil.which("java")):
        if os.environ.get("REQUIRE_SPARK"):
            pytest.fail("REQUIRE_SPARK is set but spark-submit or Java is missing: make test-portability")
        pytest.skip("spark-submit or Java is missing: make test-portability installs the first")
    return SUBMIT


@pytest.fixture(scope="session")
def world(submit: Path, tmp_path_factory: pytest.TempPathFactory) -> Paths:
    """Sixty economies and thirty products; rows are invented for the sources that are not simulated."""
    root = tmp_path_factory.mktemp("portability")
    paths = Paths(root / "data")
    mirror = write_mirror(root / "mirror", Arguments(economies=60, products=30))
    etl.refresh(paths, mirror=mirror)
    assert fill(paths)
    build(paths, report=lambda _: None)
    paths.current.symlink_to(paths.work)  # what is invented would not pass the checks of a publication
    return paths


@pytest.fixture
def con(world: Paths) -> Iterator[duckdb.DuckDBPyConnection]:
    """The tables as DuckDB made them, to be read."""
    with duckdb.connect() as opened:
        attach_work(opened, world, Catalog.load(world.catalog))
        opened.execute("use work")
        yield opened


@pytest.fixture(scope="session")
def spark_tables(submit: Path, world: Paths, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``spark-submit run.py`` makes of the export."""
    folder = tmp_path_factory.mktemp("spark")
    export(world, folder)
    command = [submit, *SETTINGS, folder / "run.py", "--staged", world.staged, "--out", folder / "tables"]
    environment = os.environ | {"PYSPARK_PYTHON": sys.executable}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=folder)
    assert ended.returncode == 0, ended.stdout[-3000:]
    return folder / "tables"


@pytest.mark.parametrize("table", TABLES, ids=[table.name for table in TABLES])
def test_a_table_is_the_same_on_spark(con: duckdb.DuckDBPyConnection, spark_tables: Path, table: Table) -> None:
    schema, name = table.name.split(".")
    assert difference(con, table, spark_tables / f"{schema}.db" / name) == {}


def test_hardly_a_table_is_compared_empty(con: duckdb.DuckDBPyConnection) -> None:
    assert [table.name for table in TABLES if con.table(table.name).shape[0] == 0] == []


def test_the_plan_names_every_model_in_order(world: Paths, spark_tables: Path) -> None:
    plan = json.loads((spark_tables.parent / "plan.json").read_text())
    assert plan["models"] == [table.name for table in TABLES]
