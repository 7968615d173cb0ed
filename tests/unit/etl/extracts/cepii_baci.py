from tests.unit.etl.extracts import Extract, in_zip, text

FLOWS = """
t,i,j,k,v,q
2014,276,704,010121,1.5,0.25
2014,276,704,090111,500,NA
2014,516,710,270900,12.125,3
"""
PRODUCTS = b'code,description\n010121,"Horses: live"\n090111,Coffee\n270900,Oils\n'
UNQUOTED = text(quoted=False)
FOLDER = "BACI_HS92_V202601"
EXTRACTS = [
    Extract(
        "BACI_HS92_V202601.zip",
        FLOWS,
        in_zip("BACI_HS92_Y2014_V202601.csv", UNQUOTED, **{"product_codes_HS92_V202601.csv": PRODUCTS}),
    ),
    Extract(
        f"{FOLDER}/BACI_HS92_Y2014_V202601.csv",
        FLOWS,
        UNQUOTED,
        beside={f"{FOLDER}/product_codes_HS92_V202601.csv": PRODUCTS},
    ),
]
