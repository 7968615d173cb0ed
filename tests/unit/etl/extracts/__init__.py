"""A few invented rows of every source, laid out as its publisher lays them out: one module each, with ``EXTRACTS``."""

import csv
import gzip
import importlib
import io
import re
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
import pyreadstat

from etl.simulation.files import spreadsheet, zipped

LARGEST = 8e307  # in a Stata file
Cells = list[list[str]]
Form = Callable[[Cells], bytes]


def text(separator: str = ",", *, quoted: bool = True, encoding: str = "utf-8") -> Form:
    """Separated values; where the publisher never quotes, no value can hold a separator or a line's end."""

    def write(cells: Cells) -> bytes:
        if not quoted:
            rows = [[" ".join(cell.replace(separator, " ").split()) for cell in row] for row in cells]
            return "".join(separator.join(row) + "\n" for row in rows).encode(encoding, "replace")
        lines = io.StringIO()
        csv.writer(lines, delimiter=separator, lineterminator="\n").writerows(cells)
        return lines.getvalue().encode(encoding, "replace")

    return write


def in_zip(member: str, form: Form | None = None, **others: bytes) -> Form:
    """The same in a zip, perhaps beside other members."""
    return lambda cells: zipped({member: (form or text())(cells), **others})


def in_gzip(form: Form | None = None) -> Form:
    return lambda cells: gzip.compress((form or text())(cells))


def workbook(sheet: str = "Sheet1", **others: Cells) -> Form:
    """A spreadsheet, perhaps with other sheets; a cell without a value is empty."""
    return lambda cells: spreadsheet(
        {sheet: [[cell or None for cell in row] for row in cells], **others}  # type: ignore[misc]
    )


def is_allowed(name: str) -> bool:
    """Whether Stata lets a column be called that."""
    reserved = {"byte", "double", "float", "if", "in", "int", "long", "using", "with"}
    return name[:1].isalpha() and name not in reserved and not name.startswith("str")


def stata(cells: Cells) -> bytes:
    """A Stata file; a column is of numbers where every value is one. Its names are what Stata allows."""
    names = [re.sub(r"\W", "_", name, flags=re.ASCII)[:24] for name in cells[0]]
    names = [name if names.index(name) == k and is_allowed(name) else f"v{k}" for k, name in enumerate(names)]
    rows = [(row + [""] * len(names))[: len(names)] for row in cells[1:]]
    frame = pl.DataFrame(rows, schema=names, orient="row")
    as_numbers = frame.select(pl.all().cast(pl.Float64, strict=False))
    held = [column for column in as_numbers if (column.abs() < LARGEST).fill_null(value=False).all()]
    frame = frame.with_columns(held)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.dta"
        pyreadstat.write_dta(frame, str(path))
        return path.read_bytes()


def every_row(rows: list[dict[str, str]]) -> list[int]:
    """All but blank lines."""
    return [number for number, row in enumerate(rows, start=1) if any(row.values())]


@dataclass(frozen=True)
class Extract:
    """Rows of one file, which a test may damage before it is written.

    ``counted`` gives the numbers of the rows that must come out, staged or rejected: all but those that the adapter
    says it leaves out. ``weights`` names the columns in which an adapter that adds rows up says how many it added.
    """

    name: str
    content: str
    form: Form = field(default_factory=text)
    separator: str = ","
    beside: dict[str, bytes] = field(default_factory=dict)
    counted: Callable[[list[dict[str, str]]], Iterable[int]] = every_row
    weights: tuple[str, ...] = ()

    @property
    def cells(self) -> Cells:
        """The header and the rows."""
        return list(csv.reader(io.StringIO(self.content.strip("\n") + "\n"), delimiter=self.separator))

    def files(self, content: bytes | None = None) -> dict[str, bytes]:
        """The files of a mirror, with other content for the one this is about."""
        return {self.name: self.form(self.cells) if content is None else content, **self.beside}


def extracts(source: str) -> list[Extract]:
    """The extracts of a source, none where nobody has written any yet."""
    if not (Path(__file__).parent / f"{source}.py").exists():
        return []
    found: list[Extract] = importlib.import_module(f"tests.unit.etl.extracts.{source}").EXTRACTS
    return found
