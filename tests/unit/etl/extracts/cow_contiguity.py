from collections.abc import Iterator

from tests.unit.etl.extracts import Extract, in_zip


def touching(rows: list[dict[str, str]]) -> Iterator[int]:
    """Leave out type 0, which is every pair that is not listed."""
    for number, row in enumerate(rows, start=1):
        try:
            if float(row["conttype"]) == 0:
                continue
        except ValueError:
            pass
        if any(row.values()):
            yield number


EXTRACTS = [
    Extract(
        "DirectContiguity320.zip",
        """
dyad,state1no,state1ab,state2no,state2ab,year,conttype,version
2020,2,USA,20,CAN,2014,1,3.2
20002,20,CAN,2,USA,2014,1,3.2
2040,2,USA,40,CUB,2014,4,3.2
""",
        in_zip("DirectContiguity320/contdird.csv", **{"DirectContiguity320/contdir.csv": b"other"}),
        counted=touching,
    ),
    Extract(
        "contdir.csv",
        """
ccode1,ccode2,conttype,stdate,enddate
2.0,20.0,4.0,1999-01-01,2001-06-01
2.0,20.0,1.0,2001-06-02,2002-12-01
2.0,40.0,4.0,1999-01-01,2002-12-01
20.0,70.0,0.0,1999-01-01,2002-12-01
""",
        counted=touching,
    ),
]
