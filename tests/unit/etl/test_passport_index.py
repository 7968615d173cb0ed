"""Visa requirements of vintages with two ways of writing them."""

import pytest

from tests.unit.etl.staging import stage

__all__ = ["stage"]
NAME = "passport-index-tidy-iso3.csv"
WORDS = "Passport,Destination,Requirement\n"


def requirements(staged):
    return staged.table("visa").select("vintage", "year", "requirement", "days").rows()


def test_days_are_free_entry(stage):
    rows = "DEU,FRA,visa free\nDEU,THA,30\nDEU,AUS,eta\nDEU,DEU,-1\nDEU,PRK,no admission\n"
    staged = stage("passport_index", {NAME: WORDS + rows})
    assert requirements(staged) == [
        ("frozen", 2025, "eta", None),
        ("frozen", 2025, "own country", None),
        ("frozen", 2025, "visa free", None),
        ("frozen", 2025, "no admission", None),
        ("frozen", 2025, "visa free", 30),
    ]


def test_2019_is_coded(stage):
    coded = "Passport,Destination,Code\nDEU,FRA,3\nDEU,KEN,2\nDEU,AUS,1\nDEU,CHN,0\n"
    staged = stage("passport_index", {NAME: WORDS, f"2019-12-17/{NAME}": coded})
    assert {(row[0], row[1]) for row in requirements(staged)} == {("2019-12-17", 2019)}
    assert staged.table("visa").select("destination", "requirement").rows() == [
        ("AUS", "eta"),
        ("CHN", "visa required"),
        ("FRA", "visa free"),
        ("KEN", "on arrival or e-visa"),
    ]


def test_vintages_stand_side_by_side(stage):
    files = {
        NAME: WORDS + "DEU,AUS,eta\n",
        f"2021-01-25/{NAME}": WORDS + "DEU,AUS,covid ban\n",
        f"2022-01-05/{NAME}": WORDS + "DEU,AUS,EVW\n",
    }
    assert requirements(stage("passport_index", files)) == [
        ("2021-01-25", 2021, "covid ban", None),
        ("2022-01-05", 2022, "e-visa", None),
        ("frozen", 2025, "eta", None),
    ]


def test_the_continuation_is_of_the_year_it_was_fetched(stage):
    staged = stage("passport_index", {NAME: WORDS, f"continued/{NAME}": WORDS + "DEU,AUS,eta\n"})
    ((vintage, year, *_),) = requirements(staged)
    assert vintage == "continued"
    assert year >= 2026


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("DEU,AUS,sometimes", 'requirement "sometimes" is not one of the declared values'),
        ("DEU,AUS,0", 'days "0" is below 1'),
        ("DEU,ZZZ,30", "unknown iso3 code ZZZ"),
    ],
)
def test_what_cannot_be_read_is_rejected(stage, row, reason):
    staged = stage("passport_index", {NAME: f"{WORDS}{row}\nDEU,FRA,90\n"})
    assert staged.table("visa").height == 1
    assert staged.reasons("visa") == [reason]
