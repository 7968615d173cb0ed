"""Publication: a self-contained copy of the build, checked, then made current by moving one symlink.

Readers keep the file they opened; whoever opens ``entente.duckdb`` afterwards gets the new one. Renaming onto the same
path would not do: a process that reconnects to a path it knows gets its old database back.
"""

import os
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from warehouse.build import BuildError, attach_work, comment_on
from warehouse.catalog import Catalog
from warehouse.change import write_changes
from warehouse.check import read_checks, run_checks
from warehouse.macro import read_macros, write_macros
from warehouse.meta import write_dictionary, write_meta
from warehouse.model import fingerprint, load_models
from warehouse.paths import Paths

# Large tables that are asked for one pair at a time: in the order of their pairs, a reader skips nearly all of them.
BY_PAIR = {
    "core.tie": "origin, destination, year",
    "mart.country_pair": "exporter, importer, year",
    "mart.product_opportunity": "exporter, importer",
    "score.ease_decomposition": "exporter, importer, year",
}
KEEP = 5  # published files that stay on disk
STORAGE = "v1.5.0"  # the oldest storage format that clients in use can open


@dataclass(frozen=True)
class Published:
    """The current file, and whether this call made it."""

    path: Path
    is_new: bool
    warnings: tuple[str, ...]


def publish(paths: Paths, report: Callable[[str], None] = print) -> Published:
    """Copy ``work.duckdb`` into a new file, check it, and make it current.

    Raises:
        BuildError: a check of severity *error* found rows; what was published before stays current.
    """
    mark = build_fingerprint(paths)
    if paths.current.exists() and paths.current.resolve().stem.endswith(mark):
        return Published(paths.current.resolve(), False, ())
    paths.builds.mkdir(parents=True, exist_ok=True)
    _remove_partial(paths)
    build_id = f"entente-{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{mark}"
    partial = paths.builds / f".{build_id}.partial"
    warnings = _write(paths, partial, build_id, report)
    final = paths.builds / f"{build_id}.duckdb"
    os.replace(partial, final)
    _point(paths.current, final)
    _prune(paths, final)
    return Published(final, True, warnings)


def build_fingerprint(paths: Paths) -> str:
    """Return a hash of everything the published file is made of: models, checks and the state of the sources."""
    with closing(duckdb.connect(str(paths.work), read_only=True)) as con:
        rows = con.execute("select model_name, fingerprint from meta.model order by all").fetchall()
    texts = [check.text for check in read_checks()] + [macro.statement for macro in read_macros()]
    texts += [Path(__file__).with_name(f"{name}.py").read_text() for name in ("meta", "change", "publish")]
    return fingerprint(*(f"{name} {mark}" for name, mark in rows), *texts)


def _write(paths: Paths, target: Path, build_id: str, report: Callable[[str], None]) -> tuple[str, ...]:
    started = time.perf_counter()
    with closing(duckdb.connect()) as con:
        con.execute("set enable_progress_bar = false")
        catalog = Catalog.load(paths.catalog)
        attach_work(con, paths, catalog)
        con.execute(f"attach '{target}' as published (storage_version '{STORAGE}'); use published")
        _copy(con)
        con.execute("detach work")
        write_meta(con, catalog, build_id)
        write_changes(con, paths.current.resolve() if paths.current.exists() else None)
        write_macros(con)
        results = run_checks(con)
        write_dictionary(con)
        con.execute("use memory; detach published")
    report(
        f"  {'copied and checked':<32} {target.stat().st_size / 1e6:>8,.0f} MB {time.perf_counter() - started:11.2f} s"
    )
    failed = [result for result in results if result.rows and result.check.severity == "error"]
    if failed:
        target.unlink()
        raise BuildError("\n".join(["not published:", *(result.line() for result in failed)]))
    return tuple(result.line() for result in results if result.rows)


def _copy(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("copy from database work to published (schema)")
    names = "select schema_name || '.' || table_name from duckdb_tables() where database_name = 'work'"
    for (name,) in con.execute(names).fetchall():
        order = f" order by {BY_PAIR[name]}" if name in BY_PAIR else ""
        con.execute(f"insert into published.{name} from work.{name}{order}")
    views = "select schema_name || '.' || view_name from duckdb_views() where database_name = 'work' and not internal"
    described = {table.name: table for model in load_models() for table in model.tables}
    for (name,) in con.execute(views).fetchall():
        con.execute(f"drop view {name}; create table {name} as from work.{name}")
        comment_on(con, described[name])


def _point(link: Path, target: Path) -> None:
    """Repoint the symlink in one step; it is relative, so that the data folder can be moved."""
    fresh = link.with_name(f".{link.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target.relative_to(link.parent))
    os.replace(fresh, link)


def _prune(paths: Paths, current: Path) -> None:
    by_age = sorted(paths.builds.glob("entente-*.duckdb"), key=lambda path: path.stat().st_mtime_ns)
    for old in by_age[:-KEEP]:
        if old != current:
            old.unlink()


def _remove_partial(paths: Paths) -> None:
    """Clear what a killed publication left; the refresh lock guarantees that nobody is writing it now."""
    for partial in paths.builds.glob(".entente-*"):
        partial.unlink()
