"""``staged/catalog.json``: what is staged and what it means, the contract between etl and warehouse."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from etl.errors import EtlError
from etl.files import write_atomically
from etl.registry import Source, Table

Catalog = dict[str, Any]
Entry = dict[str, Any]


def read_catalog(path: Path) -> Catalog:
    """The catalogue as last written, or an empty one.

    Raises:
        EtlError: It is damaged.
    """
    try:
        content: Catalog = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {"sources": {}}
    except ValueError as error:
        raise EtlError(f"{path} is damaged ({error}): remove it, and the next refresh stages anew") from error
    return content


def write_catalog(path: Path, entries: dict[str, Entry], *, simulated: bool) -> Catalog:
    """Replace the catalogue where it differs; a reader sees the old one or the new one, never half."""
    known = read_catalog(path)
    if known.get("sources") == entries and known.get("simulated") == simulated:
        return known
    staged_at = datetime.now(UTC).isoformat(timespec="seconds")
    catalog = {"simulated": simulated, "staged_at": staged_at, "sources": entries}
    write_atomically(path, (json.dumps(catalog, indent=1, ensure_ascii=False) + "\n").encode())
    return catalog


def source_entry(source: Source) -> Entry:
    """What is authored about a source, its tables not staged."""
    return {
        "title": source.title,
        "producer": source.producer,
        "url": source.page,
        "version": source.version,
        "licence": source.licence,
        "redistributable": source.redistributable,
        "citation": source.citation.strip(),
        "cadence_days": source.cadence_days,
        "tier": source.tier,
        "access": source.access,
        "fetched_at": None,
        "status": "missing",
        "message": None,
        "fingerprint": None,
        "tables": {name: table_entry(table) for name, table in source.tables.items()},
    }


def table_entry(table: Table) -> Entry:
    """What is authored about a table, with no rows behind it."""
    return {
        "description": table.description,
        "grain": list(table.grain),
        "path": None,
        "rejected_path": None,
        "fingerprint": None,
        "rows": 0,
        "rejected": 0,
        "columns": {
            name: {"description": column.description, "type": column.type, "unit": column.unit}
            for name, column in table.columns.items()
        },
    }
