from tests.unit.etl.extracts import Extract, in_gzip

EXTRACTS = [
    Extract(
        "US_TradeMatrix_2014.csv",
        """
Year,Economy,Economy Label,Partner,Partner Label,Product,Product Label,US$ at current prices in thousands
2014,276,Germany,704,Viet Nam,TOTAL,All products,1500.5
2014,276,Germany,704,Viet Nam,7,Machinery,1000
2014,516,Namibia,710,South Africa,0,Food,
""",
    ),
    Extract(
        "unctad_trade_matrix_long.csv.gz",
        """
year,exporter,importer,sitc,trade_kusd
2014,DEU,VNM,ALL,1500.5
2014,DEU,VNM,SITC7_Mach,1000
2014,NAM,ZAF,SITC0_Food,12
""",
        in_gzip(),
    ),
]
