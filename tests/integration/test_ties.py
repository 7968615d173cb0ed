"""Ties from invented files: what is chosen among sources, what is carried over, and what is not made up."""

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

import etl
from warehouse.build import build
from warehouse.paths import Paths

LAST_TRADE = 2018
EXCHANGE = """ccode1,ccode2,year,DR_at_1,DR_at_2,DE,version
2,20,2000,3,3,1,2006.1
2,20,2005,3,3,1,2006.1
2,40,2005,0,9,1,2006.1
2,70,2005,-9,3,1,2006.1
345,2,2000,1,2,1,2006.1
345,2,2005,1,2,1,2006.1
"""
REPRESENTATION = """Destination,Sending Country,Year,Embassy,Focus,LOR
Canada,United States,2005,1,1,0.75
Canada,United States,2006,1,1,0.5
"""
EMBASSIES = """operator;country;city;latitude;longitude;type;creation;QID;
United States;Canada;Ottawa;;;embassy;;Q1;
United States;Canada;Toronto;;;consulate general;;Q2;
Canada;United States;Washington;;;honorary consulate;2010-01-01T00:00:00Z;Q3;
"""
VISAS = "Passport,Destination,Requirement\n"
FILES = {
    "cow_diplomatic_exchange/Diplomatic_Exchange_2006v1.csv": EXCHANGE,
    "diplometrics_ddr/Diplometrics_Diplomatic-Representation_1960-2006_2007.csv": REPRESENTATION,
    "embassies/database_of_embassies.csv": EMBASSIES,
    "passport_index/passport-index-tidy-iso3.csv": VISAS + "USA,CAN,180\nCAN,USA,visa free\nUSA,CUB,visa required\n",
    "passport_index/2019-12-17/passport-index-tidy-iso3.csv": "Passport,Destination,Code\nUSA,CAN,3\n",
    "passport_index/2021-01-25/passport-index-tidy-iso3.csv": VISAS + "USA,CAN,covid ban\nUSA,MEX,covid ban\n",
    "cow_igo/dyadic_formatv3.csv": "ccode1,ccode2,year,A,B,C\n2,20,2014,1,1,0\n2,40,2014,1,0,0\n20,40,2014,1,0,1\n",
    "icews/icews_dyad_year_x.csv": (
        "i_iso3c,j_iso3c,year,verbCoop,matlCoop,verbConf,matlConf\n"
        "USA,CAN,2014,90,9,0,0\nUSA,CUB,2014,0,0,50,49\nCAN,CUB,2014,0,0,0,0\n"
    ),
    "gsdb/GSDB_V3.csv": (
        "case_id,sanctioned_state,sanctioning_state,begin,end,trade,descr_trade,arms,military,financial,travel,other,"
        "target_mult,sender_mult,objective,success\n"
        '1,Cuba,United States,1990,2014,1,exp_compl,0,0,1,0,0,0,0,x,y\n'
        '2,Canada,EU,1994,1995,0,,0,0,0,1,0,0,1,x,y\n3,Cuba,Ruritanian League,2014,2014,0,,1,0,0,0,0,0,1,x,y\n'
    ),
}  # fmt: skip


def trade() -> bytes:
    pairs = [(2, 20), (2, 40), (20, 40), (2, 70), (2, 345), (2, 200)]
    rows = "".join(f"{a},{b},{year},1,1\n" for a, b in pairs for year in range(1995, LAST_TRADE + 1))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("COW_Trade_4.0/Dyadic_COW_4.0.csv", f"ccode1,ccode2,year,flow1,flow2\n{rows}")
    return packed.getvalue()


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    root = tmp_path_factory.mktemp("ties")
    for name, content in (FILES | {"cow_trade/COW_Trade_4.0.zip": trade()}).items():
        path: Path = root / "mirror" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    paths = Paths(root / "data")
    etl.refresh(paths, mirror=root / "mirror", tier="full")
    build(paths, schemas={"ref", "core"}, report=lambda line: None)
    with duckdb.connect(str(paths.work), read_only=True) as opened:
        yield opened


@pytest.fixture
def headline(con: duckdb.DuckDBPyConnection) -> Callable[[str, str, int, str], tuple | None]:
    """Value, status and source of what stands for a dimension."""

    def ask(origin: str, destination: str, year: int, dimension: str) -> tuple | None:
        rows = con.execute(
            "select value_index, tie_status, source_id from core.tie"
            " where is_headline and (origin, destination, year, dimension) = (?, ?, ?, ?)",
            [origin, destination, year, dimension],
        ).fetchall()
        assert len(rows) <= 1
        return rows[0] if rows else None

    return ask


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (1999, None),
        (2003, (1.0, "carried forward 3 years", "cow_diplomatic_exchange")),
        (2005, (0.75, "observed", "diplometrics_ddr")),
        (2009, (0.5, "carried forward 3 years", "diplometrics_ddr")),
        (2010, (1.0, "observed", "embassies")),
        (2014, (0.5, "carried forward 8 years", "diplometrics_ddr")),
        (2017, (1.0, "carried forward 7 years", "embassies")),
    ],
)
def test_who_speaks_for_a_mission(headline, year, expected):
    if expected is None:
        assert headline("USA", "CAN", year, "representation")[1] == "from a later year"
    else:
        assert headline("USA", "CAN", year, "representation") == expected


def test_every_source_is_kept_beside_the_chosen_one(con):
    kept = con.execute(
        "select source_id, value_index from core.tie where indicator = 'mission_level' and year = 2005"
        " and (origin, destination) = ('USA', 'CAN') order by source_id"
    ).fetchall()
    assert kept == [("cow_diplomatic_exchange", 1.0), ("diplometrics_ddr", 0.75), ("embassies", 1.0)]


def test_none_is_a_zero_missing_is_not_reported_unlisted_is_absent(headline):
    assert headline("CUB", "USA", 2005, "representation") == (0.0, "observed", "cow_diplomatic_exchange")
    assert headline("MEX", "USA", 2005, "representation") == (None, "not reported", "cow_diplomatic_exchange")
    assert headline("CAN", "CUB", 2005, "representation") is None


def test_nothing_is_carried_further_than_ten_years_or_beyond_a_state(headline):
    assert headline("CUB", "USA", 2015, "representation")[1] == "carried forward 10 years"
    assert headline("CUB", "USA", 2016, "representation") is None
    assert headline("SCG", "USA", 2004, "representation")[:2] == (pytest.approx(2 / 3), "carried forward 4 years")
    assert headline("SCG", "USA", 2006, "representation") is None


def test_mutual_is_the_lower_of_the_two(con):
    rows = con.execute(
        "select value_index from core.tie"
        " where indicator = 'mission_mutual' and source_id = 'embassies' and year = 2010"
    ).fetchall()
    assert rows == [(0.25,), (0.25,)]


def test_an_entry_ban_is_not_a_visa_policy(headline):
    assert headline("USA", "CAN", 2021, "mobility") == (1.0, "carried forward 2 years", "passport_index")
    assert headline("USA", "MEX", 2021, "mobility") == (None, "not reported", "passport_index")
    assert headline("USA", "CUB", 2025, "mobility") == (0.2, "observed", "passport_index")


@pytest.mark.parametrize(
    ("pair", "share"), [(("USA", "CAN"), 1.0), (("CAN", "USA"), 1.0), (("USA", "CUB"), 0.5), (("CAN", "CUB"), 1.0)]
)
def test_shared_organisations_are_measured_against_the_possible(headline, pair, share):
    assert headline(*pair, 2014, "institutions") == (share, "observed", "cow_igo")
    assert headline(*pair, 2017, "institutions") == (share, "carried forward 3 years", "cow_igo")


def test_events_balance_around_a_half_and_are_not_carried(headline):
    assert headline("USA", "CAN", 2014, "events")[0] == 1.0
    assert headline("USA", "CUB", 2014, "events")[0] == 0.0
    assert headline("CAN", "CUB", 2014, "events")[0] == 0.5
    assert headline("USA", "CAN", 2015, "events") is None


def test_sanctions_act_on_the_goods_they_name(headline, con):
    restricted = (
        "select origin, destination from core.tie where indicator = 'trade_sanction' and year = 2014 and raw_value = 1"
    )
    assert con.execute(restricted).fetchall() == [("USA", "CUB")]
    assert headline("USA", "CUB", 2014, "coercion")[0] == 0.0
    assert headline("CUB", "USA", 2014, "coercion")[0] == 1.0
    assert headline("CUB", "CAN", 2014, "coercion")[0] == 1.0
    assert headline("USA", "CUB", 2016, "coercion") == (0.0, "carried forward 2 years", "gsdb")


def test_a_bloc_is_its_members_of_the_time(con):
    members = "select sanctioning from core.sanction where case_id = 2 and year = ? and is_by_bloc"
    in_1994, in_1995 = ({row[0] for row in con.execute(members, [year]).fetchall()} for year in (1994, 1995))
    assert in_1995 - in_1994 == {"AUT", "FIN", "SWE"}
    assert len(in_1994) == 12


def test_an_unknown_bloc_is_shown(con):
    unknown = con.execute("select bloc, member_count from core.sanction_bloc where not is_known").fetchall()
    assert unknown == [("Ruritanian League", 0)]
