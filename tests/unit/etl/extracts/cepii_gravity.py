from collections.abc import Iterator

from tests.unit.etl.extracts import Extract, in_zip

PAIRS = """
year,iso3_o,iso3_d,country_exists_o,country_exists_d,dist,distw_harmonic,contig,comlang_off,comlang_ethno,col_dep_ever,comcol,fta_wto,gdp_o,gdp_d
2014,DEU,VNM,1,1,9000.5,8900,0,0,0,0,0,NA,3900000000,186000000
2014,NAM,ZAF,1,1,1180,1010,1,1,1,1,1,1,,350000000
1960,NAM,ZAF,0,1,1180,1010,1,1,1,1,1,0,NA,NA
2014,DEU,DEU,1,1,300,NA,0,1,1,0,0,0,3900000000,3900000000
"""


def of_two_that_exist(rows: list[dict[str, str]]) -> Iterator[int]:
    """Leave out years in which one of the two did not exist, and economies with themselves."""
    for number, row in enumerate(rows, start=1):
        exist = "0" not in (row["country_exists_o"], row["country_exists_d"])
        if any(row.values()) and exist and row["iso3_o"] != row["iso3_d"]:
            yield number


EXTRACTS = [
    Extract("Gravity_csv_V202211.zip", PAIRS, in_zip("Gravity_V202211.csv"), counted=of_two_that_exist),
    Extract("Gravity_V202211.csv", PAIRS, counted=of_two_that_exist),
]
