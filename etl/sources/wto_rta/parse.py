"""Agreements and their present signatories, from the one sheet that the WTO exports."""

import polars as pl

from etl.readers import Files, read_excel

COLUMNS = {
    "RTA ID": "rta_id",
    "RTA Name": "agreement_name",
    "Type": "agreement_type",
    "Status": "agreement_status",
    "Date of Signature (G)": "signed_goods_on",
    "Date of Signature (S)": "signed_services_on",
    "Date of Entry into Force (G)": "entered_goods_on",
    "Date of Entry into Force (S)": "entered_services_on",
    "Inactive Date": "inactive_on",
    "Current signatories": "signatories",
}
DATES = [name for name in COLUMNS.values() if name.endswith("_on")]
EFTA = "Iceland|Liechtenstein|Norway|Switzerland"
EUROPEAN_UNION = (
    "Austria|Belgium|Bulgaria|Croatia|Cyprus|Czechia|Denmark|Estonia|Finland|France|Germany|Greece|Hungary|Ireland|Italy|"
    "Latvia|Lithuania|Luxembourg|Malta|Netherlands|Poland|Portugal|Romania|Slovakia|Slovenia|Spain|Sweden"
)
BLOCS = {
    "European Union": EUROPEAN_UNION,
    "European Free Trade Association (EFTA)": EFTA,
    "EFTA": EFTA,
    "Southern African Customs Union (SACU)": "Botswana|Eswatini|Lesotho|Namibia|South Africa",
    "Southern Common Market (MERCOSUR)": "Argentina|Brazil|Paraguay|Uruguay",
    "Gulf Cooperation Council (GCC)": "Bahrain|Kuwait|Oman|Qatar|Saudi Arabia|United Arab Emirates",
    "Eurasian Economic Union (EAEU)": "Armenia|Belarus|Kazakhstan|Kyrgyzstan|Russia",
    "ASEAN Free Trade Area (AFTA)": (
        "Brunei Darussalam|Cambodia|Indonesia|Laos|Malaysia|Myanmar|Philippines|Singapore|Thailand|Viet Nam"
    ),
}


def parse(files: Files) -> dict[str, pl.DataFrame]:
    """Read the list, and the signatories in it, separated by semicolons; a bloc stands for its members."""
    listed = read_excel(files.one("agreements"), COLUMNS)
    listed = listed.with_columns(_day(name, files.fetched_year) for name in DATES)
    signed = pl.coalesce("signed_goods_on", "signed_services_on").alias("signed_on")
    return {
        "agreement": listed.with_columns(signed).drop("signatories", "signed_goods_on", "signed_services_on"),
        "signatory": _signatories(listed.select("row_number", "rta_id", "signatories")),
    }


def _day(column: str, latest: int) -> pl.Expr:
    """Write a day as year-month-day, whether it came as a date, as 01-Jan-1994 or as 01-Jan-94."""
    written = pl.col(column)
    short = written.str.to_date("%d-%b-%y", strict=False)
    long = written.str.to_date("%d-%b-%Y", strict=False)
    day = pl.coalesce(pl.when(written.str.len_chars() > 9).then(long), short)
    # A year of two digits may stand for the century before: nothing is announced more than a few years ahead.
    day = pl.when(day.dt.year() > latest + 5).then(day.dt.offset_by("-100y")).otherwise(day)
    return pl.coalesce(day.dt.to_string("%Y-%m-%d"), written).alias(column)


def _signatories(listed: pl.DataFrame) -> pl.DataFrame:
    each = listed.with_columns(pl.col("signatories").str.split(";")).explode("signatories").drop_nulls()
    name = pl.col("signatories").str.strip_chars()
    bloc = pl.when(name.is_in(list(BLOCS))).then(name).alias("bloc")
    bound = each.select("row_number", "rta_id", bloc, name.replace(BLOCS).str.split("|").alias("economy")).explode(
        "economy"
    )
    # Who signed itself and through a bloc is bound once, by its own signature.
    bound = bound.filter(pl.col("economy") != "").sort(pl.col("bloc").is_not_null(), maintain_order=True)
    return bound.unique(["rta_id", "economy"], keep="first", maintain_order=True).sort("row_number")
