"""Export of the published file: Parquet, with a Frictionless ``datapackage.json`` that explains it.

Some publishers allow use but not redistribution. What may be passed on is decided table by table, and what stays behind
is named in the package:

- a table of ``core`` that says where each row comes from (``source_id``) loses the rows of such sources;
- a table of estimates (``score``) is our own work; only the publishers' numbers beside them stay behind;
- any other table goes only if every source behind it may be passed on.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from warehouse import spark
from warehouse.paths import Paths

SCHEMAS = ("ref", "core", "score", "mart", "meta")
OWN_WORK = {"ref", "score"}
PUBLISHED_NUMBERS = {"trade_usd", "actual_usd", "value_usd", "stock_usd"}  # beside estimates: as the source has them
TYPES = {
    "VARCHAR": "string", "BOOLEAN": "boolean", "DATE": "date", "TIMESTAMP": "datetime", "DOUBLE": "number",
    "FLOAT": "number", "INTEGER": "integer", "BIGINT": "integer", "SMALLINT": "integer", "HUGEINT": "integer",
}  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """Which rows and columns of a table may be passed on; ``reason`` says why any stay behind."""

    where: str = "true"
    without: frozenset[str] = frozenset()
    reason: str = ""


def main(paths: Paths, folder: str, to: str = "parquet") -> int:
    """Write the current build to ``folder`` and say what stayed behind; or its models, for Spark."""
    if not paths.current.exists():
        print("nothing is published yet: run `make etl`, or `make run` for a simulated world")
        return 1
    if to == "spark":
        return spark.main(paths, folder)
    target = Path(folder).resolve()
    with duckdb.connect(str(paths.current.resolve()), read_only=True) as con:
        package = export(con, target)
    for left in package["left_out"]:
        print(f"left out: {left['table']}: {left['reason']}")
    print(f"{len(package['resources'])} tables in {target}")
    return 0


def export(con: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, Any]:
    """Write every table that may be passed on as ``<schema>.<table>.parquet`` and describe them all.

    Args:
        con: The published file.
        folder: Made if need be; files of the same names are replaced.

    Returns:
        The content of ``datapackage.json``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    closed = {row[0] for row in con.execute("select source_id from meta.source where not redistributable").fetchall()}
    resources, left_out = [], []
    for table in _tables(con):
        rule = passing_on(con, table, closed)
        if rule.reason:
            left_out.append({"table": table, "reason": rule.reason})
        if rule.where != "false":
            resources.append(_write(con, table, rule, folder))
    package = _package(con, resources, left_out, closed)
    (folder / "datapackage.json").write_text(json.dumps(package, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return package


def passing_on(con: duckdb.DuckDBPyConnection, table: str, closed: set[str]) -> Rule:
    """Decide what of ``table`` may be passed on, given the sources that may not."""
    schema, name = table.split(".")
    if schema == "meta" and name != "rejected_row":
        return Rule()  # documentation; only rejected rows hold the publishers' own words
    behind = sorted(closed if schema == "meta" else closed & sources_behind(con, table))
    if not behind:
        return Rule()
    reason = f"from {', '.join(behind)}, which may not be passed on"
    columns = {name for name, _ in _columns(con, table)}
    if schema in OWN_WORK:
        published = frozenset(columns & PUBLISHED_NUMBERS)
        return Rule(without=published, reason=f"{', '.join(sorted(published))} {reason}" if published else "")
    # A row of a mart gathers numbers of many sources: what one column says of its source does not clear the others.
    told = sorted(name for name in columns if schema != "mart" and name.endswith("source_id"))
    listed = ", ".join(f"'{source}'" for source in behind)
    where = " and ".join(f"coalesce({name}, '') not in ({listed})" for name in told)
    return Rule(where or "false", reason=f"{'rows' if told else 'all'} {reason}")


def sources_behind(con: duckdb.DuckDBPyConnection, table: str) -> set[str]:
    """Return the sources a table is made from, directly or through other tables."""
    reached = con.execute(
        "with recursive behind(name) as"
        " (select $1 union select reads from meta.lineage, behind where table_name = name)"
        " select distinct source_id from behind, meta.source where starts_with(name, 'staged.' || source_id || '_')",
        [table],
    ).fetchall()
    return {row[0] for row in reached}


def _tables(con: duckdb.DuckDBPyConnection) -> list[str]:
    rows = con.execute(
        "select schema_name || '.' || table_name from duckdb_tables() where schema_name in $1 order by all", [SCHEMAS]
    ).fetchall()
    return [row[0] for row in rows]


def _columns(con: duckdb.DuckDBPyConnection, table: str) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for row in con.execute(f"describe {table}").fetchall()]


def _write(con: duckdb.DuckDBPyConnection, table: str, rule: Rule, folder: Path) -> dict[str, Any]:
    path = folder / f"{table}.parquet"
    columns = [(name, kind) for name, kind in _columns(con, table) if name not in rule.without]
    select = f"select {', '.join(name for name, _ in columns)} from {table} where {rule.where}"
    con.execute(f"copy ({select}) to '{path}' (format parquet, compression zstd)")
    (description,) = con.execute(
        "select comment from duckdb_tables() where schema_name || '.' || table_name = ?", [table]
    ).fetchall()[0]
    return {
        "name": table.replace(".", "-").replace("_", "-"),
        "title": table,
        "description": description,
        "path": path.name,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        # Not `bytes` and `hash`: Frictionless cannot tell them of Parquet, and calls that an error.
        "file_bytes": path.stat().st_size,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "schema": {"fields": _fields(con, table, columns, path)},
    }


def _fields(
    con: duckdb.DuckDBPyConnection, table: str, columns: list[tuple[str, str]], path: Path
) -> list[dict[str, str]]:
    meanings = dict(
        con.execute("select column_name, description from meta.column where table_name = ?", [table]).fetchall()
    )
    # Validators read Parquet through pandas, where integers with gaps among them are numbers.
    gaps = ", ".join(f"count({name}) < count(*)" for name, _ in columns)
    has_gaps = con.execute(f"select {gaps} from read_parquet('{path}')").fetchall()[0]
    types = [TYPES.get(kind.split("(")[0], "any") for _, kind in columns]
    return [
        {"name": name, "type": "number" if gap and kind == "integer" else kind, "description": meanings[name]}
        for (name, _), kind, gap in zip(columns, types, has_gaps, strict=True)
    ]


def _package(
    con: duckdb.DuckDBPyConnection, resources: list[dict[str, Any]], left_out: list[dict[str, str]], closed: set[str]
) -> dict[str, Any]:
    ((build_id, simulated),) = con.execute("select build_id, simulated from meta.build").fetchall()
    sources = con.execute("select source_id, title, page, licence from meta.source where source_status <> 'missing'")
    return {
        "name": "entente",
        "title": "Entente: trade potentials and diplomatic ties"
        + (" (simulated world: not data)" if simulated else ""),
        "id": build_id,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "sources": [
            {"title": title, "path": page, "licence": licence}
            for source_id, title, page, licence in sources.fetchall()
            if source_id not in closed
        ],
        "resources": resources,
        "left_out": left_out,
    }
