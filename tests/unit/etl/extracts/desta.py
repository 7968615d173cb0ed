from tests.unit.etl.extracts import Extract, text

SEATS = range(1, 92)
KNOWN = "number;base_treaty;name;entry_type;year;entryforceyear;typememb;regioncon;wto_listed"


def record(known: str, members: list[tuple[str, str]]) -> str:
    empty = ["NA"] * (len(SEATS) - len(members))
    return ";".join([known, *(code for code, _ in members), *empty, *(group for _, group in members), *empty])


LIST = "\n".join(
    [
        ";".join([KNOWN, *(f"c{seat}" for seat in SEATS), *(f"mc{seat}" for seat in SEATS)]),
        record("1;1;Peace;base_treaty;2000;2001;2;Europe;1", [("276", "0"), ("250", "0"), ("528", "0")]),
        record("1+1;1;Accession;accession;2003;NA;5;Europe;1", [("616", "1"), ("276", "2"), ("250", "2")]),
        record("2;2;Across;base_treaty;2005;2006;3;Intercontinental;0", [("152", "0"), ("276", "1"), ("250", "NA")]),
    ]
)
LATIN = text(";", encoding="latin-1")
EXTRACTS = [
    Extract("DESTA.csv", LIST, LATIN, separator=";"),
    Extract(
        "desta_list_of_treaties_02_03_dyads.csv",
        """
country1,country2,iso1,iso2,number,base_treaty,name,entry_type,year,entryforceyear
Chile,Germany,152,276,1,1,Peace,base_treaty,2000,2001
Chile,Namibia,152,516,1,1,Peace,base_treaty,2000,NA
""",
        text(encoding="latin-1"),
        beside={"DESTA.csv": (LIST.splitlines()[0] + "\n").encode()},
    ),
    Extract(
        "desta_indices_version_02_03.csv",
        "number,base_treaty,name,depth_index,depth_rasch\n1,1,Peace,5,1.25\n2,2,Across,7,NA\n",
        text(encoding="latin-1"),
        beside={"DESTA.csv": (LIST.splitlines()[0] + "\n").encode()},
    ),
]
