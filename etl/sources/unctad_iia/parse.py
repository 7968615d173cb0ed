"""Investment treaties from the economies' sheets; each treaty stands in both partners' and is taken once."""

from collections.abc import Iterator
from glob import escape
from pathlib import Path, PurePosixPath

import polars as pl

from etl.errors import SourceError
from etl.readers import Files, read_excel
from etl.unpack import members

COLUMNS = {
    "Short title": "treaty_title",
    "Parties": "parties",
    "Status": "treaty_status",
    "Date of signature": "signed_on",
    "Date of entry into force": "entered_on",
    "Date of termination": "terminated_on",
    "Type of termination": "termination_type",
}
# Belgium and Luxembourg conclude as one; Yugoslavia is told by its year.
PARTIES = {"BLEU (Belgium-Luxembourg Economic Union)": "Belgium|Luxembourg", "Yugoslavia (former)": "Yugoslavia"}


def parse(files: Files) -> dict[str, pl.DataFrame]:
    """Stack the sheets; rows are numbered through them, in the order of the sheets' names."""
    sheets = [sheet for path in files.all("sheets") for sheet in _sheets(path)]
    if not sheets:
        raise SourceError("unctad_iia: no sheet in the zip", "put the economies' Excel sheets into it")
    listed = pl.concat(sheets).drop("row_number").with_row_index("row_number", offset=1)
    once = listed.unique(list(COLUMNS.values()), keep="first", maintain_order=True)
    return {"treaty": _one_row_a_pair(once.with_columns(*map(_iso, ("signed_on", "entered_on", "terminated_on"))))}


def _sheets(path: Path) -> Iterator[pl.DataFrame]:
    if path.suffix != ".zip":
        yield read_excel(path, COLUMNS)
        return
    for name in members(path):
        if name.endswith(".xlsx"):
            yield read_excel(path, COLUMNS, member=escape(PurePosixPath(name).name))


def _iso(column: str) -> pl.Expr:
    """Write a day as year-month-day; some exports hold it as text, day first."""
    return pl.col(column).str.replace(r"^(\d\d)/(\d\d)/(\d{4})$", "$3-$2-$1")


def _one_row_a_pair(treaties: pl.DataFrame) -> pl.DataFrame:
    party = pl.col("parties").str.strip_chars("; ").str.split("; ")
    sides = treaties.with_columns(
        party.list.get(0, null_on_oob=True).replace(PARTIES).str.split("|").alias("economy_1"),
        # More than two parties would be another kind of treaty: the rest stays in the name, for the contract to refuse.
        party.list.slice(1).list.join("; ").replace(PARTIES).str.split("|").alias("economy_2"),
        pl.col("signed_on").str.slice(0, 4).alias("year"),
        pl.col("termination_type").replace("", None),
    )
    return sides.explode("economy_1").explode("economy_2").drop("parties")
