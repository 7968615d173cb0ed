"""What parsers read with: every value comes as text, numbered by its row, and a changed layout is said so."""

from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
import polars.selectors as cs

from etl.errors import SourceError
from etl.files import vintage
from etl.stata import refuse_oversized
from etl.unpack import members, read_gzip, read_member, refuse_unsafe

_BEYOND = "beyond the header"
_REMEDY = "fetch it again with make etl UPDATE=1, or put a good copy in its place"
LAYOUT_REMEDY = "the publisher may have changed the layout: compare with [files] in source.toml and parse.py"


@dataclass(frozen=True)
class Files:
    """A source's files, by their key in ``source.toml``."""

    paths: dict[str, list[Path]]
    fetched_year: int

    def all(self, key: str) -> list[Path]:
        """Every file of a family, by name."""
        return self.paths.get(key, [])

    def one(self, key: str) -> Path:
        """The file of that key; of several vintages, the one whose name bears the latest date."""
        return max(self.all(key), key=vintage)


def read_csv(
    path: Path,
    columns: dict[str, str],
    *,
    member: str = "*.csv",
    separator: str = ",",
    quote: str | None = '"',
    encoding: str = "utf-8",
) -> pl.DataFrame:
    """Read chosen columns of a CSV file, or of one in a zip, as text.

    Args:
        path: The file; a ``.zip`` is looked into, a ``.gz`` unpacked.
        columns: Published name → ours.
        member: Glob of the CSV's name within a zip.
        separator: Between fields.
        quote: Around fields; ``None`` where the publisher never quotes.
        encoding: As the publisher declares it.

    Returns:
        ``row_number`` (1 is the first row below the header) and the renamed columns, all text.

    Raises:
        SourceError: The file is damaged, not in that encoding, or lacks a column.
    """
    content = _as_utf8(path, content_of(path, member), encoding)
    try:
        scan = partial(pl.scan_csv, content, separator=separator, quote_char=quote)
        header = scan(infer_schema=False).collect_schema().names()
        require(path, header, columns)
        # One field beyond the header: projection alone would cut off what a row has too much of.
        rows = scan(
            has_header=False,
            skip_rows=1,
            schema=dict.fromkeys([*header, _BEYOND], pl.String()),
            missing_columns="insert",
            row_index_name="row_number",
            row_index_offset=1,
        )
        frame = rows.select("row_number", *renamed(columns), _BEYOND).collect()
    except pl.exceptions.PolarsError as error:
        raise SourceError(f"{path.name} cannot be read as CSV: {first_line(error)}", LAYOUT_REMEDY) from error
    return _refuse_overflow(path, frame)


def read_excel(
    path: Path, columns: dict[str, str], *, member: str = "*.xls*", sheet: int | str = 0, others: bool = False
) -> pl.DataFrame:
    """Read chosen columns of a spreadsheet, or of one in a zip, as text. No macro is run and no entity followed.

    Args:
        path: The file; a ``.zip`` is looked into.
        columns: Published name → ours.
        member: Glob of the spreadsheet's name within a zip.
        sheet: Which sheet, by number from 0 or by name.
        others: Keep the other columns too, under their published names.

    Raises:
        SourceError: The file is damaged or lacks the sheet or a column.
    """
    import fastexcel  # noqa: PLC0415  (an unchanged refresh reads none)

    content = content_of(path, member)
    refuse_unsafe(path, content)
    try:
        frame = fastexcel.read_excel(content).load_sheet(sheet, dtypes="string").to_polars()
    except fastexcel.FastExcelError as error:
        raise SourceError(f"{path.name} cannot be read as a spreadsheet: {first_line(error)}", _REMEDY) from error
    require(path, frame.columns, columns)
    kept = [pl.exclude("row_number", *columns)] if others else []
    return frame.with_row_index("row_number", offset=1).select("row_number", *renamed(columns), *kept)


def read_stata(path: Path, columns: dict[str, str], *, member: str = "*.dta") -> pl.DataFrame:
    """Read chosen columns of a Stata file, or of one in a zip, with their types; blank text is missing.

    Whole numbers kept as floating-point (codes, years) are given back as whole numbers.

    Raises:
        SourceError: The file is damaged or lacks a column.
    """
    import pyreadstat  # noqa: PLC0415  (an unchanged refresh reads none)

    content = content_of(path, member)
    refuse_oversized(path, content)
    try:
        frame: pl.DataFrame = pyreadstat.read_dta(BytesIO(content), output_format="polars")[0]
    except (pyreadstat.ReadstatError, UnicodeDecodeError, ValueError) as error:
        raise SourceError(f"{path.name} cannot be read as Stata: {first_line(error)}", _REMEDY) from error
    require(path, frame.columns, columns)
    numbered = frame.with_row_index("row_number", offset=1).select("row_number", *renamed(columns))
    whole = [column.name for column in numbered.select(cs.float()) if _is_whole(column)]
    return numbered.with_columns(cs.string().replace("", None), cs.by_name(whole).cast(pl.Int64))


def _is_whole(column: pl.Series) -> bool:
    exactly_held = column.abs() < 2**53  # beyond, floating-point numbers are further apart than one
    return ((column == column.round()) & exactly_held).all()


def read_table(path: Path, columns: dict[str, str], **csv: Any) -> pl.DataFrame:
    """Read a CSV, spreadsheet or Stata file by its suffix, or by that of the only file in a zip.

    Raises:
        SourceError: The file is damaged, of an unknown kind, or lacks a column.
    """
    names = members(path) if path.suffix == ".zip" else [path.name]
    suffixes = {Path(name).suffix.lower() for name in names}
    if suffixes & {".xls", ".xlsx", ".xlsm"}:
        return read_excel(path, columns)
    if ".dta" in suffixes:
        return read_stata(path, columns)
    return read_csv(path, columns, **csv)


def require(path: Path, found: list[str], wanted: dict[str, str]) -> None:
    """Check a header.

    Raises:
        SourceError: Names the columns that are not there, and those that are.
    """
    if missing := [name for name in wanted if name not in found]:
        raise SourceError(
            f"{path.name}: the header has changed: no column {', '.join(missing)} among {', '.join(found[:40])}",
            LAYOUT_REMEDY,
        )


def renamed(columns: dict[str, str]) -> list[pl.Expr]:
    """Choose columns by their published names, and give them ours."""
    return [pl.col(published).alias(ours) for published, ours in columns.items()]


def content_of(path: Path, member: str) -> bytes:
    """The bytes of a file, or of the one in a zip or gzip file.

    Raises:
        SourceError: The archive is damaged or unsafe.
    """
    match path.suffix.lower():
        case ".zip":
            return read_member(path, member)
        case ".gz":
            return read_gzip(path)
    return path.read_bytes()


def _as_utf8(path: Path, content: bytes, encoding: str) -> bytes:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    try:
        return content.decode(encoding).removeprefix("\ufeff").encode()
    except UnicodeDecodeError as error:
        raise SourceError(f"{path.name} is not {encoding.upper()}: {error}", LAYOUT_REMEDY) from error


def _refuse_overflow(path: Path, frame: pl.DataFrame) -> pl.DataFrame:
    overflowing = frame.filter(pl.col(_BEYOND).is_not_null()).get_column("row_number")
    if not overflowing.is_empty():
        shown = ", ".join(map(str, overflowing.head(5)))
        raise SourceError(
            f"{path.name}: {overflowing.len():,} rows have more fields than the header (row {shown}, …)",
            LAYOUT_REMEDY,
        )
    return frame.drop(_BEYOND)


def first_line(error: Exception) -> str:
    """What an error says, in a line."""
    return str(error).strip().splitlines()[0]
