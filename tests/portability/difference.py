"""Where a table on Spark differs from the same table in DuckDB."""

from pathlib import Path

import duckdb

from warehouse.model import Table

WITHIN = 1e-9  # relative, and absolute below one: sums of doubles depend on their order


def difference(con: duckdb.DuckDBPyConnection, table: Table, parquet: Path) -> dict[str, int]:
    """Count, by column, the rows that differ; ``rows`` counts keys that only one of the two has.

    Args:
        con: The build by DuckDB.
        table: Its name, grain and columns.
        parquet: Folder of the Parquet files that Spark wrote.
    """
    keys = ", ".join(table.grain)
    types = {row[0]: row[1] for row in con.execute(f"describe {table.name}").fetchall()}
    unequal = {name: _unequal(name, types[name]) for name in table.columns if name not in table.grain}
    counts = {name: f"count(*) filter (ours and theirs and {condition})" for name, condition in unequal.items()}
    counts = {"rows": "count(*) filter (ours is null or theirs is null)"} | counts
    cursor = con.execute(
        f"select {', '.join(counts.values())} from (select *, true as ours from {table.name}) as a full outer join"
        f" (select *, true as theirs from read_parquet('{parquet}/*.parquet')) as b using ({keys})"
    )
    found = dict(zip(counts, cursor.fetchall()[0], strict=True))
    return {name: count for name, count in found.items() if count}


def _unequal(name: str, kind: str) -> str:
    if kind not in {"DOUBLE", "FLOAT"} and not kind.startswith("DECIMAL"):
        return f"a.{name} is distinct from b.{name}"
    bound = f"{WITHIN} * greatest(1, abs(a.{name}))"
    return f"((a.{name} is null) <> (b.{name} is null) or abs(a.{name} - b.{name}) > {bound})"
