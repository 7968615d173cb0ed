"""``staged/catalog.json`` as the warehouse reads it: the contract with whatever staged the files."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse.model import fingerprint

SOURCE_KEYS = [
    "title", "producer", "url", "version", "licence", "redistributable", "tier", "access", "cadence_days", "status",
    "message", "fetched_at",
]  # fmt: skip
SOURCE_TABLES = """
create table etl.source (
    source_id varchar, title varchar, producer varchar, page varchar, version varchar, licence varchar,
    redistributable boolean, tier varchar, access varchar, cadence_days integer, source_status varchar, message varchar,
    fetched_at timestamp, row_count bigint, rejected_count bigint);
create table etl.citation (source_id varchar, bibtex varchar);
"""
SQL_TYPES = {"str": "varchar", "int": "integer", "float": "double", "bool": "boolean", "date": "date"}


class CatalogError(Exception):
    """Nothing is staged, or the catalog cannot be read; the message says which command makes one."""


@dataclass(frozen=True)
class StagedTable:
    """A staged Parquet file, or a typed empty relation where its source could not be had."""

    source_id: str
    name: str
    path: str | None
    fingerprint: str
    columns: dict[str, dict[str, Any]]

    @property
    def relation(self) -> str:
        """Its name in the schema ``staged``."""
        return f"{self.source_id}_{self.name}"

    def select(self, staged: Path) -> str:
        """Return the SELECT that is its view; without a file, one with the same columns and no row."""
        if self.path is not None:
            return f"select {', '.join(self.columns)} from read_parquet('{staged / self.path}')"
        columns = (f"null::{SQL_TYPES[column['type']]} as {name}" for name, column in self.columns.items())
        return f"select {', '.join(columns)} where false"


@dataclass(frozen=True)
class Catalog:
    """The sources as staged: their documentation, state and tables."""

    simulated: bool
    sources: dict[str, dict[str, Any]]

    @classmethod
    def load(cls, path: Path) -> "Catalog":
        """Read the catalog.

        Raises:
            CatalogError: there is none yet, or it is not what the etl writes.
        """
        try:
            content = json.loads(path.read_text())
            return cls(content["simulated"], content["sources"])
        except FileNotFoundError as error:
            raise CatalogError(f"{path} does not exist: run `make etl`, or `make run` for a simulated world") from error
        except (ValueError, KeyError, TypeError) as error:
            raise CatalogError(f"{path} cannot be read ({error}): delete it and run `make etl` again") from error

    def tables(self) -> Iterator[StagedTable]:
        """Yield every table of every source."""
        for source_id, source in self.sources.items():
            for name, table in source["tables"].items():
                mark = table.get("fingerprint") or "missing"
                yield StagedTable(source_id, name, table.get("path"), mark, table["columns"])

    def attach(self, con: duckdb.DuckDBPyConnection, staged: Path) -> None:
        """Make the relations ``staged.*`` (one per table) and ``etl.*`` (what staging reports) visible to models.

        They live in memory beside the build, so that a published file never refers to a path on this machine.
        """
        con.execute("attach ':memory:' as staged; attach ':memory:' as etl")
        for table in self.tables():
            con.execute(f'create view staged."{table.relation}" as {table.select(staged)}')
        con.execute(SOURCE_TABLES)
        for source_id, source in self.sources.items():
            tables = source["tables"].values()
            counts = [sum(table.get(key) or 0 for table in tables) for key in ("rows", "rejected")]
            con.execute(
                f"insert into etl.source values ({', '.join('?' * 15)})",
                [source_id, *map(source.get, SOURCE_KEYS), *counts],
            )
            con.execute("insert into etl.citation values (?, ?)", [source_id, source["citation"]])
        con.execute(f"create view etl.rejected_row as {self._rejected(staged)}")

    def _rejected(self, staged: Path) -> str:
        files = [
            str(path)
            for source_id, source in self.sources.items()
            for name in source["tables"]
            if (path := staged / source_id / f"{name}.rejected.parquet").exists()
        ]
        columns = "source_id, table_name, row_number, reason, record"
        if files:
            return f"select {columns} from read_parquet({files})"
        return (
            "select ''::varchar as source_id, ''::varchar as table_name, 0::bigint as row_number,"
            " ''::varchar as reason, ''::varchar as record where false"
        )

    def fingerprints(self) -> dict[str, str]:
        """Return what each relation of :meth:`attach` depends on, by its full name."""
        tables = {f"staged.{table.relation}": table.fingerprint for table in self.tables()}
        everything = fingerprint(json.dumps(self.sources, sort_keys=True))
        return tables | dict.fromkeys(("etl.source", "etl.citation", "etl.rejected_row"), everything)
