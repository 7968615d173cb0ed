"""UNCTAD's country sheets: one workbook an economy, a treaty in both partners' sheets, all in one zip."""

from pathlib import Path

import polars as pl

from etl.simulation.files import Cells, spreadsheet, zipped
from etl.simulation.world import World

HEADER = [
    "No.", "Title of agreement", "Short title", "Parties", "Type of agreement", "Status", "Files", "Date of signature",
    "Date of entry into force", "Date of termination", "Type of termination", "Amendment protocols", "Side instruments",
]  # fmt: skip


def write(world: World, folder: Path) -> None:
    """Write ``Excel-files-simulated.zip`` with ``myfile1.xlsx`` and so on, in the order of the economies' codes."""
    name = world.economies.select("iso3", "name")
    treaties = (
        world.facts["investment_treaty"]
        .join(name, left_on="economy_1", right_on="iso3")
        .join(name, left_on="economy_2", right_on="iso3", suffix="_2")
        .sort("signed_on", "economy_1", "economy_2", descending=[True, False, False])
        .select("economy_1", "economy_2", *_columns())
    )
    sheets = {
        f"myfile{number}.xlsx": spreadsheet({"Treaties": [[*HEADER], *_rows(treaties, iso3)]})
        for number, iso3 in enumerate(world.iso3, start=1)
    }
    (folder / "Excel-files-simulated.zip").write_bytes(zipped(sheets))


def _rows(treaties: pl.DataFrame, iso3: str) -> Cells:
    own = treaties.filter((pl.col("economy_1") == iso3) | (pl.col("economy_2") == iso3))
    listed = own.drop("economy_1", "economy_2").with_row_index("No.", offset=1).select(pl.all().cast(pl.String))
    return [list(row) for row in listed.select(HEADER).iter_rows()]


def _columns() -> list[pl.Expr]:
    ended = pl.col("terminated_on").is_not_null()
    status = pl.when(ended).then(pl.lit("Terminated")).when(pl.col("entered_on").is_null()).then(pl.lit("Signed"))
    known = {
        "Short title": pl.format("{} - {} BIT ({})", "name", "name_2", pl.col("signed_on").dt.year()),
        "Parties": pl.format("{}; {};", "name", "name_2"),
        "Type of agreement": pl.lit("Bilateral Investment Treaties"),
        "Status": status.otherwise(pl.lit("In force")),
        "Date of signature": _day("signed_on"),
        "Date of entry into force": _day("entered_on"),
        "Date of termination": _day("terminated_on"),
        "Type of termination": pl.when(ended).then(pl.lit("Terminated by consent")).otherwise(pl.lit("")),
        "Amendment protocols": pl.lit("No"),
        "Side instruments": pl.lit("No"),
    }
    return [known.get(name, pl.lit(None, pl.String)).alias(name) for name in HEADER if name != "No."]


def _day(column: str) -> pl.Expr:
    return pl.col(column).dt.strftime("%Y-%m-%d 00:00:00")
