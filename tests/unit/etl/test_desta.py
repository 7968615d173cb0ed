"""DESTA: who is bound by a record, in either layout."""

from pathlib import Path

import polars as pl
import pytest

from tests.unit.etl.desta_records import listed, record
from tests.unit.etl.published import Tables, stage, stage_mirror

DYADS = "country1,country2,iso1,iso2,number,base_treaty,name,entry_type,year,entryforceyear\n"
DEU, FRA, NLD, POL, CHL, NAM = 276, 250, 528, 616, 152, 516


def pairs(tables: Tables, number: str) -> set[frozenset[str]]:
    dyads = tables["dyad"][0].filter(pl.col("number") == number)
    return {frozenset(pair) for pair in dyads.select("economy_1", "economy_2").iter_rows()}


def bound(*names: str) -> set[frozenset[str]]:
    return {frozenset(name.split("-")) for name in names}


def test_members_of_a_plurilateral_agreement_are_bound_to_each_other(tmp_path: Path) -> None:
    tables = stage(
        tmp_path, "desta", {"DESTA.csv": listed(record("1", "base_treaty", 2, [(DEU, 0), (FRA, 0), (NAM, 0)]))}
    )
    assert pairs(tables, "1") == bound("DEU-FRA", "DEU-NAM", "FRA-NAM")
    assert tables["dyad"][0]["year"].unique().to_list() == [2001]


def test_a_third_party_is_bound_to_each_of_the_group_and_the_group_not_to_itself(tmp_path: Path) -> None:
    seats = [(CHL, 0), (DEU, 1), (FRA, 1), (NLD, None)]  # one without a group stands with most of the others
    tables = stage(tmp_path, "desta", {"DESTA.csv": listed(record("2", "base_treaty", 3, seats))})
    assert pairs(tables, "2") == bound("CHL-DEU", "CHL-FRA", "CHL-NLD")


def test_groups_of_which_there_is_only_one_bind_everyone(tmp_path: Path) -> None:
    tables = stage(tmp_path, "desta", {"DESTA.csv": listed(record("2", "base_treaty", 4, [(CHL, 0), (DEU, 0)]))})
    assert pairs(tables, "2") == bound("CHL-DEU")


def test_changes_of_members_bind_or_part_the_newcomer_and_the_others_only(tmp_path: Path) -> None:
    content = listed(
        record("3+1", "accession", 5, [(POL, 1), (DEU, 2), (FRA, 2)], (2003, "NA")),
        record("4+1", "accession", 6, [(POL, 2), (CHL, 3)], (2003, "NA")),
        record("3_1", "withdrawal", 7, [(FRA, 1), (DEU, 2), (POL, 2)], (2010, "NA")),
    )
    tables = stage(tmp_path, "desta", {"DESTA.csv": content})
    assert pairs(tables, "3+1") == bound("POL-DEU", "POL-FRA")
    assert pairs(tables, "4+1") == bound("POL-CHL")
    assert pairs(tables, "3_1") == bound("FRA-DEU", "FRA-POL")
    assert tables["treaty"][0].filter(pl.col("number") == "3+1")["entry_year"].to_list() == [None]
    assert tables["dyad"][0].filter(pl.col("number") == "3+1")["year"].unique().to_list() == [2003]


def test_a_number_means_the_state_that_held_it_then(tmp_path: Path) -> None:
    content = listed(
        record("5", "base_treaty", 1, [(688, 0), (DEU, 0)], (1980, 1980)),
        record("6", "base_treaty", 1, [(688, 0), (DEU, 0)], (2000, 2001)),
        record("7", "base_treaty", 1, [(999, 0), (DEU, 0)], (2000, 2001)),
    )
    tables = stage(tmp_path, "desta", {"DESTA.csv": content})
    assert pairs(tables, "5") == bound("DEU-YUG")
    assert pairs(tables, "6") == bound("DEU-SCG")
    assert tables["dyad"][1]["reason"].to_list() == ["unknown m49 code 999"]


def test_the_publishers_pairs_are_preferred_to_the_list(tmp_path: Path) -> None:
    files = {
        "desta_list_of_treaties_02_03.csv": listed(
            record("1", "base_treaty", 2, [(DEU, 0), (FRA, 0)]),
            record("1_1", "withdrawal", 7, [(FRA, 1), (DEU, 2)], (2010, "NA")),
        ).replace(b";", b","),
        "desta_list_of_treaties_02_03_dyads.csv": (
            DYADS + "C\xf4te,Chile,276,152,1,1,Treaty 1,base_treaty,2000,2001\n"
        ).encode("latin-1"),
        "desta_indices_version_02_03.csv": b"number,base_treaty,name,depth_index,depth_rasch\n1,1,Treaty 1,5,1.25\n",
    }
    tables = stage(tmp_path, "desta", files)
    assert pairs(tables, "1") == bound("CHL-DEU")
    assert pairs(tables, "1_1") == bound("FRA-DEU")  # whose file is not at hand
    assert tables["depth"][0].rows() == [("1", 5.0, 1.25)]


def test_withdrawals_are_taken_from_their_own_file(tmp_path: Path) -> None:
    files = {
        "DESTA.csv": listed(record("1", "base_treaty", 2, [(DEU, 0), (FRA, 0)])),
        "desta_dyadic_withdrawal_02_03.csv": (DYADS + "Chile,Germany,152,276,1_1,1,x,withdrawal,2010,NA\n").encode(),
    }
    assert pairs(stage(tmp_path, "desta", files), "1_1") == bound("CHL-DEU")


@pytest.mark.mirror
def test_every_published_record_and_pair_is_staged(tmp_path: Path, mirror: Path) -> None:
    tables = stage_mirror(tmp_path, mirror, "desta")
    treaty, rejected = tables["treaty"]
    assert (treaty.height, rejected.height) == (1217, 0)
    assert dict(treaty["kind"].value_counts().iter_rows()) == {
        "base_treaty": 842,
        "accession": 199,
        "negotiation": 82,
        "protocol or amendment": 34,
        "consolidated": 30,
        "withdrawal": 30,
    }
    assert tables["dyad"][1].is_empty()
    assert len(pairs(tables, "636")) == 3  # NAFTA
    assert len(pairs(tables, "293")) == 15  # Treaty of Rome: six members
    assert len(pairs(tables, "66")) == 20  # ASEAN's ten with Australia and New Zealand
