from tests.unit.etl.extracts import Extract, in_zip

EXTRACTS = [
    Extract(
        "COW_Trade_4.0.zip",
        """
ccode1,ccode2,year,importer1,importer2,flow1,flow2,source1,source2,version
2,710,2014,United States of America,China,472525.5,183300,IMF,IMF,4
2,20,2014,United States of America,Canada,0,-9,IMF,IMF,4
200,365,1950,United Kingdom,Russia,12.5,3,x,x,4
""",
        in_zip("COW_Trade_4.0/Dyadic_COW_4.0.csv", **{"COW_Trade_4.0/National_COW_4.0.csv": b"other"}),
    )
]
