"""The SQL models as Spark SQL, for data that one machine no longer holds.

``python -m warehouse export --to spark DIR`` writes every model that is one SELECT as a Spark statement, the tables
they read that no SELECT makes (seeds, and what Python models computed) as Parquet, and ``run.py`` for
``spark-submit``. Spark is the engine; nothing distributed is ours. The folder is for one's own use: it holds what may
not be passed on.
"""

import json
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import sqlglot
from sqlglot import exp

from warehouse.build import attach_seeds
from warehouse.catalog import Catalog
from warehouse.model import Model, load_models
from warehouse.paths import Paths

SCHEMAS = ("ref", "core", "score", "mart")  # meta describes a build, and a Spark run is none
RUNNER = Path(__file__).with_name("spark_runner.py")
SPARK_TYPES = {"str": "string", "int": "int", "float": "double", "bool": "boolean", "date": "date"}


def main(paths: Paths, folder: str) -> int:
    """Write the models to ``folder`` and say how to run them."""
    target = Path(folder).resolve()
    plan = export(paths, target)
    print(f"{len(plan['models'])} models in {target}; for one's own use: inputs hold what may not be passed on")
    print(f"run them: spark-submit {target / 'run.py'} --staged {paths.staged} --out {target / 'tables'}")
    return 0


def export(paths: Paths, folder: Path) -> dict[str, Any]:
    """Write models, inputs, ``plan.json`` and ``run.py`` below ``folder``.

    Args:
        paths: Where ``staged/catalog.json`` and the published file with the results of Python models are.
        folder: Made if need be; the folders ``models`` and ``inputs`` in it are replaced.

    Returns:
        The content of ``plan.json``: staged tables, inputs and models, in the order in which ``run.py`` takes them.
    """
    models = [model for model in load_models() if model.is_sql and model.schema in SCHEMAS]
    for name in ("models", "inputs"):
        shutil.rmtree(folder / name, ignore_errors=True)
        (folder / name).mkdir(parents=True)
    for model in models:
        (folder / "models" / f"{model.name}.sql").write_text(statement(model), encoding="utf-8")
    plan = {
        "staged": _staged(Catalog.load(paths.catalog), _read(models)),
        "inputs": _write_inputs(paths.current, _read(models) - {model.name for model in models}, folder / "inputs"),
        "models": [model.name for model in models],
    }
    (folder / "plan.json").write_text(json.dumps(plan, indent=2) + "\n", encoding="utf-8")
    shutil.copy(RUNNER, folder / "run.py")
    return plan


def statement(model: Model) -> str:
    """Return the Spark SQL that makes the table of a model."""
    tree = sqlglot.parse_one(model.queries["select"], dialect="duckdb").transform(_double)
    return f"create table {model.name} using parquet as\n{tree.sql(dialect='spark', pretty=True)}\n"


def _double(node: exp.Expression) -> exp.Expression:
    """Make 0.5 a double: Spark would divide decimals with six digits, DuckDB divides doubles."""
    if isinstance(node, exp.Literal) and not node.is_string and "." in node.name:
        return exp.cast(node.copy(), "double")
    return node


def _read(models: list[Model]) -> set[str]:
    return {name for model in models for name in model.reads}


def _staged(catalog: Catalog, wanted: set[str]) -> dict[str, dict[str, Any]]:
    """Where each staged table is, or, where its source could not be had, only its columns."""
    return {
        table.relation: {
            "path": table.path,
            "columns": {name: SPARK_TYPES[column["type"]] for name, column in table.columns.items()},
        }
        for table in catalog.tables()
        if f"staged.{table.relation}" in wanted
    }


def _write_inputs(published: Path, wanted: set[str], folder: Path) -> list[str]:
    """Write the seeds, and the tables that Python models made, as Parquet."""
    names = sorted(name for name in wanted if not name.startswith("staged."))
    with closing(duckdb.connect()) as con:
        attach_seeds(con)
        con.execute(f"attach '{published.resolve()}' as published (read_only); use published")
        for name in names:
            con.execute(f"copy (from {name}) to '{folder / name}.parquet' (format parquet)")
    return names
