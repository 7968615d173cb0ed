"""The simulated mirror: files that look as their publishers' do, byte for byte the same for the same seed."""

import argparse
import io
import json
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import polars as pl
import pytest

import etl.simulate
from etl.errors import MixedWorldsError
from etl.simulate import Arguments, add_arguments, run, simulate, write_mirror

ARGUMENTS = Arguments(economies=50, first_year=2003, last_year=2008, seed=11)
HEADERS = {
    "cow_trade/COW_Trade_4.0.zip": "ccode1,ccode2,year,importer1,importer2,flow1,flow2,smoothflow1,smoothflow2,"
    "smoothtotrade,spike1,spike2,dip1,dip2,trdspike,tradedip,bel_lux_alt_flow1,bel_lux_alt_flow2,china_alt_flow1,"
    "china_alt_flow2,source1,source2,version\n",
    "cepii_geodist/dist_cepii.zip": "iso_o,iso_d,contig,comlang_off,comlang_ethno,colony,comcol,curcol,col45,smctry,"
    "dist,distcap,distw,distwces\n",
    "world_bank/gdp.csv": "Country Name,Country Code,Year,Value\r\n",
    "world_bank/population.csv": "Country Name,Country Code,Year,Value\r\n",
    "un_ideal_points/IdealpointestimatesAll_Apr2020.csv": "Row,ccode,session,NVotes,IdealPoint,QO%,Q5%,Q10%,Q50%,Q90%,"
    "Q95%,Q100%,iso3c,Countryname\r\n",
    "desta/DESTA.csv": "number;base_treaty;name;entry_type;consolidated;year;entryforceyear;language;typememb;"
    "regioncon;wto_listed;wto_name;c1;c2;",
    "embassies/database_of_embassies.csv": "operator;operatorQID;jurisdictions;jurisdictionQIDs;country;countryQID;"
    "city;cityQID;address;latitude;longitude;phone;email;website;facebook;twitter;youtube;picture;pictureAuthor;"
    "pictureLicense;pictureLicenseURL;type;typeQID;creation;QID;\n",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_mirror(tmp_path_factory.mktemp("simulated") / "mirror", ARGUMENTS)


def content(path: Path) -> bytes:
    if path.suffix != ".zip":
        return path.read_bytes()
    with ZipFile(path) as archive:
        return archive.read(archive.namelist()[0])


def table(path: Path, **options: str) -> pl.DataFrame:
    return pl.read_csv(io.BytesIO(content(path)), infer_schema=False, **options)


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("name", HEADERS)
def test_headers_are_the_publishers(folder: Path, name: str) -> None:
    assert content(folder / name).startswith(HEADERS[name].encode())


def test_every_file_is_told_of_and_the_world_is_marked_simulated(folder: Path) -> None:
    mark = json.loads((folder / "simulated.json").read_text())
    assert mark["simulated"] is True
    assert set(mark["files"]) >= set(HEADERS)
    assert mark["arguments"]["seed"] == 11
    assert mark["coefficients"]["log_distance"] < 0 < mark["coefficients"]["representation"]


def test_trade_is_in_undirected_dyads_with_minus_nine_for_missing(folder: Path) -> None:
    world = simulate(ARGUMENTS)
    with ZipFile(folder / "cow_trade/COW_Trade_4.0.zip") as archive:
        assert archive.namelist() == ["COW_Trade_4.0/Dyadic_COW_4.0.csv"]
    dyads = table(folder / "cow_trade/COW_Trade_4.0.zip")
    code = {str(code): k for k, code in enumerate(world.cow_code[0])}
    one, two = (dyads[name].replace_strict(code).to_numpy() for name in ("ccode1", "ccode2"))
    year = dyads["year"].cast(pl.Int64).to_numpy() - 2003
    for name, importer, exporter in (("flow1", one, two), ("flow2", two, one)):
        usd = world.export_usd[year, exporter, importer]
        assert np.isnan(usd).any()
        np.testing.assert_array_equal(dyads[name].cast(pl.Float64), np.where(np.isnan(usd), -9, usd / 1e6))
    assert (dyads["ccode1"].cast(pl.Int64) < dyads["ccode2"].cast(pl.Int64)).all()
    assert dyads["spike1"].unique().to_list() == ["-9"]


def test_distances_that_are_not_known_are_dots(tmp_path: Path) -> None:
    many = write_mirror(tmp_path / "mirror", Arguments(economies=230, first_year=2004, last_year=2004))
    pairs = table(many / "cepii_geodist/dist_cepii.zip")
    assert 0 < (pairs["distw"] == ".").mean() < 0.2
    assert (pairs["dist"].cast(pl.Float64) > 0).all()
    assert {"ROM", "ZAR", "YUG"} <= set(pairs["iso_o"])
    assert not {"ROU", "COD", "SCG", "MNE"} & set(pairs["iso_o"])


def test_the_world_bank_mixes_an_aggregate_with_economies(folder: Path) -> None:
    gdp = table(folder / "world_bank/gdp.csv").with_columns(pl.col("Value").cast(pl.Float64))
    world = gdp.filter(pl.col("Country Code") == "WLD", pl.col("Year") == "2003")["Value"].item()
    others = gdp.filter(pl.col("Country Code") != "WLD", pl.col("Year") == "2003")["Value"].sum()
    assert world == pytest.approx(others)
    assert table(folder / "world_bank/population.csv")["Value"].str.contains(r"^\d+$").all()


def test_ideal_points_are_latin_1_by_session(tmp_path: Path) -> None:
    many = write_mirror(tmp_path / "mirror", Arguments(economies=190, first_year=2004, last_year=2005))
    text = (many / "un_ideal_points/IdealpointestimatesAll_Apr2020.csv").read_bytes().decode("latin-1")
    points = pl.read_csv(io.StringIO(text), infer_schema=False)
    assert set(points["session"]) == {"59", "60"}
    assert "TWN" not in set(points["iso3c"])
    assert any("ô" in name for name in points["Countryname"])


def test_closed_missions_are_not_listed_and_some_openings_are_undated(folder: Path) -> None:
    world = simulate(ARGUMENTS)
    listed = table(folder / "embassies/database_of_embassies.csv", separator=";")
    assert len(listed) == world.facts["mission"]["closed_on"].null_count() < len(world.facts["mission"])
    assert listed["creation"].drop_nulls().str.contains(r"^\d{4}-\d\d-01T00:00:00Z$").all()
    assert 0.02 < listed["creation"].null_count() / len(listed) < 0.2
    assert set(listed["type"]) == {"embassy", "consulate general"}
    assert listed["QID"].is_unique().all()


def test_the_same_seed_gives_the_same_bytes_and_another_seed_gives_others(folder: Path, tmp_path: Path) -> None:
    again = everything(write_mirror(tmp_path / "again", ARGUMENTS))
    other = everything(write_mirror(tmp_path / "other", Arguments(50, 2003, 2008, seed=12)))
    assert again == everything(folder)
    assert other.keys() == again.keys()
    assert not [name for name, written in other.items() if written == again[name]]


def test_a_mirror_that_is_already_there_is_left_alone(tmp_path: Path) -> None:
    small = Arguments(economies=5, first_year=2000, last_year=2001)
    gdp = write_mirror(tmp_path / "mirror", small) / "world_bank/gdp.csv"
    before = gdp.stat().st_mtime_ns
    write_mirror(tmp_path / "mirror", small)
    assert gdp.stat().st_mtime_ns == before
    write_mirror(tmp_path / "mirror", Arguments(economies=6, first_year=2000, last_year=2001))
    assert gdp.stat().st_mtime_ns != before


def test_a_mirror_of_the_core_has_the_same_files_but_those_of_large_sources(tmp_path: Path) -> None:
    small = Arguments(economies=12, first_year=2000, last_year=2001, products=3)
    whole = everything(write_mirror(tmp_path / "whole", small))
    core = everything(write_mirror(tmp_path / "core", small, tier="core"))
    left = {name.partition("/")[0] for name in whole.keys() - core.keys()}
    assert "cepii_baci" in left
    assert "unctad_trade_matrix/" in " ".join(core)
    mark = "simulated.json"
    assert {name: core[name] for name in core if name != mark} == {
        name: whole[name] for name in whole if name.partition("/")[0] not in left and name != mark
    }


def test_a_file_that_was_removed_comes_back(tmp_path: Path) -> None:
    small = Arguments(economies=5, first_year=2000, last_year=2001)
    gdp = write_mirror(tmp_path / "mirror", small) / "world_bank/gdp.csv"
    gdp.unlink()
    write_mirror(tmp_path / "mirror", small)
    assert gdp.exists()


def test_files_that_may_be_real_are_not_overwritten(tmp_path: Path) -> None:
    real = tmp_path / "gdp.csv"
    real.write_text("real")
    with pytest.raises(MixedWorldsError, match="name an empty folder"):
        write_mirror(tmp_path, Arguments(economies=5))
    assert real.read_text() == "real"


def test_a_writer_that_fails_leaves_the_old_mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(world: object, folder: Path) -> None:
        raise OSError("no space left on device")

    folder = write_mirror(tmp_path / "mirror", Arguments(economies=5))
    before = everything(folder)
    monkeypatch.setattr(etl.simulate, "_writers", lambda _: iter([("cow_trade", full_disk)]))
    with pytest.raises(OSError, match="no space left"):
        write_mirror(folder, Arguments(economies=6))
    assert everything(folder) == before
    assert list(tmp_path.iterdir()) == [folder]


def test_the_command_line_says_it_all(tmp_path: Path) -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    line = f"{tmp_path / 'mirror'} --economies 8 --years 1995:1996 --seed 3 --zero-share 0.5 --no-ties"
    folder = run(parser.parse_args(line.split()))
    told = json.loads((folder / "simulated.json").read_text())
    assert told["arguments"] == {
        "economies": 8,
        "first_year": 1995,
        "last_year": 1996,
        "seed": 3,
        "zero_share": 0.5,
        "with_ties": False,
        "products": 0,
    }
    assert told["coefficients"]["alignment"] == 0


def test_years_that_are_no_period_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    with pytest.raises(SystemExit):
        parser.parse_args(["somewhere", "--years", "2014"])
    assert "is not FIRST:LAST, for instance 2000:2014" in capsys.readouterr().err
