"""Run the models of this folder on Spark: ``spark-submit run.py --staged data/staged --out DIR``.

Needs nothing of the product but the files beside it and the staged Parquet; ``--conf`` and ``--master`` are
spark-submit's. Tables come out as ``DIR/<schema>.db/<table>/*.parquet``.
"""

import argparse
import json
import time
from pathlib import Path
from typing import Any

from pyspark.sql import SparkSession

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Register what is staged and exported, then make one table after another and say what each took."""
    parser = argparse.ArgumentParser(description="Make every table of plan.json on Spark.")
    parser.add_argument("--staged", required=True, help="folder of the staged Parquet, or its address")
    parser.add_argument("--out", required=True, help="folder, or address, for the tables; must not hold them yet")
    arguments = parser.parse_args()
    plan = json.loads((HERE / "plan.json").read_text(encoding="utf-8"))
    spark = (
        SparkSession.builder.appName("entente")
        .config("spark.sql.warehouse.dir", arguments.out)
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
    register(spark, plan, arguments.staged)
    for name in plan["models"]:
        make(spark, name)
    spark.stop()


def register(spark: SparkSession, plan: dict[str, Any], staged: str) -> None:
    """Name the staged tables ``staged.*`` and the exported ones as in the build; a source not staged is empty."""
    names = [*plan["inputs"], *plan["models"]]
    for schema in sorted({"staged", *(name.split(".")[0] for name in names)}):
        spark.sql(f"create database if not exists {schema}")
    for name, table in plan["staged"].items():
        columns = ", ".join(f"{column} {kind}" for column, kind in table["columns"].items())
        what = f"using parquet location '{staged}/{table['path']}'" if table["path"] else f"({columns}) using parquet"
        spark.sql(f"create table staged.{name} {what}")
    for name in plan["inputs"]:
        spark.sql(f"create table {name} using parquet location '{HERE}/inputs/{name}.parquet'")


def make(spark: SparkSession, name: str) -> None:
    """Make one table and print its rows and seconds."""
    started = time.perf_counter()
    spark.sql((HERE / "models" / f"{name}.sql").read_text(encoding="utf-8"))
    rows = spark.table(name).count()
    print(f"  {name:<32} {rows:>11,} rows {time.perf_counter() - started:7.2f} s", flush=True)


if __name__ == "__main__":
    main()
