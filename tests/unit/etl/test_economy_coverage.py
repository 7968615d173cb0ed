"""Every code and name of every source leads to an economy, or stands here with its rows."""

import csv
import gzip
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pyreadstat
import pytest

from etl.economies import System, attach_economy, code_table, normalise_name

pytestmark = pytest.mark.mirror
Unmapped = dict[str, int]


def _unmapped(frame: pl.DataFrame, columns: list[str], system: System, year: str | None = None) -> Unmapped:
    """Rows without an economy, by reason; a row with two such codes counts twice."""
    reasons = [attach_economy(frame, c, system, year, into="economy")["economy_reason"] for c in columns]
    counted = pl.concat(reasons).drop_nulls().value_counts().sort("economy_reason")
    return dict(counted.iter_rows())


def _csv(content: bytes | Path, columns: list[str] | None = None, **options: object) -> pl.DataFrame:
    return pl.read_csv(content, columns=columns, infer_schema=False, **options)  # type: ignore[arg-type]


def _zipped(path: Path, ending: str) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(next(name for name in archive.namelist() if name.endswith(ending)))


def _cow_trade(mirror: Path) -> Unmapped:
    published = _zipped(mirror / "cow_trade/COW_Trade_4.0.zip", ".csv")
    frame = _csv(published, ["ccode1", "ccode2", "year"])
    return _unmapped(frame, ["ccode1", "ccode2"], "cow", "year")


def _cow_igo(mirror: Path) -> Unmapped:
    frame = _csv(gzip.decompress((mirror / "cow_igo/dyadic_formatv3.csv.gz").read_bytes()))
    return _unmapped(frame, ["ccode1", "ccode2"], "cow", "year")


def _cow_contiguity(mirror: Path) -> Unmapped:
    frame = _csv(mirror / "cow_contiguity/contdir.csv").with_columns(pl.col("stdate").str.head(4))
    return _unmapped(frame, ["ccode1", "ccode2"], "cow", "stdate")


def _atop(mirror: Path) -> Unmapped:
    frame = _csv(_zipped(mirror / "atop/atop_5.1__.csv_.zip", ".csv"), ["ddyad", "year"]).cast(pl.Float64)
    pair = pl.col("ddyad").cast(pl.Int64)
    frame = frame.select(pl.col("year").cast(pl.Int64), a=pair // 1000, b=pair % 1000)
    return _unmapped(frame, ["a", "b"], "cow", "year")


def _un_ideal_points(mirror: Path) -> Unmapped:
    frame, _ = pyreadstat.read_dta(mirror / "un_ideal_points/IdealpointsJuly2025.dta", output_format="polars")
    return _unmapped(frame.select("ccode", "year"), ["ccode"], "cow", "year")


def _un_ideal_points_2020(mirror: Path) -> Unmapped:
    frame = _csv(mirror / "un_ideal_points/IdealpointestimatesAll_Apr2020.csv", encoding="latin-1")
    frame = frame.with_columns(year=pl.col("session").cast(pl.Int64) + 1945)
    return _unmapped(frame, ["ccode"], "cow", "year")


def _cepii_geodist(mirror: Path) -> Unmapped:
    pairs = pl.read_excel(io.BytesIO(_zipped(mirror / "cepii_geodist/dist_cepii.zip", ".xls")))
    return _unmapped(pairs, ["iso_o", "iso_d"], "iso3")


def _world_bank(mirror: Path) -> Unmapped:
    files = [mirror / "world_bank" / f"{name}.csv" for name in ("gdp", "population")]
    return _unmapped(pl.concat(_csv(file) for file in files), ["Country Code"], "wb")


def _desta(mirror: Path) -> Unmapped:
    frame = _csv(mirror / "desta/DESTA.csv", separator=";", encoding="latin-1", null_values="NA")
    members = [name for name in frame.columns if re.fullmatch(r"c\d+", name)]
    long = frame.unpivot(members, index="year").drop_nulls("value")
    return _unmapped(long, ["value"], "m49", "year")


def _passport_index(mirror: Path) -> Unmapped:
    files = sorted((mirror / "passport_index").rglob("*.csv"))
    frame = pl.concat(_csv(file, ["Passport", "Destination"]) for file in files)
    return _unmapped(frame, ["Passport", "Destination"], "iso3")


def _icews(mirror: Path) -> Unmapped:
    frame = _csv(gzip.decompress((mirror / "icews/icews_dyad_year_2002_2014.csv.gz").read_bytes()))
    return _unmapped(frame, ["i_iso3c", "j_iso3c"], "iso3")


def _unctad_trade_matrix(mirror: Path) -> Unmapped:
    packed = mirror / "unctad_trade_matrix/unctad_trade_matrix_long.csv.gz"
    frame = _csv(gzip.decompress(packed.read_bytes()), ["exporter", "importer"])
    return _unmapped(frame, ["exporter", "importer"], "iso3")


def _cepii_baci(mirror: Path) -> Unmapped:
    codes = _csv(mirror / "cepii_baci/BACI_HS92_V202301/country_codes_V202301.csv")
    return _unmapped(codes, ["country_code"], "m49")


def _un_comtrade(mirror: Path) -> Unmapped:
    frame = _csv(mirror / "un_comtrade/comtrade.csv")
    return _unmapped(frame, ["Reporter Code", "Partner Code"], "m49")


# 260 and 678 ended during 1990: that year is read under the unified states' codes, 255 and 679.
ENDED_IN_1990 = ("cow code 260 has no economy in 1990", "cow code 678 has no economy in 1990")
CODES: list[tuple[Callable[[Path], Unmapped], Unmapped]] = [
    (_cow_trade, dict.fromkeys(ENDED_IN_1990, 2)),
    (_cow_igo, {}),
    (_cow_contiguity, {}),
    (_atop, dict(zip(ENDED_IN_1990, (66, 42), strict=True)) | {"cow code 315 has no economy in 1993": 2}),
    (_un_ideal_points, dict.fromkeys(ENDED_IN_1990, 1)),
    (_un_ideal_points_2020, dict.fromkeys(ENDED_IN_1990, 1)),
    (_cepii_geodist, {}),
    (_world_bank, {"aggregate, not an economy": 6035}),
    (_desta, {}),
    (_passport_index, {}),
    (_icews, {}),
    (_unctad_trade_matrix, {}),
    (_cepii_baci, {"unspecified partner, not an economy": 1}),
    (_un_comtrade, {}),
]


@pytest.mark.parametrize(("read", "expected"), CODES, ids=[read.__name__[1:] for read, _ in CODES])
def test_every_code_is_mapped(mirror: Path, read: Callable[[Path], Unmapped], expected: Unmapped) -> None:
    assert read(mirror) == expected


# Operators and countries of the embassy lists that are no economies: rows in both vintages together.
NO_ECONOMY_IN_EMBASSIES = {
    "Abkhazia": 4,
    "Central Tibetan Administration": 3,
    "European Parliament": 1,
    "Government of New Mexico": 2,
    "Indigenous Australians": 2,
    "Kingdom of Prussia": 1,
    "Ministry of Foreign Affairs": 1,
    "Portuguese colonization of the Americas": 1,
    "Quebec": 18,
    "Somaliland": 1,
    "South Ossetia": 3,
    "Sovereign Military Order of Malta": 33,
    "Turkish Republic of Northern Cyprus": 14,
}


def test_every_operator_and_country_of_the_embassy_lists_is_mapped(mirror: Path) -> None:
    files = (mirror / "embassies").rglob("*.csv")
    frame = pl.concat(_csv(file, ["operator", "country"], separator=";", quote_char=None) for file in files)
    unmapped = _unmapped(frame, ["operator", "country"], "name")
    assert unmapped.pop("aggregate, not an economy") == 4  # European Union, Nordic countries
    assert unmapped == {f"unknown name {name}": rows for name, rows in NO_ECONOMY_IN_EMBASSIES.items()}


# Senders and targets of sanctions that are no state.
BLOCS = {
    "African Union", "Balkans", "CSCE", "ChinCom", "CoCom", "Comecon", "Commonwealth", "ECOWAS", "EEC", "EEU", "EU",
    "G7", "G8", "ICC Rome Statute Signatories", "Kimberly Process Participants", "League of Arab States", "MERCOSUR",
    "NAFTA", "NATO", "OAPEC", "OIC", "OSCE", "Organisation of African Unity", "Organization of American States",
    "Organization of Eastern Carribean States", "Pacific Islands Forum", "Paris Agreement Signatories", "SADC",
    "Terrorist Organizations (Al-Qaeda)", "Terrorist Organizations (ISIL and ANF)",
    "Terrorist Organizations (Taliban and Al-Qaeda)", "Terrorist Organizations (Taliban)", "UN", "UNASUR",
    "Western Balkans", "Western countries", "Cyprus (Northern)",
}  # fmt: skip


def _split(cell: str) -> list[str]:
    """Split a list of names some of which hold commas themselves: the longest known name first."""
    parts, names = [part.strip() for part in cell.split(",")], []
    known = set(code_table("name")["code"])
    while parts:
        takes = (n for n in range(len(parts), 0, -1) if normalise_name(", ".join(parts[:n])) in known)
        taken = next(takes, 1)
        names.append(", ".join(parts[:taken]))
        parts = parts[taken:]
    return names


def test_every_state_in_the_sanctions_data_base_is_mapped(mirror: Path) -> None:
    cases = _csv(mirror / "gsdb/GSDB_V3.csv", encoding="latin-1")
    columns = ["sanctioned_state", "sanctioning_state"]
    long = cases.unpivot(columns, index="begin", value_name="name")
    split = long.with_columns(pl.col("name").map_elements(_split, return_dtype=pl.List(pl.String)))
    unmapped = _unmapped(split.explode("name"), ["name"], "name", "begin")
    assert set(unmapped) == {f"unknown name {bloc}" for bloc in BLOCS}


def test_every_party_to_an_investment_treaty_is_mapped(mirror: Path) -> None:
    with zipfile.ZipFile(mirror / "unctad_iia/Excel-files-Jan2020.zip") as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.endswith(".xlsx")]
    parties = pl.concat(pl.read_excel(sheet, columns=["Parties"]) for sheet in sheets)
    long = parties.select(pl.col("Parties").str.strip_chars("; ").str.split(";")).explode("Parties")
    assert len(sheets) == 237
    assert _unmapped(long, ["Parties"], "name") == {}


def test_every_host_and_home_of_investment_is_mapped(mirror: Path) -> None:
    labels = [label for name in ("stock_raw", "fdi_raw_data") for label in _labels(mirror / f"unctad_fdi/{name}.zip")]
    unmapped = _unmapped(pl.DataFrame({"name": labels}), ["name"], "name")
    unknown = {reason for reason in unmapped if reason.startswith("unknown")}
    headings = {"(Millions of US dollars)", "Region / economy", "Reporting economy"}
    assert unknown == {f"unknown name {heading}" for heading in headings}


def _labels(path: Path) -> list[str]:
    """Every cell left of the figures that is not a title or a footnote."""
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(name).decode("latin-1") for name in archive.namelist() if name.endswith(".csv")]
    rows = (row for sheet in sheets for row in csv.reader(sheet.splitlines()))
    cells = (cell.strip() for row in rows for cell in row[1:7])
    aside = ("Source", "Note", "Table", "Data")
    return [cell for cell in cells if re.search("[A-Za-z]{3}", cell) and not cell.startswith(aside)]


def test_every_country_name_of_the_ideal_points_is_mapped(mirror: Path) -> None:
    old = _csv(mirror / "un_ideal_points/IdealpointestimatesAll_Apr2020.csv", ["Countryname"], encoding="latin-1")
    new, _ = pyreadstat.read_dta(mirror / "un_ideal_points/IdealpointsJuly2025.dta", output_format="polars")
    assert _unmapped(old, ["Countryname"], "name") == {}
    twice = pl.col("countryname").map_elements(_encoded_once, return_dtype=pl.String)
    assert set(_unmapped(new.with_columns(twice), ["countryname"], "name")) == {"name missing"}


def _encoded_once(name: str) -> str:
    """Undo the second UTF-8 encoding the publisher's Stata file was written with."""
    return name if name.isascii() else name.encode("latin-1").decode("utf-8")
