"""Sanctions: several names in one cell, blocs, and who may not trade what."""

import pytest

from etl.sources.gsdb.parse import split_names
from tests.unit.etl.staging import stage

__all__ = ["stage"]
HEADER = (
    "case_id,sanctioned_state,sanctioning_state,begin,end,trade,descr_trade,arms,military,financial,travel,other,"
    "target_mult,sender_mult,objective,success\n"
)
NOT_TRADE = "0,0,0,0,1,0,0,other,failed"


def case(number, target, sender, years, trade="0,"):
    begin, end = years
    return f'{number},"{target}","{sender}",{begin},{end},{trade},{NOT_TRADE}\n'


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Korea, South", ["Korea, South"]),
        ("Egypt, Arab Rep., Syria", ["Egypt, Arab Rep.", "Syria"]),
        (
            "Congo, Democratic Republic of the, Eritrea, Kenya",
            ["Congo, Democratic Republic of the", "Eritrea", "Kenya"],
        ),
        ("Jordan, Libya, Yemen, North, Niger", ["Jordan", "Libya", "Yemen, North", "Niger"]),
        ("EU,Norway, ", ["EU", "Norway"]),
        ("Ruritania, Kenya", ["Ruritania", "Kenya"]),
        ("", []),
    ],
)
def test_names_that_hold_commas_stay_whole(cell, names):
    assert split_names(cell) == names


def test_states_are_listed_by_year_and_blocs_by_name(stage):
    staged = stage("gsdb", {"GSDB_V3.csv": HEADER + case(7, "Korea, North", "Korea, South, EU", (2010, 2011))})
    assert staged.table("party").rows() == [
        (7, "sender", "KOR", 2010),
        (7, "sender", "KOR", 2011),
        (7, "target", "PRK", 2010),
        (7, "target", "PRK", 2011),
    ]
    assert staged.table("bloc").rows() == [(7, "sender", "EU")]


def test_a_state_of_its_time(stage):
    staged = stage("gsdb", {"GSDB_V3.csv": HEADER + case(1, "Yugoslavia", "United States", (1991, 1992))})
    assert staged.table("party").filter(role="target")["economy"].to_list() == ["SCG", "YUG"]


@pytest.mark.parametrize(
    ("described", "exports", "imports"),
    [
        ("exp_part", "partial", None),
        ("imp_compl", None, "complete"),
        ("exp_compl, imp_part", "complete", "partial"),
        ("exp_part,imp_compl", "partial", "complete"),
    ],
)
def test_direction_is_the_senders(stage, described, exports, imports):
    row = case(1, "Cuba", "United States", (1960, 2022), trade=f'1,"{described}"')
    cases = stage("gsdb", {"GSDB_V3.csv": HEADER + row}).table("case")
    assert cases.select("exports", "imports", "trade", "arms").rows() == [(exports, imports, True, False)]


def test_a_case_that_cannot_be_read_is_rejected_and_the_others_stay(stage):
    rows = (
        case(1, "Cuba", "Haiti", (2001, 2000))
        + case("x", "Cuba", "Haiti", (2001, 2002))
        + case(3, "Cuba", "Haiti", (9, 9))
    )
    staged = stage("gsdb", {"GSDB_V3.csv": HEADER + rows + case(4, "Cuba", "Haiti", (2001, 2001))})
    assert staged.table("case")["case_id"].to_list() == [4]
    assert staged.reasons("case") == [
        'begin_year "9" is below 1900; end_year "9" is below 1900',
        'case_id "x" is not a whole number',
        "ends before it begins",
    ]


def test_nobody_is_asked_for_it_in_vain(stage):
    outcome = stage("gsdb", {})
    assert outcome.outcome.status == "not provided"
    assert not outcome.outcome.is_gap
    assert "globalsanctionsdatabase.com" in outcome.outcome.remedy
