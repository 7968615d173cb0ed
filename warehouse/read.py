"""Read the published file: named queries in ``queries/*.sql``, answered as polars frames with the SQL that was run."""

import os
import re
import threading
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import polars as pl

QUERIES = Path(__file__).resolve().parent / "queries"
TABLE = re.compile(r"\b(?:ref|core|score|mart|meta)\.[a-z_0-9]+")
COLUMN = re.compile(r'column (?:named )?"([\w.]+)"')
PARAMETER = re.compile(r"\$([a-z_]+)")
# DuckDB warns that the rows are copied; its way without a copy plans each query twice, which takes longer.
warnings.filterwarnings("ignore", "Arrow output on a DB-API result")
Value = str | int | float | bool | date | None
# A reader of the published file may look, and nothing else; many read at once, so that none needs several threads.
READ_ONLY = {
    "enable_external_access": "false",
    "python_enable_replacements": "false",
    "threads": "1",
    "lock_configuration": "true",
}


class NotPublishedError(Exception):
    """There is no published file to read."""


class AbsentError(Exception):
    """The published file lacks a table or a column that a query reads; ``what`` names it."""

    def __init__(self, what: str) -> None:
        super().__init__(f"the published file has no {what}")
        self.what = what


@dataclass(frozen=True)
class Answer:
    """The rows a query returned, and the SQL that returns them again when pasted into the published file."""

    frame: pl.DataFrame
    sql: str


class Warehouse:
    """The published file at ``path``, a symlink that moves to a new file with every build.

    Safe to share between threads: each call reads through a cursor of its own, and a call that began on an old build
    finishes on it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._target = ""
        self._connection: duckdb.DuckDBPyConnection | None = None

    @property
    def version(self) -> str:
        """Name of the file that is current now; it changes with every build.

        Raises:
            NotPublishedError: nothing has been published at ``path``.
        """
        target = os.path.realpath(self.path)
        if not os.path.exists(target):
            raise NotPublishedError(f"no published file at {self.path}; make one with: make etl, or make run")
        status = os.stat(target)
        return f"{target}:{status.st_ino}:{status.st_mtime_ns}"

    def read(self, query: str, **parameters: Value) -> Answer:
        """Answer ``queries/<query>.sql``.

        Args:
            query: Name of the file, without its ending.
            parameters: One value for each ``$name`` in the file, no more and no fewer.

        Raises:
            NotPublishedError: nothing has been published.
            AbsentError: the file was built before a table or column that the query reads existed.
            TypeError: the parameters are not those of the query.
        """
        text = query_text(query)
        if parameters_of(query) != set(parameters):
            raise TypeError(f"query {query} takes {sorted(parameters_of(query))}, not {sorted(parameters)}")
        with self._cursor() as cursor:
            try:
                frame = pl.DataFrame(cursor.execute(text, parameters or None).to_arrow_reader())
            except (duckdb.CatalogException, duckdb.BinderException) as error:
                if what := _absent(cursor, text, str(error)):
                    raise AbsentError(what) from error
                raise
        return Answer(frame, literal(text, parameters))

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        version = self.version
        with self._lock:
            if self._connection is None or version != self._target:
                # The old connection is dropped, not closed: cursors still reading it keep its file open.
                self._connection = _connect(os.path.realpath(self.path))
                self._target = version
            return self._connection.cursor()


def queries(start: str) -> list[str]:
    """Return the names of the queries that begin so."""
    return sorted(path.stem for path in QUERIES.glob(f"{start}*.sql"))


@cache
def query_text(query: str) -> str:
    """Return the text of ``queries/<query>.sql``."""
    return (QUERIES / f"{query}.sql").read_text(encoding="utf-8").strip()


def parameters_of(query: str) -> frozenset[str]:
    """Return the names of the query's parameters."""
    return frozenset(PARAMETER.findall(query_text(query)))


def literal(text: str, parameters: Mapping[str, Value]) -> str:
    """Return ``text`` with each ``$name`` replaced by its value as an SQL literal."""
    return PARAMETER.sub(lambda found: _literal(parameters[found[1]]), text)


def _literal(value: Value) -> str:
    match value:
        case None:
            return "NULL"
        case bool():
            return str(value).upper()
        case int() | float():
            return repr(value)
        case date():
            return f"DATE '{value.isoformat()}'"
        case _:
            return "'" + value.replace("'", "''") + "'"


def _absent(cursor: duckdb.DuckDBPyConnection, text: str, message: str) -> str:
    """Name what a query reads that is not in the file: tables and table macros or, where all are, the column."""
    known = cursor.sql(
        "select schema_name || '.' || table_name from duckdb_tables() union all"
        " select schema_name || '.' || function_name from duckdb_functions() where function_type = 'table_macro'"
    ).fetchall()
    tables = sorted(set(TABLE.findall(text)) - {name for (name,) in known})
    column = COLUMN.search(message)
    return ", ".join(tables) or (column[1] if column else "")


def _connect(target: str) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(target, read_only=True, config=dict(READ_ONLY))
    except duckdb.Error as error:
        raise NotPublishedError(f"{target} cannot be opened as a DuckDB file: {error}") from error
