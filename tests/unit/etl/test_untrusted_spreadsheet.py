"""A spreadsheet is a zip of XML: neither may do more than hold a table."""

import io
import zipfile

import pytest

from etl.errors import SourceError
from etl.readers import read_excel
from etl.simulation.files import spreadsheet

SHEET = "xl/worksheets/1.xml"
WHOLE = spreadsheet({"S": [["from", "usd"], ["DEU", "1.5"]]})
COLUMNS = {"from": "exporter", "usd": "value_usd"}
LAUGHS = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


@pytest.fixture
def changed(tmp_path):
    """The workbook with its sheet's XML changed, and other members beside it."""

    def run(change, name="book.xlsx", **beside):
        path = tmp_path / name
        with zipfile.ZipFile(io.BytesIO(WHOLE)) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
            for member in old.namelist():
                content = old.read(member).decode()
                new.writestr(member, change(content) if member == SHEET else content)
            for member, content in beside.items():
                new.writestr(member, content)
        return path

    return run


def with_entity(declared, used):
    def change(text):
        declaring = text.replace("<worksheet", f"<!DOCTYPE s [{declared}]><worksheet", 1)
        return declaring.replace("<t>DEU</t>", f"<t>{used}</t>")

    return change


def test_a_file_of_this_machine_cannot_be_had_through_an_entity(changed, tmp_path):
    (tmp_path / "secret").write_text("TOP")
    path = changed(with_entity(f'<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">', "&x;"))
    with pytest.raises(SourceError, match=r"book\.xlsx cannot be read as a spreadsheet") as caught:
        read_excel(path, COLUMNS)
    assert "TOP" not in caught.value.message


def test_entities_do_not_multiply(changed):
    with pytest.raises(SourceError, match=r"book\.xlsx cannot be read as a spreadsheet"):
        read_excel(changed(with_entity(LAUGHS, "&a9;")), COLUMNS)


def test_a_bomb_in_a_spreadsheet_is_refused_before_it_is_unpacked(changed):
    with pytest.raises(SourceError, match=r"xl/worksheets/1.xml' would unpack to 30,000,\d+ bytes"):
        read_excel(changed(lambda text: text.replace("DEU", " " * 30_000_000)), COLUMNS)


def test_a_spreadsheet_in_a_zip_is_looked_into_as_well(changed, tmp_path):
    bomb = changed(lambda text: text.replace("DEU", " " * 30_000_000))
    with zipfile.ZipFile(tmp_path / "books.zip", "w") as archive:
        archive.write(bomb, "book.xlsx")
    with pytest.raises(SourceError, match="would unpack to"):
        read_excel(tmp_path / "books.zip", COLUMNS)


def test_macros_and_links_beside_the_table_do_nothing(changed):
    path = changed(
        lambda text: text, "book.xlsm", **{"xl/vbaProject.bin": "Sub Auto_Open()", "xl/externalLinks/1.xml": "<x/>"}
    )
    assert read_excel(path, COLUMNS).rows() == [(1, "DEU", "1.5")]
