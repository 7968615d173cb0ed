from collections.abc import Iterator

from etl.economies import normalise_name
from tests.unit.etl.extracts import Extract, in_gzip, in_zip, text

KINDS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
NAME = "events.2014.20160121105408.tab"


def between_two(rows: list[dict[str, str]]) -> Iterator[int]:
    """Leave out events within one economy, or without one."""
    for number, row in enumerate(rows, start=1):
        source, target = row["Source Country"].strip(), row["Target Country"].strip()
        if source and target and normalise_name(source) != normalise_name(target):
            yield number


EXTRACTS = [
    Extract(
        "icews_dyad_year_2014.csv.gz",
        """
i_iso3c,j_iso3c,year,verbCoop,matlCoop,verbConf,matlConf
DEU,NAM,2014,5,1,0,2
NAM,DEU,2014,3,0,0,0
DEU,FRA,2013,50,10,4,2
""",
        in_gzip(),
    ),
    Extract(
        f"{NAME}.zip",
        """
Event ID\tEvent Date\tSource Name\tSource Country\tCAMEO Code\tTarget Country
1\t2014-01-05\tA "name\tGermany\t010\tFrance
2\t2014-02-05\tB\tGermany\t190\tFrance
3\t2014-02-05\tB\tGermany\t057\tNamibia
4\t2014-03-05\tB\tGermany\t190\tGermany
5\t2014-03-05\tB\tGermany\t190\t
""",
        in_zip(NAME, text("\t", quoted=False)),
        separator="\t",
        counted=between_two,
        weights=KINDS,
    ),
]
