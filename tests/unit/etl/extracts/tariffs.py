from tests.unit.etl.extracts import Extract

LINES = ("line_count", "unread_count")
EXTRACTS = [
    Extract(
        "mmhs6_2019.csv",
        """
importer,exporter,hs6_2007,year,adv
VNM,DEU,010110,2019,0.05
VNM,DEU,010120,2019,0
VNM,NAM,010130,2019,
""",
        weights=LINES,
    ),
    Extract(
        "trains/2012.csv",
        """
NomenCode,Reporter_ISO_N,Year,ProductCode,Partner,SimpleAverage
H3,918,2012,010110,704,8
H3,840,2012,010110,704,4
H3,840,2012,010120,704,0
""",
        weights=LINES,
    ),
]
