"""Published bytes → typed Parquet: parse, map economies, validate, write.

A source whose files, definition and code are those of its staged copy is not parsed again. A source that cannot be
parsed keeps its last good copy.

A parser gives a table as a frame; as a :class:`~etl.blocks.LargeCsv` where it is too large to be held; or as an
iterator of either. Large or small, a table goes through the same steps, batch by batch.
"""

import hashlib
import importlib.util
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl.catalog import Entry, source_entry
from etl.errors import SourceError
from etl.registry import Source
from warehouse.paths import SEEDS, Paths

if TYPE_CHECKING:
    import polars as pl

    from etl.blocks import Batch
    from etl.parquet import TableWriter
    from etl.readers import Files

    Split = tuple[pl.DataFrame, pl.DataFrame]
    Parse = Callable[[], dict[str, Any]]

ETL = Path(__file__).resolve().parent
CODE = [
    ETL / name
    for name in ("stage.py", "blocks.py", "contract.py", "economies.py", "parquet.py", "readers.py", "unpack.py")
]
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
    entry = source_entry(source)
    entry |= {"fingerprint": mark, "fetched_at": fetched_at, "status": "fresh"}
    with ExitStack() as unfinished:
        for name, written in _write_guarded(source, files, int(fetched_at[:4]), paths.staged, unfinished).items():
            entry["tables"][name] |= written
            entry["tables"][name]["fingerprint"] = hashlib.sha256(f"{mark}{name}".encode()).hexdigest()
    return entry


def _write_guarded(
    source: Source, files: dict[str, list[Path]], fetched_year: int, staged: Path, unfinished: ExitStack
) -> dict[str, Entry]:
    """Parse, validate and write; whatever goes wrong in there is this source's failure alone."""
    from etl.readers import Files  # noqa: PLC0415  (an unchanged refresh reads none)

    try:
        parse = partial(_parser(source), Files(files, fetched_year))
        return _write_tables(source, parse, staged, unfinished)
    except (SourceError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic in a compiled reader is no Exception
        raise SourceError(
            f"{source.name}: the parser stopped at {type(error).__name__}: {error}",
            f"the layout may have changed: compare the files with {source.parser}",
        ) from error


def _write_tables(source: Source, parse: "Parse", staged: Path, unfinished: ExitStack) -> dict[str, Entry]:
    """Write every table; they take the old ones' places together, when ``unfinished`` is closed."""
    given = parse()
    if absent := [name for name in source.tables if name not in given]:
        raise SourceError(f"{source.name}: parse() gave no table {', '.join(absent)}", f"see {source.parser}")
    return {
        name: unfinished.enter_context(_writing(source, name, staged, given[name], parse)) for name in source.tables
    }


@contextmanager
def _writing(source: Source, name: str, staged: Path, given: Any, parse: "Parse") -> "Iterator[Entry]":
    """One table's files, whole but not yet in the places of the old ones."""
    import polars as pl  # noqa: PLC0415

    from etl.blocks import Batch, ahead, batches  # noqa: PLC0415
    from etl.parquet import TableWriter  # noqa: PLC0415

    path, rejected_path = f"{source.name}/{name}.parquet", f"{source.name}/{name}.rejected.parquet"
    with TableWriter.replacing(staged / path, staged / rejected_path, source.tables[name].grain) as writer:
        _write_in_batches(source, name, ahead(batches(given)), writer)
        if writer.has_repeats:  # a key comes twice in a large table, which is rare: perhaps in neighbouring rows
            writer.begin_again()
            _write_in_batches(source, name, batches(parse()[name]), writer, thorough=True)
        if writer.has_repeats:  # in batches apart: only the whole table can tell which rows these are
            writer.begin_again()
            whole = pl.concat(batch.as_written() for batch in batches(parse()[name]))
            _write_in_batches(source, name, [Batch(whole)], writer)
        yield {"path": path, "rejected_path": rejected_path, **writer.close()}


def _write_in_batches(
    source: Source, name: str, given: "Iterable[Batch]", writer: "TableWriter", *, thorough: bool = False
) -> None:
    for batch in given:
        repeats = thorough or not batch.text
        good, rejected = _split(source, name, batch.rows, writer.rows_read, repeats=repeats)
        if rejected.height and batch.text:
            good, rejected = _split(source, name, batch.as_written(), writer.rows_read)
        writer.add(good, rejected)


def _parser(source: Source) -> "Callable[[Files], dict[str, Any]]":
    spec = importlib.util.spec_from_file_location(f"etl.sources.{source.name}.parse", source.parser)
    if spec is None or spec.loader is None:
        raise SourceError(f"{source.parser} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    parse: Callable[[Files], dict[str, Any]] = module.parse
    return parse


def _split(source: Source, name: str, frame: "pl.DataFrame", rows_before: int, *, repeats: bool = True) -> "Split":
    """Good rows, economies mapped; and rejected rows, with their reasons and their content as published."""
    import polars as pl  # noqa: PLC0415  (an unchanged refresh needs none)

    from etl.contract import INDEX, REASON, ROW, require_columns, validate  # noqa: PLC0415
    from etl.economies import attach_economy  # noqa: PLC0415

    table = source.tables[name]
    require_columns(frame, table, name)
    mapped, year = frame, "year" if "year" in table.columns else None
    for column, system in table.economies.items():
        mapped = attach_economy(mapped, column, system, year_column=year)
    known = [f"{column}_reason" for column in table.economies]
    good, bad = validate(mapped, table, known, repeats=repeats)
    published = frame if ROW in frame.columns else frame.with_row_index(ROW, offset=rows_before + 1)
    rejected = published[bad.get_column(INDEX)].select(
        pl.lit(source.name).alias("source_id"),
        pl.lit(name).alias("table_name"),
        pl.col(ROW).cast(pl.Int64),
        bad.get_column(REASON),
        pl.struct(pl.exclude(ROW)).struct.json_encode().alias("record"),
    )
    return good, rejected
