from tests.unit.etl.extracts import Extract, workbook

EXTRACTS = [
    Extract(
        "DTA 1.0 - Horizontal Content (v2).xlsx",
        "RTAID,WBID,Agreement,SPS,TBT\n9,1.0,EU - Chile,2,0\n10,2,Chile - Korea,,1\n",
        workbook(
            "WTO+ LE",
            **{
                "WTO-X LE": [["RTAID", "WBID", "Agreement", "Investment"], ["9", "1", "EU - Chile", "1"]],
                "Bilateral Information": [["iso1", "iso2", "year", "WBID"], ["DEU", "CHL", "2003", "1"]],
            },
        ),
    )
]
