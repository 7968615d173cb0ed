from tests.unit.etl.extracts import Extract, in_zip, stata, workbook

PAIRS = """
iso_o,iso_d,contig,comlang_off,comlang_ethno,colony,comcol,curcol,col45,smctry,dist,distcap,distw,distwces
ROM,DEU,0,0,0,0,0,0,0,0,1300.5,1296,1310.25,1305
DEU,ZAR,0,0,0,0,0,0,0,0,6000,6001,.,.
NAM,ZAF,1,1,0,1,0,0,1,1,1180.25,1185,1010,990
"""
EXTRACTS = [
    Extract("dist_cepii.zip", PAIRS, in_zip("dist_cepii.xls", workbook())),
    Extract("dist_cepii.csv", PAIRS),
    Extract("dist_cepii.dta", PAIRS, stata),
]
