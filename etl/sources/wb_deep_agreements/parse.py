"""What agreements cover, from the sheets of legal enforceability, and whom they bind, year by year."""

from pathlib import Path

import polars as pl

from etl.readers import Files, read_excel

SHEETS = {"WTO+ LE": "WTO+", "WTO-X LE": "WTO-X"}
NAMED = {"WBID": "wb_id", "Agreement": "agreement_name"}
PAIRS = {"WBID": "wb_id", "iso1": "economy_1", "iso2": "economy_2", "year": "year"}


def parse(files: Files) -> dict[str, pl.DataFrame]:
    """Turn the sheets' columns, one a policy area, into rows."""
    path = files.one("content")
    pairs = read_excel(path, PAIRS, sheet="Bilateral Information").with_columns(_number("wb_id"))
    return {"provision": pl.concat([_provisions(path, sheet) for sheet in SHEETS]), "pair": pairs}


def _provisions(path: Path, sheet: str) -> pl.DataFrame:
    wide = read_excel(path, NAMED, sheet=sheet, others=True)
    areas = [name for name in wide.columns if name not in ("row_number", "RTAID", *NAMED.values())]
    long = wide.unpivot(
        areas, index=["row_number", *NAMED.values()], variable_name="provision", value_name="enforceability"
    )
    return long.with_columns(_number("wb_id"), pl.lit(SHEETS[sheet]).alias("scope"))


def _number(column: str) -> pl.Expr:
    return pl.col(column).str.replace(r"\.0+$", "")
