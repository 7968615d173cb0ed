from tests.unit.etl.extracts import Extract, in_zip

MISSIONS = """
ccode1,ccode2,year,DR_at_1,DR_at_2,DE,version
2,40,2005,0,9,1,2006.1
40,2,2005,9,0,1,2006.1
2,200,1970,3,-9,1,2006.1
"""
EXTRACTS = [
    Extract("Diplomatic_Exchange_2006.1.zip", MISSIONS, in_zip("Diplomatic_Exchange_2006v1.csv")),
    Extract("Diplomatic_Exchange_2006v1.csv", MISSIONS),
]
