# ruff: noqa: E501
import json

from tests.unit.etl.extracts import Cells, Extract


def answer(cells: Cells) -> bytes:
    """The service's JSON, in which every value is a text here."""
    header, *rows = cells
    return json.dumps({"count": len(rows), "data": [dict(zip(header, row, strict=False)) for row in rows]}).encode()


EXTRACTS = [
    Extract(
        "comtrade_2014.csv",
        """
Classification,Year,Period,Trade Flow,Reporter Code,Partner Code,Commodity Code,Commodity,Netweight (kg),Trade Value (US$)
H4,2014,2014,Import,276,704,09,"Coffee, tea",125000,500000
H4,2014,2014,Export,276,704,84,Machinery,,7500000
H4,2014,2014,Import,516,710,27,Fuels,1,2
""",
    ),
    Extract(
        "imports.004-008.json",
        """
classificationCode,refYear,flowCode,reporterCode,partnerCode,cmdCode,cmdDesc,netWgt,primaryValue
H5,2019,M,276,704,09,"Coffee, tea",125000,500000
H5,2019,M,516,710,27,Fuels,1,2
""",
        answer,
    ),
]
