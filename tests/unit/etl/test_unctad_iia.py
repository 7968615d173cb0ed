"""Investment treaties: each stands in both partners' sheets and is one."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from etl.simulate import Arguments, simulate, write_mirror
from etl.simulation.files import spreadsheet, zipped
from tests.unit.etl.published import stage, stage_mirror

HEADER = [
    "No.",
    "Short title",
    "Parties",
    "Status",
    "Date of signature",
    "Date of entry into force",
    "Date of termination",
    "Type of termination",
]
GERMANY_VIET_NAM = ["1", "Germany - Viet Nam BIT (1993)", "Germany; Viet Nam;", "In force", "1993-04-03 00:00:00"]
IN_FORCE = [*GERMANY_VIET_NAM, "1998-09-19 00:00:00", None, ""]


def sheet(*rows: list[str | None]) -> bytes:
    return spreadsheet({"Treaties": [HEADER, *rows]})


def test_a_treaty_in_both_partners_sheets_is_one(tmp_path: Path) -> None:
    files = {"germany.xlsx": sheet(IN_FORCE), "viet_nam.xlsx": sheet(["7", *IN_FORCE[1:]]), "empty.xlsx": sheet()}
    good, rejected = stage(tmp_path, "unctad_iia", {"sheets.zip": zipped(files)})["treaty"]
    assert good.select(
        "economy_1", "economy_2", "signed_on", "entered_on", "terminated_on", "termination_type"
    ).rows() == [("DEU", "VNM", date(1993, 4, 3), date(1998, 9, 19), None, None)]
    assert rejected.is_empty()


def test_loose_sheets_are_read_and_days_may_be_written_day_first(tmp_path: Path) -> None:
    row = [
        "1",
        "x",
        "Germany; Poland;",
        "Terminated",
        "10/11/1989",
        "24/02/1991",
        "18/10/2019",
        "Terminated by consent",
    ]
    good, _ = stage(tmp_path, "unctad_iia", {"a.xlsx": sheet(row), "b.xlsx": sheet(IN_FORCE)})["treaty"]
    days = good.filter(pl.col("economy_2") == "POL").select("signed_on", "entered_on", "terminated_on").rows()
    assert days == [(date(1989, 11, 10), date(1991, 2, 24), date(2019, 10, 18))]


def test_belgium_and_luxembourg_are_two_and_yugoslavia_is_told_by_its_year(tmp_path: Path) -> None:
    union = "BLEU (Belgium-Luxembourg Economic Union); China;"
    rows = [
        ["1", "a", union, "Signed", "2005-06-06 00:00:00", None, None, None],
        ["2", "b", "China; Yugoslavia (former);", "Signed", "1995-12-18 00:00:00", None, None, None],
    ]
    good, _ = stage(tmp_path, "unctad_iia", {"a.xlsx": sheet(*rows)})["treaty"]
    pairs = set(good.select("economy_1", "economy_2").rows())
    assert pairs == {("BEL", "CHN"), ("LUX", "CHN"), ("CHN", "SCG")}


def test_what_is_no_signed_treaty_between_two_economies_is_rejected_with_its_reason(tmp_path: Path) -> None:
    rows = [
        ["1", "a", "Algeria; Cuba;", "In negotiation", None, None, None, None],
        ["2", "b", "Algeria; Atlantis;", "Signed", "2005-06-06 00:00:00", None, None, None],
        ["3", "c", "Algeria; Cuba; Chile;", "Signed", "2005-06-06 00:00:00", None, None, None],
    ]
    good, rejected = stage(tmp_path, "unctad_iia", {"a.xlsx": sheet(*rows)})["treaty"]
    assert good.is_empty()
    assert rejected["reason"].to_list() == [
        "signed_on is empty",
        "unknown name Atlantis",
        "unknown name Cuba; Chile",
    ]


@pytest.mark.mirror
def test_every_published_treaty_is_staged(tmp_path: Path, mirror: Path) -> None:
    good, rejected = stage_mirror(tmp_path, mirror, "unctad_iia")["treaty"]
    union = good.filter(pl.col("treaty_title").str.starts_with("BLEU") | pl.col("treaty_title").str.contains("- BLEU"))
    # 3,303 treaties in 6,706 rows; the union's 100 count twice; one is in negotiation.
    assert good.height + rejected.height == 3303 + 100
    assert union.height == 200
    assert rejected["reason"].to_list() == ["signed_on is empty"]
    assert good["treaty_status"].value_counts().sort("treaty_status").rows() == [
        ("In force", 2404),
        ("Signed", 656),
        ("Terminated", 342),
    ]


def test_a_simulated_worlds_treaties_come_back(tmp_path: Path) -> None:
    mirror = write_mirror(tmp_path / "world", Arguments(economies=20, first_year=2004, last_year=2010))
    truth = simulate(Arguments(economies=20, first_year=2004, last_year=2010)).facts["investment_treaty"]
    good, rejected = stage_mirror(tmp_path, mirror, "unctad_iia")["treaty"]
    assert rejected.is_empty()
    assert truth["terminated_on"].count() < truth["entered_on"].count() < truth.height
    key = ["economy_1", "economy_2", "signed_on", "entered_on", "terminated_on"]
    assert good.select(key).sort(key).equals(truth.select(key).sort(key))
