from collections.abc import Iterator

from tests.unit.etl.extracts import Extract, in_zip, workbook

SHEET = """
No.,Short title,Parties,Status,Date of signature,Date of entry into force,Date of termination,Type of termination
1,Germany - Viet Nam BIT (1993),Germany; Viet Nam;,In force,1993-04-03 00:00:00,1998-09-19 00:00:00,,
2,BLEU - China BIT (2005),BLEU (Belgium-Luxembourg Economic Union); China;,Signed,2005-06-06 00:00:00,,,
3,Germany - Poland BIT (1989),Germany; Poland;,Terminated,10/11/1989,24/02/1991,18/10/2019,Terminated by consent
"""


def once(rows: list[dict[str, str]]) -> Iterator[int]:
    """Leave out a treaty's second listing: each stands in both partners' sheets."""
    seen = set()
    for number, row in enumerate(rows, start=1):
        treaty = tuple(value for name, value in row.items() if name != "No.")
        if any(row.values()) and treaty not in seen:
            seen.add(treaty)
            yield number


EXTRACTS = [
    Extract("germany.xlsx", SHEET, workbook(), counted=once),
    Extract("sheets.zip", SHEET, in_zip("germany.xlsx", workbook()), counted=once),
]
