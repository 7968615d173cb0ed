from collections.abc import Iterator

from etl.simulation.files import zipped
from tests.unit.etl.extracts import Cells, Extract, text

YEARS = ("2011", "2012")


def sheet(cells: Cells) -> bytes:
    return text()([["", "Germany"], ["", "Table 3. FDI stock in the host economy, by geographical origin"], *cells])


def figures(rows: list[dict[str, str]]) -> Iterator[int]:
    """Count figures, not lines: each line with a label has one a year, unless it is a note."""
    number = 0
    for row in rows:
        values = {year: row[year] for year in YEARS}
        is_note = all(value in ("", "NA", year) for year, value in values.items())
        if row["Region / economy"] not in ("", "NA") and not is_note:
            yield from range(number + 1, number + 1 + len(YEARS))
            number += len(YEARS)


EXTRACTS = [
    Extract(
        "stock_raw.zip",
        ",Region / economy,2011,2012\n,France,1 500,..\n,Namibia,-,- 9\n,Viet Nam,3.5,4\n",
        lambda cells: zipped({"DEU.csv": sheet(cells)}),
        counted=figures,
        beside={"fdi_raw_data.zip": zipped({"readme.txt": b"no sheet"})},
    )
]
