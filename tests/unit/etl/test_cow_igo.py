"""Joint memberships, one column per organisation or counted."""

import gzip

import pytest

from tests.unit.etl.staging import stage, zipped

__all__ = ["stage"]
PUBLISHED = (
    "ccode1,country1,ccode2,country2,year,AALCO,ABEPSEAC,UN\n"
    "2,United States of America,20,Canada,2014,0,1,1\n"
    "2,United States of America,710,China,2014,0,-1,1\n"
    "2,United States of America,347,Kosovo,2014,-9,-9,-9\n"
)
COUNTED = "ccode1,ccode2,year,dyadigos\n2,20,2014,2\n2,710,2014,1\n2,347,2014,\n"
JOINT = [("USA", "CAN", 2014, 2), ("USA", "CHN", 2014, 1), ("USA", "XKX", 2014, None)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("dyadic_formatv3.zip", zipped("dyadic_formatv3.csv", PUBLISHED)),
        ("dyadic_formatv3.csv", PUBLISHED.encode()),
        ("dyadic_formatv3.csv.gz", gzip.compress(COUNTED.encode(), mtime=0)),
    ],
)
def test_memberships_are_counted_and_missing_is_not_none(stage, name, content):
    assert stage("cow_igo", {name: content}).table("joint_membership").rows() == JOINT


def test_no_membership_at_all_is_zero(stage):
    content = zipped("dyadic_formatv3.csv", "ccode1,country1,ccode2,country2,year,UN\n2,a,20,b,1816,0\n")
    assert stage("cow_igo", {"dyadic_formatv3.zip": content}).table("joint_membership").rows() == [
        ("USA", "CAN", 1816, 0)
    ]


@pytest.mark.parametrize("content", ["ccode1,ccode2,year\n2,20,2014\n", "state,year,UN\n2,2014,1\n", ""])
def test_another_table_is_refused(stage, content):
    outcome = stage("cow_igo", {"dyadic_formatv3.csv": content}).outcome
    assert outcome.status == "failed"
    assert "dyadic_formatv3.csv" in outcome.message
