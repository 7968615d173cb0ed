"""Tariffs averaged over lines, from either layout."""

from pathlib import Path

import polars as pl
import pytest

from tests.unit.etl.published import stage

TRAINS = (
    "NomenCode,Reporter_ISO_N,Year,ProductCode,Partner,Sum_Of_Rates,Min_Rate,Max_Rate,SimpleAverage,TotalNoOfLines,"
    "Nbr_Pref_Lines,Nbr_MFN_Lines,Nbr_NA_Lines,EstCode\n"
)


def test_macmap_holds_shares_of_one_and_is_averaged_over_lines(tmp_path: Path) -> None:
    lines = (
        "importer,exporter,hs6_2007,year,adv\nVNM,DEU,010110,2019,0.05\nVNM,DEU,010120,2019,0\nVNM,DEU,010130,2019,\n"
        "VNM,XXX,010110,2019,0.1\n"
    )
    good, rejected = stage(tmp_path, "tariffs", {"mmhs6_2019.csv": lines.encode()})["applied"]
    assert good.select(
        "exporter", "importer", "year", "tariff_pct", "duty_free_share", "line_count", "unread_count"
    ).rows() == [("DEU", "VNM", 2019, 2.5, 0.5, 2, 1)]
    assert rejected["reason"].to_list() == ["unknown iso3 code XXX"]


def test_the_european_unions_tariff_is_each_members_of_the_year(tmp_path: Path) -> None:
    lines = TRAINS + "H3,918,2012,010110,704,8,4,12,8,1,0,1,0,1\nH3,840,2012,010110,704,4,4,4,4,1,0,1,0,1\n"
    good, rejected = stage(tmp_path, "tariffs", {"trains/2012.csv": lines.encode()})["applied"]
    levied = dict(good.select("importer", "tariff_pct").iter_rows())
    assert len(levied) == 27 + 1  # Croatia joined in 2013
    assert (levied["DEU"], levied["USA"]) == (8, 4)
    assert set(good["exporter"]) == {"VNM"}
    assert rejected.is_empty()


def test_rates_for_the_whole_world_are_told_apart_as_no_economy(tmp_path: Path) -> None:
    lines = TRAINS + "H3,840,2012,010110,000,4,4,4,4,1,0,1,0,1\nH3,704,2012,010110,840,4,4,4,n/a,1,0,1,0,1\n"
    good, rejected = stage(tmp_path, "tariffs", {"trains/2012.csv": lines.encode()})["applied"]
    assert good.select("tariff_pct", "line_count", "unread_count").rows() == [(None, 0, 1)]
    assert rejected.height == 1


def test_another_layout_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="no column Reporter_ISO_N"):
        stage(tmp_path, "tariffs", {"mmhs6_2019.csv": b"a,b\n1,2\n"})


def test_the_same_pair_in_two_files_is_rejected_not_averaged_again(tmp_path: Path) -> None:
    header = "importer,exporter,hs6_2007,year,adv\n"
    files = {f"mmhs6_{k}.csv": f"{header}VNM,DEU,010110,2019,0.{k}\n".encode() for k in (1, 2)}
    good, rejected = stage(tmp_path, "tariffs", files)["applied"]
    assert good.is_empty()
    assert rejected.filter(pl.col("reason").str.contains("other values")).height == 2


def test_a_union_s_tariff_of_no_year_and_a_line_of_no_importer_are_rejected(tmp_path: Path) -> None:
    lines = TRAINS + "H3,918,20x2,010110,704,8,4,12,8,1,0,1,0,1\nH3,,2012,010110,704,8,4,12,8,1,0,1,0,1\n"
    good, rejected = stage(tmp_path, "tariffs", {"trains/2012.csv": lines.encode()})["applied"]
    assert good.is_empty()
    assert sorted(rejected["reason"]) == [
        "iso3 code missing",
        'unknown iso3 code 918; year "20x2" is not a whole number',
    ]
