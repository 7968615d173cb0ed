"""``python -m etl status``: how fresh each source is, and what went wrong last."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from etl.catalog import Entry, read_catalog, source_entry
from etl.lock import Lock
from etl.registry import Source, load_sources
from warehouse.paths import Paths

HEADER = ("source", "version", "tier", "status", "fetched", "age", "cadence", "rows", "rejected")
Row = tuple[str, ...]


def status(paths: Paths, now: datetime | None = None) -> str:
    """A table of every source, and below it what a person can do about the gaps.

    ``age`` counts days since the publisher last said that our copy is the newest; ``!`` marks one older than the
    publisher's cadence.
    """
    now = now or datetime.now(UTC)
    catalog, lock, sources = read_catalog(paths.catalog), Lock.read(paths.sources_lock, paths.raw), load_sources()
    entries = {name: catalog["sources"].get(name) or source_entry(source) for name, source in sources.items()}
    rows = [_row(source, entries[name], _checked_at(lock, name), now) for name, source in sources.items()]
    said = [f"{name}: {entry['message']}" for name, entry in entries.items() if entry["message"]]
    world = ["This is the simulated world."] if catalog.get("simulated") else []
    return "\n".join([*world, *_table([HEADER, *rows]), *said])


def _row(source: Source, entry: Entry, checked_at: datetime | None, now: datetime) -> Row:
    tables = list(entry["tables"].values())
    age = now - checked_at if checked_at else None
    late = "!" if age and age > timedelta(days=source.cadence_days) else ""
    return (
        source.name,
        source.version,
        source.tier,
        str(entry["status"]),
        str(entry["fetched_at"] or "-")[:10],
        f"{age.days} d{late}" if age else "-",
        f"{source.cadence_days} d",
        f"{sum(table['rows'] for table in tables):,}",
        f"{sum(table['rejected'] for table in tables):,}",
    )


def _checked_at(lock: Lock, name: str) -> datetime | None:
    """When the least recently checked of a source's files was checked."""
    files = lock.sources.get(name, {}).values()
    return min((datetime.fromisoformat(locked.checked_at) for locked in files), default=None)


def _table(rows: list[Row]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
