from tests.unit.etl.extracts import Extract, in_gzip, in_zip

EXTRACTS = [
    Extract(
        "dyadic_formatv3.zip",
        """
ccode1,country1,ccode2,country2,year,AALCO,ABEPSEAC,UN
2,United States of America,20,Canada,2014,0,1,1
2,United States of America,710,China,2014,0,-1,1
2,United States of America,347,Kosovo,2014,-9,-9,-9
""",
        in_zip("dyadic_formatv3.csv"),
    ),
    Extract("dyadic_formatv3.csv.gz", "ccode1,ccode2,year,dyadigos\n2,20,2014,2\n2,347,2014,\n", in_gzip()),
]
