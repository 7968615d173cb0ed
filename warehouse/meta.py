"""Tables about the build itself, written into the published copy: what it is, its columns, lineage and fits."""

import duckdb

from warehouse.build import comment_on
from warehouse.catalog import Catalog
from warehouse.model import Table

BUILD = Table(
    "meta.build",
    "This build.",
    ("build_id",),
    {
        "build_id": "Name of the published file",
        "built_at": "When it was published, UTC",
        "simulated": "Whether the data are simulated: invented values for real economies",
        "first_year": "First calendar year with trade in this build",
        "last_year": "Last calendar year with trade in this build",
        "duckdb_version": "Version of DuckDB that wrote it",
    },
)
COLUMN = Table(
    "meta.column",
    "Data dictionary: every column of every table.",
    ("table_name", "column_name"),
    {
        "table_name": "Table, with its schema",
        "column_name": "Column",
        "data_type": "SQL type",
        "unit": "Unit, read off the column's name; null where it has none",
        "description": "What the column holds",
    },
)
LINEAGE = Table(
    "meta.lineage",
    "What each table is made from, and each table macro reads.",
    ("table_name", "reads"),
    {"table_name": "Table or table macro, with its schema", "reads": "A relation the table is made from"},
)
MODEL = Table(
    "meta.model",
    "Model files that made this build.",
    ("model_name",),
    {
        "model_name": "Model file: folder and name",
        "fingerprint": "Hash of the file, its code and everything upstream",
        "reads": "Relations the model reads",
        "tables": "Tables the model makes",
        "row_count": "Rows",
        "seconds": "Time it took when it last ran, seconds",
        "built_at": "When it last ran, UTC",
    },
)
UNITS = {
    "usd": "current US dollars",
    "pct": "per cent",
    "km": "kilometres",
    "index": "index",
    "share": "share, 0 to 1",
}


def write_meta(con: duckdb.DuckDBPyConnection, catalog: Catalog, build_id: str) -> None:
    """Write ``meta.build``, ``meta.lineage`` and ``meta.model_fit`` into the current database."""
    con.execute(
        "create table meta.build as select ? as build_id, now() at time zone 'utc' as built_at, ? as simulated,"
        " min(year) as first_year, max(year) as last_year, version() as duckdb_version"
        " from core.trade where status <> 'missing'",
        [build_id, catalog.simulated],
    )
    con.execute("create table meta.lineage as select unnest(tables) as table_name, input as reads"
                " from meta.model, unnest(reads) as inputs(input)")  # fmt: skip
    _collect_fits(con)
    for table in (BUILD, LINEAGE, MODEL):
        comment_on(con, table)


def _collect_fits(con: duckdb.DuckDBPyConnection) -> None:
    """Every model that fits something makes a table ``score.<name>_fit``; together they are ``meta.model_fit``."""
    found = con.execute(
        "select table_name, comment from duckdb_tables() where schema_name = 'score'"
        " and table_name like '%\\_fit' escape '\\' and database_name = current_database() order by table_name"
    ).fetchall()
    con.execute(
        "create table meta.model_fit as " + " union all by name ".join(f"from score.{name}" for name, _ in found)
    )
    con.execute("comment on table meta.model_fit is 'Every fit of this build: sample, clusters, convergence, time.'")
    first = found[0][0]
    for name, meaning in con.execute(
        "select column_name, comment from duckdb_columns() where schema_name = 'score' and table_name = ?"
        " and database_name = current_database()", [first]
    ).fetchall():  # fmt: skip
        con.execute(f"comment on column meta.model_fit.{name} is '{meaning.replace(chr(39), chr(39) * 2)}'")


def write_dictionary(con: duckdb.DuckDBPyConnection) -> None:
    """Write ``meta.column``; called when every other table and comment is there. It describes itself too."""
    con.execute(
        "create table meta.column"
        " (table_name varchar, column_name varchar, data_type varchar, unit varchar, description varchar)"
    )
    comment_on(con, COLUMN)
    unit = " ".join(f"when column_name like '%\\_{suffix}' escape '\\' then '{name}'" for suffix, name in UNITS.items())
    con.execute(
        f"insert into meta.column select schema_name || '.' || table_name as table_name, column_name, data_type,"
        f" case {unit} end as unit, comment as description from duckdb_columns()"
        " where not internal and database_name = current_database() order by table_name, column_index"
    )
