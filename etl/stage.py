"""Published bytes → typed Parquet: parse, map economies, validate, write.

A source whose files, definition and code are those of its staged copy is not parsed again. A source that cannot be
parsed keeps its last good copy.
"""

import hashlib
import importlib.util
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl.catalog import Entry, source_entry
from etl.errors import SourceError
from etl.files import replacing
from etl.registry import Source
from warehouse.paths import SEEDS, Paths

if TYPE_CHECKING:
    import polars as pl

    from etl.readers import Files

    Split = tuple[pl.DataFrame, pl.DataFrame]
    Parser = Callable[[Files], dict[str, Any]]

ETL = Path(__file__).resolve().parent
CODE = [ETL / name for name in ("stage.py", "contract.py", "economies.py", "readers.py", "unpack.py")]
SEED_FILES = [SEEDS / "economy.csv", SEEDS / "economy_code.csv"]


@cache
def code_fingerprint() -> str:
    """Checksum of the code and seeds that every staged table passes through."""
    digest = hashlib.sha256()
    for path in (*CODE, *SEED_FILES):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def fingerprint(source: Source, checksums: list[str]) -> str:
    """What decides a source's staged tables: its bytes, its definition, its parser and our code."""
    digest = hashlib.sha256("\n".join([code_fingerprint(), *sorted(checksums)]).encode())
    digest.update(source.definition.read_bytes())
    digest.update(source.parser.read_bytes())
    return digest.hexdigest()


def is_current(entry: Entry | None, mark: str, staged: Path) -> bool:
    """Whether the staged copy is of exactly these inputs, and still on disk."""
    if not entry or entry.get("fingerprint") != mark:
        return False
    tables = entry["tables"].values()
    return all(table["path"] and (staged / table["path"]).exists() for table in tables)


def stage_source(source: Source, files: dict[str, list[Path]], fetched_at: str, mark: str, paths: Paths) -> Entry:
    """Parse one source and write its tables.

    Returns:
        Its entry for the catalogue.

    Raises:
        SourceError: The files are not what the parser expects. Nothing has been written.
    """
    split = _read_guarded(source, files, int(fetched_at[:4]))
    entry = source_entry(source)
    entry |= {"fingerprint": mark, "fetched_at": fetched_at, "status": "fresh"}
    for name, (good, rejected) in split.items():
        entry["tables"][name] |= _write(source.name, name, good, rejected, paths.staged)
        entry["tables"][name]["fingerprint"] = hashlib.sha256(f"{mark}{name}".encode()).hexdigest()
    return entry


def _read_guarded(source: Source, files: dict[str, list[Path]], fetched_year: int) -> "dict[str, Split]":
    """Parse and validate; whatever goes wrong in there is this source's failure alone."""
    try:
        return _read(source, files, fetched_year)
    except (SourceError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic in a compiled reader is no Exception
        raise SourceError(
            f"{source.name}: the parser stopped at {type(error).__name__}: {error}",
            f"the layout may have changed: compare the files with {source.parser}",
        ) from error


def _read(source: Source, files: dict[str, list[Path]], fetched_year: int) -> "dict[str, Split]":
    from etl.readers import Files  # noqa: PLC0415  (an unchanged refresh reads none)

    frames = _parser(source)(Files(files, fetched_year))
    if absent := [name for name in source.tables if name not in frames]:
        raise SourceError(f"{source.name}: parse() gave no table {', '.join(absent)}", f"see {source.parser}")
    return {name: _split(source, name, frames[name].lazy().collect()) for name in source.tables}


def _parser(source: Source) -> "Parser":
    spec = importlib.util.spec_from_file_location(f"etl.sources.{source.name}.parse", source.parser)
    if spec is None or spec.loader is None:
        raise SourceError(f"{source.parser} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    parser: Parser = module.parse
    return parser


def _split(source: Source, name: str, frame: "pl.DataFrame") -> "Split":
    """Good rows, economies mapped; and rejected rows, with their reasons and their content as published."""
    import polars as pl  # noqa: PLC0415  (an unchanged refresh needs none)

    from etl.contract import INDEX, REASON, ROW, require_columns, validate  # noqa: PLC0415
    from etl.economies import attach_economy  # noqa: PLC0415

    table = source.tables[name]
    require_columns(frame, table, name)
    mapped, year = frame, "year" if "year" in table.columns else None
    for column, system in table.economies.items():
        mapped = attach_economy(mapped, column, system, year_column=year)
    good, bad = validate(mapped, table, known=[f"{column}_reason" for column in table.economies])
    published = frame if ROW in frame.columns else frame.with_row_index(ROW, offset=1)
    rejected = published[bad.get_column(INDEX)].select(
        pl.lit(source.name).alias("source_id"),
        pl.lit(name).alias("table_name"),
        pl.col(ROW).cast(pl.Int64),
        bad.get_column(REASON),
        pl.struct(pl.exclude(ROW)).struct.json_encode().alias("record"),
    )
    return good, rejected


def _write(source: str, name: str, good: "pl.DataFrame", rejected: "pl.DataFrame", staged: Path) -> Entry:
    path, rejected_path = f"{source}/{name}.parquet", f"{source}/{name}.rejected.parquet"
    for target, frame in ((path, good), (rejected_path, rejected)):
        with replacing(staged / target) as temporary:
            frame.write_parquet(temporary, compression="zstd", statistics=True)
    return {"path": path, "rejected_path": rejected_path, "rows": good.height, "rejected": rejected.height}
