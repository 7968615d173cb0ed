"""A Dataverse's list of files is read for the file that is meant."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from etl.errors import SourceError
from etl.publisher import take_all
from etl.registry import File

ADDRESS = "dataverse://dataverse.example.org/doi:10.7910/DVN/LEJUQZ"
ESTIMATES = File(name="Ideal[Pp]oint*.[cd][st][va]", urls=(ADDRESS,))


@dataclass
class Taken:
    path: Path


def entry(number, filename, original=None):
    table = {"originalFileName": original, "originalFileFormat": "text/csv"} if original else {}
    return {"label": filename, "dataFile": {"id": number, "filename": filename} | table}


def taken(listing, file=ESTIMATES, url=ADDRESS):
    addresses, asked = [], []

    def take(address):
        addresses.append((address.name, address.url))
        return Taken(Path(address.name))

    def ask(url):
        asked.append(url)
        return listing

    take_all(file, url, take, ask)
    assert asked == ["https://dataverse.example.org/api/datasets/:persistentId/?persistentId=doi:10.7910/DVN/LEJUQZ"]
    return addresses


def listing(*entries):
    return {"status": "OK", "data": {"latestVersion": {"files": list(entries)}}}


def test_the_newest_file_of_the_name_is_taken_as_it_was_deposited():
    found = listing(
        entry(1, "IdealpointestimatesAll_Jun2024.tab", "IdealpointestimatesAll_Jun2024.csv"),
        entry(2, "IdealpointsJuly2025.dta"),
        entry(3, "AgreementScoresAll_Aug2026.tab", "AgreementScoresAll_Aug2026.csv"),
        entry(4, "Idealpoint_codebook_2026.pdf"),
    )
    assert taken(found) == [("IdealpointsJuly2025.dta", "https://dataverse.example.org/api/access/datafile/2")]
    found["data"]["latestVersion"]["files"].pop(1)
    assert taken(found) == [
        (
            "IdealpointestimatesAll_Jun2024.csv",
            "https://dataverse.example.org/api/access/datafile/1?format=original",
        )
    ]


def test_every_file_of_the_name_is_taken_on_request():
    found = listing(entry(1, "Events.2001.zip"), entry(2, "Events.2000.zip"), entry(3, "readme.txt"))
    names = [name for name, _ in taken(found, File(name="Events.*.zip", urls=(ADDRESS,)), f"{ADDRESS}#every")]
    assert names == ["Events.2000.zip", "Events.2001.zip"]


@pytest.mark.parametrize("answer", [{}, [], {"status": "ERROR", "message": "gone"}, listing(entry(1, "readme.txt"))])
def test_a_list_without_the_file_is_named(answer):
    with pytest.raises(SourceError, match=r"dataverse\.example\.org"):
        taken(answer)
