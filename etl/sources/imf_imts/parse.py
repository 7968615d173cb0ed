"""Two reports of each flow, from the answers of the IMF's SDMX service as CSV."""

import polars as pl

from etl.readers import Files, read_csv

COLUMNS = {
    "COUNTRY": "reporter",
    "INDICATOR": "indicator",
    "COUNTERPART_COUNTRY": "partner",
    "TIME_PERIOD": "year",
    "OBS_VALUE": "value_usd",
}
REPORTERS = {"XG_FOB_USD": "exporter", "MG_CIF_USD": "importer"}


def parse(files: Files) -> dict[str, pl.DataFrame]:
    """Stack exports and imports, each from exporter to importer."""
    reports = pl.concat([read_csv(path, COLUMNS) for key in ("exports", "imports") for path in files.all(key)])
    is_export = pl.col("indicator") == "XG_FOB_USD"
    report = reports.select(
        "row_number",
        pl.when(is_export).then("reporter").otherwise("partner").alias("exporter"),
        pl.when(is_export).then("partner").otherwise("reporter").alias("importer"),
        "year",
        pl.col("indicator").replace(REPORTERS).alias("reported_by"),
        pl.col("value_usd").replace("", None),
    )
    return {"report": report}
