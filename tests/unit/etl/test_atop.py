"""ATOP's directed dyad-years."""

from tests.unit.etl.staging import stage, zipped

__all__ = ["stage"]
PUBLISHED = "ddyad,mem1,stateA,stateB,year,atopally,defense,offense,neutral,nonagg,consul,bilatno,multino,asymm\n"
ARCHIVE = "atop_5.1__.csv_.zip"
FILE = "ATOP 5.1 (.csv)/atop5_1ddyr.csv"


def test_both_states_stand_in_one_number(stage):
    rows = "200002,200,200,2,2014,1,1,0,0,0,1,0,1,0\n2200,2,2,200,2014,1,1,0,0,0,1,0,1,0\n"
    alliances = stage("atop", {ARCHIVE: zipped(FILE, PUBLISHED + rows)}).table("alliance")
    assert alliances.columns[3:] == ["defence", "offence", "neutrality", "non_aggression", "consultation"]
    assert alliances.rows() == [
        ("GBR", "USA", 2014, True, False, False, False, True),
        ("USA", "GBR", 2014, True, False, False, False, True),
    ]


def test_a_state_of_its_time(stage):
    rows = "365345,365,365,345,1991,1,0,0,0,1,0,1,0,0\n365345,365,365,345,1999,1,0,0,0,1,0,1,0,0\n"
    alliances = stage("atop", {ARCHIVE: zipped(FILE, PUBLISHED + rows)}).table("alliance")
    assert alliances.select("origin", "destination").rows() == [("RUS", "SCG"), ("SUN", "YUG")]


def test_what_is_no_pair_of_states_is_rejected(stage):
    rows = "2999,2,2,999,2014,1,1,0,0,0,1,0,1,0\nx,2,2,20,2014,1,1,0,0,0,1,0,1,0\n2020,2,2,20,2014,1,8,0,0,0,0,0,1,0\n"
    staged = stage("atop", {ARCHIVE: zipped(FILE, PUBLISHED + rows)})
    assert staged.table("alliance").is_empty()
    assert staged.reasons("alliance") == [
        'defence "8" is not true or false',
        "unknown cow code 999",
        "unknown cow code x",
    ]


def test_a_renamed_column_is_named(stage):
    outcome = stage("atop", {ARCHIVE: zipped(FILE, PUBLISHED.replace("nonagg", "non_agg"))}).outcome
    assert outcome.status == "failed"
    assert "no column nonagg" in outcome.message
