"""Contiguity in either layout."""

from pathlib import Path

import polars as pl
import pytest

from etl.simulation.files import zipped
from tests.unit.etl.published import stage, stage_mirror


def test_the_publishers_dyad_years_are_read(tmp_path: Path) -> None:
    text = "dyad,state1no,state1ab,state2no,state2ab,year,conttype,version\n2020,2,USA,20,CAN,2014,1,3.2\n"
    archive = zipped({"DirectContiguity320/contdird.csv": text.encode(), "DirectContiguity320/contdir.csv": b"other"})
    good, rejected = stage(tmp_path, "cow_contiguity", {"DirectContiguity320.zip": archive})["link"]
    assert good.rows() == [("USA", "CAN", 2014, 1)]
    assert rejected.is_empty()


def test_a_period_is_a_row_a_year_and_in_a_year_of_change_the_closer_kind_counts(tmp_path: Path) -> None:
    text = (
        "ccode1,ccode2,conttype,stdate,enddate\n"
        "2.0,20.0,4.0,1999-01-01,2001-06-01\n2.0,20.0,1.0,2001-06-02,2002-12-01\n2.0,40.0,0.0,1999-01-01,2002-12-01\n"
    )
    good, _ = stage(tmp_path, "cow_contiguity", {"contdir.csv": text.encode()})["link"]
    assert good.sort("year").select("year", "contiguity_type").rows() == [(1999, 4), (2000, 4), (2001, 1), (2002, 1)]
    assert set(good["destination"]) == {"CAN"}


def test_a_year_that_is_none_is_rejected(tmp_path: Path) -> None:
    text = "ccode1,ccode2,conttype,stdate,enddate\n2.0,20.0,1.0,long ago,2002-12-01\n"
    good, rejected = stage(tmp_path, "cow_contiguity", {"contdir.csv": text.encode()})["link"]
    assert (good.height, rejected["reason"].to_list()) == (0, ["year is empty"])


def test_periods_that_contradict_or_repeat_each_other_or_run_backwards_are_rejected(tmp_path: Path) -> None:
    text = (
        "ccode1,ccode2,conttype,stdate,enddate\n2.0,20.0,1.0,1999-01-01,1999-12-01\n2.0,20.0,4.0,1999-01-01,1999-12-01\n"
        "2.0,40.0,4.0,1999-01-01,1999-12-01\n2.0,40.0,4.0,1999-01-01,1999-12-01\n2.0,70.0,1.0,2001-01-01,1999-12-01\n"
    )
    good, rejected = stage(tmp_path, "cow_contiguity", {"contdir.csv": text.encode()})["link"]
    assert good.rows() == [("USA", "CUB", 1999, 4)]
    contradiction = "another row has the same origin, destination, year and other values"
    assert rejected.select("row_number", "reason").rows() == [
        (1, contradiction),
        (2, contradiction),
        (4, "repeats an earlier row"),
        (5, "year is empty"),
    ]


@pytest.mark.mirror
def test_neighbours_are_neighbours(tmp_path: Path, mirror: Path) -> None:
    good, rejected = stage_mirror(tmp_path, mirror, "cow_contiguity")["link"]
    in_2014 = good.filter(pl.col("year") == 2014)
    kinds = {(one, two): kind for one, two, _, kind in in_2014.rows()}
    assert kinds["DEU", "POL"] == kinds["POL", "DEU"] == kinds["USA", "MEX"] == 1
    assert kinds["CUB", "USA"] == 4
    assert ("DEU", "VNM") not in kinds
    assert rejected["reason"].str.contains("has no economy in 1990").all()  # the year in which Germany and Yemen united
    assert rejected.height == 38
