"""Missions every five years."""

import pytest

from tests.unit.etl.staging import stage, zipped

__all__ = ["stage"]
HEADER = "ccode1,ccode2,year,DR_at_1,DR_at_2,DE,version\n"
FILE = "Diplomatic_Exchange_2006v1.csv"


@pytest.mark.parametrize(
    "dyads", ["2,40,2005,0,9,1,2006.1\n40,2,2005,9,0,1,2006.1\n", "2,40,2005,0,9,1,2006.1\n"], ids=["both", "one"]
)
def test_a_mission_of_1_stands_at_2_and_is_taken_once(stage, dyads):
    staged = stage("cow_diplomatic_exchange", {"Diplomatic_Exchange_2006.1.zip": zipped(FILE, HEADER + dyads)})
    assert staged.table("mission").rows() == [("CUB", "USA", 2005, 0), ("USA", "CUB", 2005, 9)]
    assert staged.reasons("mission") == []


def test_missing_is_not_none_and_an_unknown_level_is_rejected(stage):
    dyads = "2,200,1970,3,-9,1,2006.1\n2,220,1970,5,0,1,2006.1\n"
    staged = stage("cow_diplomatic_exchange", {FILE: HEADER + dyads})
    assert staged.table("mission").rows() == [
        ("GBR", "USA", 1970, 3),
        ("USA", "FRA", 1970, 0),
        ("USA", "GBR", 1970, None),
    ]
    assert staged.reasons("mission") == ['level "5" is not one of the declared values']
