"""The adapters on a few invented rows in the publishers' layouts."""

import json
import zipfile

import polars as pl
import pyreadstat
import pytest

import etl
from warehouse.paths import Paths

COW_HEADER = "ccode1,ccode2,year,importer1,importer2,flow1,flow2,source1\n"
EMBASSIES_HEADER = "operator;country;city;latitude;longitude;type;creation;QID;\n"
WIKIDATA = "http://www.wikidata.org/entity/"
YEAR_AFTER_ANY = "2999-01-01T00:00:00Z"


@pytest.fixture
def stage(tmp_path):
    """Stage one source from files given by name; its only table, sorted, and its rejected rows."""

    def run(source, table, files):
        folder = tmp_path / "mirror" / source
        folder.mkdir(parents=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
        paths = Paths(tmp_path / "data")
        outcome = etl.refresh(paths, mirror=tmp_path / "mirror", names=[source]).outcomes[source]
        assert outcome.status == "fresh", outcome
        read = [paths.staged / source / f"{table}{suffix}.parquet" for suffix in ("", ".rejected")]
        good, rejected = map(pl.read_parquet, read)
        return good.sort(pl.all()), rejected

    return run


@pytest.fixture
def zipped(tmp_path):
    def run(name, content):
        path = tmp_path / "made.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(name, content)
        return path.read_bytes()

    return run


def test_flow_1_is_what_country_1_imports_from_country_2(stage, zipped):
    dyads = COW_HEADER + "2,710,2014,United States of America,China,472525.5,-9,x\n"
    flows, rejected = stage(
        "cow_trade", "flow", {"COW_Trade_4.0.zip": zipped("COW_Trade_4.0/Dyadic_COW_4.0.csv", dyads)}
    )
    assert flows.rows() == [("CHN", "USA", 2014, 472_525_500_000.0), ("USA", "CHN", 2014, None)]
    assert rejected.is_empty()


def test_a_flow_that_is_no_number_is_rejected_not_missing(stage, zipped):
    dyads = COW_HEADER + "2,710,2014,a,b,1,n/a,x\n2,710,2015,a,b,-8,0,x\n999,2,2014,a,b,1,1,x\n"
    flows, rejected = stage("cow_trade", "flow", {"COW_Trade_4.0.zip": zipped("Dyadic_COW_4.0.csv", dyads)})
    assert flows.rows() == [("CHN", "USA", 2014, 1e6), ("USA", "CHN", 2015, 0.0)]
    reasons = rejected.select("row_number", "reason").sort(pl.all()).rows()
    assert reasons == [
        (1, 'value_usd "n/a" is not a finite number'),
        (2, 'value_usd "-8000000.0" is below 0'),
        (3, "unknown cow code 999"),
        (3, "unknown cow code 999"),
    ]


DISTANCES = pl.DataFrame(
    {"iso_o": ["ROM", "DEU"], "iso_d": ["DEU", "ZAR"]}
    | {name: [0, 1] for name in ("contig", "comlang_off", "comlang_ethno", "colony", "comcol", "col45", "smctry")}
    | {"dist": [1300.5, 6000.0], "distcap": [1296.0, 6001.0], "distw": ["1310.25", "."], "distwces": ["1305", "."]}
)


@pytest.mark.parametrize("kind", ["csv", "dta", "zipped csv"])
def test_distances_are_read_from_any_of_the_layouts(stage, zipped, tmp_path, kind):
    if kind == "dta":
        pyreadstat.write_dta(DISTANCES, str(tmp_path / "made.dta"))
        files = {"dist_cepii.dta": (tmp_path / "made.dta").read_bytes()}
    elif kind == "csv":
        files = {"dist_cepii.csv": DISTANCES.write_csv().encode()}
    else:
        files = {"dist_cepii.zip": zipped("dist_cepii.csv", DISTANCES.write_csv())}
    pairs, _ = stage("cepii_geodist", "pair", files)
    measured = pairs.select("origin", "destination", "contiguous", "distance_km", "distance_weighted_km")
    assert measured.rows() == [("DEU", "COD", True, 6000.0, None), ("ROU", "DEU", False, 1300.5, 1310.25)]


def world_bank_page(page, *rows):
    header = {"page": page, "pages": 2, "per_page": 20000, "total": 3}
    found = [
        {"indicator": {"id": "x"}, "country": {"id": iso2}, "countryiso3code": iso3, "date": year, "value": value}
        for iso2, iso3, year, value in rows
    ]
    return json.dumps([header, found]).encode()


def test_the_world_bank_s_pages_are_read(stage):
    people = [("DE", "DEU", "2014", 80_000_000), ("NA", "NAM", "2014", 2_300_000), ("1W", "WLD", "2014", 7e9)]
    indicators, rejected = stage(
        "world_bank",
        "indicator",
        {
            "NY.GDP.MKTP.CD.1.json": world_bank_page(1, ("DE", "DEU", "2014", 3.9e12)),
            "NY.GDP.MKTP.CD.2.json": world_bank_page(2, ("DE", "DEU", "2015", None)),
            "SP.POP.TOTL.1.json": world_bank_page(1, *people),
        },
    )
    assert indicators.rows() == [
        ("DEU", 2014, "NY.GDP.MKTP.CD", 3.9e12),
        ("DEU", 2014, "SP.POP.TOTL", 8e7),
        ("DEU", 2015, "NY.GDP.MKTP.CD", None),
        ("NAM", 2014, "SP.POP.TOTL", 2.3e6),
    ]
    assert rejected["reason"].to_list() == ["aggregate, not an economy"]


def test_ideal_points_are_told_by_code_and_year_not_by_the_published_name(stage, tmp_path):
    points = pl.DataFrame(
        {"ccode": [365.0, 365.0, 710.0], "iso3c": ["RUS", "RUS", ""], "year": [1950.0, 1995.0, 1966.0]}
        | {"idealpointfp": [-2.5, 0.1, None], "nvotesfp": [50, 60, None]}
    )
    pyreadstat.write_dta(points, str(tmp_path / "made.dta"))
    old = b"ccode,session,IdealPoint,NVotes\n2,1,1.5,42\n"
    files = {"IdealpointsJuly2025.dta": (tmp_path / "made.dta").read_bytes(), "Idealpoints_Apr2020.csv": old}
    staged, rejected = stage("un_ideal_points", "ideal_point", files)
    assert staged.rows() == [("RUS", 1995, 0.1, 60), ("SUN", 1950, -2.5, 50)]
    assert rejected["reason"].to_list() == ["ideal_point is empty"]


def test_sessions_are_years(stage):
    points = b"ccode,session,IdealPoint,NVotes\n2,1,1.5,42\n2,74,2.5,90\n"
    staged, _ = stage("un_ideal_points", "ideal_point", {"IdealpointestimatesAll_Apr2020.csv": points})
    assert staged["year"].to_list() == [1946, 2019]


def test_missions_are_those_of_the_year_the_list_speaks_for(stage):
    rows = [
        f"Germany;Vietnam;Hanoi;21.03;105.84;embassy;1975-01-01T00:00:00Z;{WIKIDATA}Q1;",
        f"Holy See;Vietnam;;;;apostolic delegation;;{WIKIDATA}Q2;",
        f'Russia;Cuba;Ha"vana;23.1;-82.4;embassy;{YEAR_AFTER_ANY};{WIKIDATA}Q3;',
        f"Quebec;France;Paris;48.9;2.3;office;;{WIKIDATA}Q4;",
    ]
    content = (EMBASSIES_HEADER + "\n".join(rows)).encode()
    missions, rejected = stage("embassies", "mission", {"database_of_embassies.csv": content})
    assert missions.select("mission_id", "sender", "receiver", "city").rows() == [
        ("Q1", "DEU", "VNM", "Hanoi"),
        ("Q2", "VAT", "VNM", None),
        ("Q3", "RUS", "CUB", 'Ha"vana'),
    ]
    assert missions["as_of_year"].max() < 2999
    assert rejected["reason"].to_list() == ["unknown name Quebec"]
