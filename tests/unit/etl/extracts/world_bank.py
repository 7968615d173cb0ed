import json

from tests.unit.etl.extracts import Cells, Extract

GDP = "Country Name,Country Code,Year,Value\nGermany,DEU,2014,3.9e12\nNamibia,NAM,2014,1.3e10\nWorld,WLD,2014,7.9e13\n"
POPULATION = b"Country Name,Country Code,Year,Value\n"


def page(cells: Cells) -> bytes:
    """One page of the indicator service, in which every value is a text here."""
    rows = [
        {"country": {"id": "XX"}, "countryiso3code": code, "date": date, "value": value or None}
        for code, date, value in ((row + [""] * 3)[:3] for row in cells[1:])
    ]
    return json.dumps([{"page": 1, "pages": 1, "total": len(rows)}, rows]).encode()


EXTRACTS = [
    Extract("gdp.csv", GDP, beside={"population.csv": POPULATION}),
    Extract(
        "NY.GDP.MKTP.CD.1.json",
        "countryiso3code,date,value\nDEU,2014,3.9e12\nNAM,2014,\n",
        page,
        beside={"population.csv": POPULATION},
    ),
]
