"""Diplometrics in the layout its users describe; the file itself has not been met."""

from tests.unit.etl.staging import stage

__all__ = ["stage"]
HEADER = "Destination,Sending Country,Year,Embassy,Focus,LOR\n"
NAME = "Diplometrics_Diplomatic-Representation_1960-2022_20230831.csv"


def test_the_sender_is_represented_at_the_destination(stage):
    rows = 'Germany,"Korea, Republic of",2014,1,1,1\nKenya,Germany,2014,2,0,0.5\nKenya,Atlantis,2014,2,0,0.5\n'
    staged = stage("diplometrics_ddr", {NAME: HEADER + rows})
    assert staged.table("mission").rows() == [("DEU", "KEN", 2014, 0.5, "2"), ("KOR", "DEU", 2014, 1.0, "1")]
    assert staged.reasons("mission") == ["unknown name Atlantis"]


def test_the_newest_vintage_is_read_and_the_codebook_is_not(stage):
    old = "Diplometrics Diplomatic Representation 1960-2020_20211215.csv"
    files = {
        old: HEADER + "Kenya,Germany,2014,2,0,0.5\n",
        NAME: HEADER + "Kenya,Germany,2014,2,0,1\n",
        "Diplometrics_Diplomatic-Representation_Codebook_2030.pdf": b"%PDF",
    }
    assert stage("diplometrics_ddr", files).table("mission")["level"].to_list() == [1.0]


def test_a_file_without_levels_is_refused(stage):
    outcome = stage("diplometrics_ddr", {NAME: HEADER.replace("LOR", "Score")}).outcome
    assert outcome.status == "failed"
    assert "no column LOR" in outcome.message
