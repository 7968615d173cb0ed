"""Annual trade by HS product, from the service's JSON or downloads in the legacy CSV layout."""

import json
from pathlib import Path

import polars as pl

from etl.errors import SourceError
from etl.readers import Files, read_csv

LEGACY = {
    "Classification": "edition",
    "Year": "year",
    "Trade Flow": "flow",
    "Reporter Code": "reporter",
    "Partner Code": "partner",
    "Commodity Code": "product_code",
    "Commodity": "product_name",
    "Netweight (kg)": "kilograms",
    "Trade Value (US$)": "value_usd",
}
SERVICE = {
    "classificationCode": "edition",
    "refYear": "year",
    "flowCode": "flow",
    "reporterCode": "reporter",
    "partnerCode": "partner",
    "cmdCode": "product_code",
    "cmdDesc": "product_name",
    "netWgt": "kilograms",
    "primaryValue": "value_usd",
}
EDITIONS = {
    "H0": "HS1992",
    "H1": "HS1996",
    "H2": "HS2002",
    "H3": "HS2007",
    "H4": "HS2012",
    "H5": "HS2017",
    "H6": "HS2022",
}
IMPORTS, EXPORTS = ["Import", "M"], ["Export", "X"]


def parse(files: Files) -> dict[str, pl.DataFrame]:
    """Stack the files, each flow from exporter to importer."""
    rows = pl.concat([_read(path) for path in files.all("flows")])
    is_import, is_export = pl.col("flow").is_in(IMPORTS), pl.col("flow").is_in(EXPORTS)
    kilograms = pl.col("kilograms").cast(pl.Float64, strict=False)
    flows = rows.select(
        "row_number",
        pl.when(is_import).then("partner").otherwise("reporter").alias("exporter"),
        pl.when(is_import).then("reporter").otherwise("partner").alias("importer"),
        "year",
        pl.col("edition").replace(EDITIONS).alias("nomenclature"),
        "product_code",
        "product_name",
        # Re-imports and re-exports are in the flows already; another word stays, for the contract to refuse.
        pl.when(is_import).then(pl.lit("importer")).when(is_export).then(pl.lit("exporter")).otherwise("flow")
        .alias("reported_by"),
        "value_usd",
        pl.coalesce((kilograms / 1000).cast(pl.String), "kilograms").alias("quantity_t"),
    )  # fmt: skip
    return {"flow": flows}


def _read(path: Path) -> pl.DataFrame:
    return _read_answer(path) if path.suffix == ".json" else read_csv(path, LEGACY)


def _read_answer(path: Path) -> pl.DataFrame:
    """Read one answer of the service, ``{"data": [{refYear, …}, …]}``."""
    try:
        found = [[row.get(name) for name in SERVICE] for row in json.loads(path.read_bytes())["data"]]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise SourceError(f"{path.name} is not an answer of UN Comtrade ({error!r})") from error
    texts = [[None if value is None else str(value) for value in row] for row in found]
    frame = pl.DataFrame(texts, schema=dict.fromkeys(SERVICE.values(), pl.String), orient="row")
    return frame.with_row_index("row_number", offset=1)
