"""The WTO's list: agreements, their days however written, and who is bound."""

from datetime import date
from pathlib import Path

import pytest

from etl.simulation.files import spreadsheet
from tests.unit.etl.published import stage

HEADER = [
    "RTA ID",
    "RTA Name",
    "Coverage",
    "Type",
    "Status",
    "Date of Signature (G)",
    "Date of Signature (S)",
    "Date of Entry into Force (G)",
    "Date of Entry into Force (S)",
    "Inactive Date",
    "Current signatories",
]
EU_KOREA = ["144", "EU - Korea, Republic of", "Goods & Services", "FTA & EIA", "In Force"]
DAYS = ["2010-10-06 00:00:00", "2010-10-06 00:00:00", "2011-07-01 00:00:00", "2011-07-01 00:00:00", None]


def tables(folder: Path, *rows: list[str | None]) -> dict:
    return stage(folder, "wto_rta", {"AllRTAs.xlsx": spreadsheet({"AllRTAs": [HEADER, *rows]})})


def test_a_bloc_stands_for_its_members(tmp_path: Path) -> None:
    found = tables(tmp_path, [*EU_KOREA, *DAYS, "European Union; Korea, Republic of"])
    signatory, rejected = found["signatory"]
    assert signatory.height == 28
    assert dict(signatory.select("economy", "bloc").iter_rows())["DEU"] == "European Union"
    assert dict(signatory.select("economy", "bloc").iter_rows())["KOR"] is None
    assert rejected.is_empty()
    assert found["agreement"][0].select("rta_id", "signed_on", "entered_goods_on", "inactive_on").rows() == [
        ("144", date(2010, 10, 6), date(2011, 7, 1), None)
    ]


@pytest.mark.parametrize("written", ["1958-01-01 00:00:00", "01-Jan-58", "01-Jan-1958"])
def test_a_day_is_read_however_it_is_written(tmp_path: Path, written: str) -> None:
    row = ["1", "EC Treaty", "Goods", "CU", "In Force", written, None, written, None, None, "France; Germany"]
    agreement, rejected = tables(tmp_path, row)["agreement"]
    assert agreement["entered_goods_on"].to_list() == [date(1958, 1, 1)]
    assert rejected.is_empty()


def test_a_signatory_that_is_no_economy_is_rejected(tmp_path: Path) -> None:
    row = ["1", "x", "Goods", "FTA", "In Force", None, None, None, None, None, "Atlantis; Chile"]
    good, rejected = tables(tmp_path, row)["signatory"]
    assert good["economy"].to_list() == ["CHL"]
    assert rejected["reason"].to_list() == ["unknown name Atlantis"]
