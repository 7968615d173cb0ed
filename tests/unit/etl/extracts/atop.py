from tests.unit.etl.extracts import Extract, in_zip

EXTRACTS = [
    Extract(
        "atop_5.1__.csv_.zip",
        """
ddyad,mem1,stateA,stateB,year,atopally,defense,offense,neutral,nonagg,consul,bilatno,multino,asymm
200002,200,200,2,2014,1,1,0,0,0,1,0,1,0
2200,2,2,200,2014,1,1,0,0,0,1,0,1,0
365345,365,365,345,1991,1,0,0,0,1,0,1,0,0
""",
        in_zip("ATOP 5.1 (.csv)/atop5_1ddyr.csv", **{"ATOP 5.1 (.csv)/atop5_1a.csv": b"other"}),
    )
]
