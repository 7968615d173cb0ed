"""The build: run every model whose inputs, header or code changed, in order, and check what came out."""

import importlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb
import polars as pl
from threadpoolctl import threadpool_limits

from warehouse.catalog import Catalog
from warehouse.model import Model, Table, fingerprint, load_models
from warehouse.paths import SEEDS, Paths

Report = Callable[[str], None]
PART = 50_000_000  # keys that are held at once

STATE = """
create schema if not exists meta;
create table if not exists meta.model (
    model_name varchar primary key, fingerprint varchar, reads varchar[], tables varchar[], row_count bigint,
    seconds double, built_at timestamp)
"""


class BuildError(Exception):
    """A table did not come out as its model file says; nothing is published."""


@dataclass(frozen=True)
class BuildResult:
    """Names of the models that ran, and of those that were up to date."""

    built: tuple[str, ...]
    skipped: tuple[str, ...]


@contextmanager
def open_work(paths: Paths, catalog: Catalog) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the incremental build with ``staged.*``, ``etl.*`` and ``seed.*`` beside it."""
    paths.work.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(paths.work)) as con:
        con.execute("set enable_progress_bar = false")
        con.execute(STATE)
        catalog.attach(con, paths.staged)
        attach_seeds(con)
        yield con


def attach_work(con: duckdb.DuckDBPyConnection, paths: Paths, catalog: Catalog) -> None:
    """Make the build readable as ``work``, with the staged tables that its views refer to beside it."""
    catalog.attach(con, paths.staged)
    con.execute(f"attach '{paths.work}' as work (read_only)")


def attach_seeds(con: duckdb.DuckDBPyConnection) -> None:
    """Make the relations ``seed.*`` visible."""
    con.execute("attach ':memory:' as seed")
    for path in sorted(SEEDS.glob("*.csv")):
        # An empty cell is missing, but Namibia's code is the text NA, so no other spelling of missing is read.
        con.execute(f"create view seed.\"{path.stem}\" as from read_csv('{path}', header = true, nullstr = '')")


def build(paths: Paths, schemas: set[str] | None = None, report: Report = print) -> BuildResult:
    """Bring the tables of ``schemas`` (default: all) up to date in ``work.duckdb``.

    Raises:
        BuildError: a model failed, or its table's columns or grain differ from its header.
    """
    catalog = Catalog.load(paths.catalog)
    models = load_models()
    built, skipped = [], []
    with open_work(paths, catalog) as con:
        current = _current_fingerprints(models, catalog)
        _drop_orphans(con, models)
        stored = dict(con.execute("select model_name, fingerprint from meta.model").fetchall())
        for model in models:
            if schemas is not None and model.schema not in schemas:
                continue
            if stored.get(model.name) == current[model.name]:
                skipped.append(model.name)
            else:
                _run(con, model, current[model.name], report)
                built.append(model.name)
    return BuildResult(tuple(built), tuple(skipped))


def _current_fingerprints(models: tuple[Model, ...], catalog: Catalog) -> dict[str, str]:
    """Each model's fingerprint covers its file and code and, through its inputs, everything upstream."""
    known = catalog.fingerprints() | {
        f"seed.{path.stem}": fingerprint(path.read_text()) for path in SEEDS.glob("*.csv")
    }
    result: dict[str, str] = {}
    for model in models:
        missing = [name for name in model.reads if name not in known]
        if missing:
            raise BuildError(f"{model.path} reads {', '.join(missing)}, which no source or seed provides")
        result[model.name] = fingerprint(model.code, *(known[name] for name in model.reads))
        known |= {table.name: result[model.name] for table in model.tables}
    return result


def _drop_orphans(con: duckdb.DuckDBPyConnection, models: tuple[Model, ...]) -> None:
    """Drop tables that no model file makes any longer, so that a published file holds only what a model explains."""
    wanted = {table.name for model in models for table in model.tables}
    for name, tables in con.execute("select model_name, tables from meta.model").fetchall():
        gone = set(tables) - wanted
        for table in gone:
            _drop(con, table)
        if gone or name not in {model.name for model in models}:
            con.execute("delete from meta.model where model_name = ?", [name])


def _run(con: duckdb.DuckDBPyConnection, model: Model, mark: str, report: Report) -> None:
    started = time.perf_counter()
    con.execute(f"create schema if not exists {model.schema}")
    con.execute("begin")
    try:
        rows = _create_sql(con, model) if model.is_sql else _create_python(con, model)
        for table in model.tables:
            check_table(con, table)
            if model.stored:
                comment_on(con, table)
        seconds = time.perf_counter() - started
        names = [table.name for table in model.tables]
        con.execute(
            "insert or replace into meta.model values (?, ?, ?, ?, ?, ?, now()::timestamp)",
            [model.name, mark, list(model.reads), names, rows, seconds],
        )
        con.execute("commit")
    except (duckdb.Error, BuildError, ValueError) as error:
        con.execute("rollback")
        raise BuildError(f"{model.path}: {error}") from error
    report(f"  {model.name:<32} {rows:>11,} rows {seconds:7.2f} s")


def _create_sql(con: duckdb.DuckDBPyConnection, model: Model) -> int:
    _drop(con, model.name)
    con.execute(f"create {'table' if model.stored else 'view'} {model.name} as {model.queries['select']}")
    return _count(con, model.name)


def _drop(con: duckdb.DuckDBPyConnection, name: str) -> None:
    kinds = "select table_type from information_schema.tables where table_schema || '.' || table_name = ?"
    for (kind,) in con.execute(kinds, [name]).fetchall():
        con.execute(f"drop {'view' if kind == 'VIEW' else 'table'} {name}")


def _create_python(con: duckdb.DuckDBPyConnection, model: Model) -> int:
    function = importlib.import_module(f"warehouse.models.{model.name}").build
    inputs = {name: con.sql(query).pl() for name, query in model.queries.items()}
    with threadpool_limits(1):  # at these sizes BLAS threads cost more than they bring; parallel work is explicit
        output = function(**inputs)
    frames = {model.path.stem: output} if isinstance(output, pl.DataFrame) else output
    for name, frame in frames.items():
        con.register("_frame", frame.to_arrow())
        con.execute(f"create or replace table {model.schema}.{name} as from _frame")
        con.unregister("_frame")
    return sum(frame.height for frame in frames.values())


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    (rows,) = con.execute(f"select count(*) from {table}").fetchall()[0]
    return int(rows)


def check_table(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Raise :class:`BuildError` unless the columns are those described and the grain is unique and never null."""
    actual = [row[0] for row in con.execute(f"describe {table.name}").fetchall()]
    undescribed, absent = set(actual) - set(table.columns), set(table.columns) - set(actual)
    if undescribed or absent:
        raise BuildError(
            f"{table.name}: columns without description {sorted(undescribed)}, described but absent {sorted(absent)}"
        )
    grain = ", ".join(table.grain)
    unclear = " or ".join(f"{column} is null" for column in table.grain)
    if not con.execute(f"select 1 from {table.name} where {unclear} limit 1").fetchall() and _is_unique(con, table):
        return
    twice = con.execute(
        f"select {grain} from {table.name} group by all having count(*) > 1 or {unclear} limit 3"
    ).fetchall()
    if twice:
        raise BuildError(f"{table.name}: grain ({grain}) is not unique or has a null, for example {twice}")


def _is_unique(con: duckdb.DuckDBPyConnection, table: Table) -> bool:
    """Whether no key comes twice, as far as 64-bit hashes can tell: different hashes are of different keys.

    Polars counts distinct numbers in a fifth of the time; parts bound the memory of tables of any size.
    """
    key, parts = f"hash({', '.join(table.grain)})", 1 + _count(con, table.name) // PART
    for part in range(parts):
        where = f"where {key} % {parts} = {part}" if parts > 1 else ""
        keys = con.sql(f"select {key} as key from {table.name} {where}").pl()["key"]
        if keys.n_unique() < keys.len():
            return False
    return True


def comment_on(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Write the table's and its columns' descriptions into the database."""
    grain = ", ".join(table.grain)
    con.execute(f"comment on table {table.name} is {quoted(f'{table.description} One row per: {grain}.')}")
    for column, meaning in table.columns.items():
        con.execute(f'comment on column {table.name}."{column}" is {quoted(meaning)}')


def quoted(text: str) -> str:
    """Return ``text`` as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"
