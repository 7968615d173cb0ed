from tests.unit.etl.extracts import Extract

HEADER = "COUNTRY,INDICATOR,COUNTERPART_COUNTRY,FREQUENCY,TIME_PERIOD,OBS_VALUE"
EXTRACTS = [
    Extract(
        "exports.AFG-BWA.csv",
        f"""
{HEADER}
DEU,XG_FOB_USD,VNM,A,2014,1500000
NAM,XG_FOB_USD,ZAF,A,2014,12.5
DEU,XG_FOB_USD,FRA,A,2014,
""",
        beside={"imports.AFG-BWA.csv": f"{HEADER}\nVNM,MG_CIF_USD,DEU,A,2014,1600000\n".encode()},
    )
]
