# ruff: noqa: E501
from tests.unit.etl.extracts import Extract, workbook

EXTRACTS = [
    Extract(
        "AllRTAs.xlsx",
        """
RTA ID,RTA Name,Coverage,Type,Status,Date of Signature (G),Date of Signature (S),Date of Entry into Force (G),Date of Entry into Force (S),Inactive Date,Current signatories
144,"EU - Korea, Republic of",Goods & Services,FTA & EIA,In Force,2010-10-06 00:00:00,2010-10-06 00:00:00,2011-07-01 00:00:00,2011-07-01 00:00:00,,"European Union; Korea, Republic of"
1,EC Treaty,Goods,CU,In Force,25-Mar-57,,01-Jan-58,,,France; Germany
9,Chile - Namibia,Goods,FTA,Inactive,01-Jan-1994,,01-Jan-1994,,01-Jan-2004,Chile; Namibia
""",
        workbook("AllRTAs"),
    )
]
