from tests.unit.etl.extracts import Extract, stata, text

EXTRACTS = [
    Extract(
        "IdealpointestimatesAll_Apr2020.csv",
        """
ccode,session,NVotes,IdealPoint,iso3c,Countryname
2,1,42,1.5,USA,United States
2,74,90,2.5,USA,United States
710,74,88,-0.8,CHN,China
""",
        text(encoding="latin-1"),
    ),
    Extract(
        "IdealpointsJuly2025.dta",
        """
ccode,year,idealpointfp,nvotesfp,iso3c
2,2024,2.2,90,USA
365,1950,-2.5,50,RUS
565,1995,0.1,60,NAM
""",
        stata,
    ),
]
