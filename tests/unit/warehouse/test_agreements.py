"""Who has an agreement with whom, year by year: rules on invented records, known facts on the published ones."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

import etl
from etl.simulation.files import spreadsheet, zipped
from tests.unit.etl.desta_records import listed, record
from warehouse import build as build_module
from warehouse.model import Model, load_models
from warehouse.paths import SEEDS, Paths

WANTED = {"core.tie_treaties", "core.agreement_notified", "core.rta"}
DEU, FRA, NLD, POL, CHL, UKR, SRB, CZE = 276, 250, 528, 616, 152, 804, 688, 203
LAST = record("9000", "base_treaty", 1, [(4, 0), (8, 0)], (2024, 2024))  # the source speaks up to 2024
ROME = record("293", "base_treaty", 2, [(code, 0) for code in (56, 250, 276, 380, 442, 528)], (1957, 1958))
Ask = Callable[[str], list[tuple]]
Build = Callable[[Path], Ask]


def upstream(wanted: set[str]) -> tuple[Model, ...]:
    """The models that make the tables wanted, and all they are made from, in order."""
    chosen = []
    for model in reversed(load_models()):
        if wanted & {table.name for table in model.tables}:
            chosen.append(model)
            wanted = wanted | set(model.reads)
    return tuple(reversed(chosen))


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Build what agreements need from a mirror; returns what the tables answer."""

    def run(mirror: Path) -> Ask:
        paths = Paths(tmp_path_factory.mktemp("agreements"))
        sources = {name for name in ("cow_trade", "desta", "unctad_iia", "wto_rta") if (mirror / name).is_dir()}
        result = etl.refresh(paths, mirror=mirror, names=sources)
        assert {outcome.status for outcome in result.outcomes.values()} == {"fresh"}
        with pytest.MonkeyPatch.context() as patch:
            models = upstream(WANTED)
            patch.setattr(build_module, "load_models", lambda: models)
            build_module.build(paths, report=lambda line: None)

        def ask(query: str) -> list[tuple]:
            with closing(duckdb.connect(str(paths.work), read_only=True)) as con:
                return con.execute(query).fetchall()

        return ask

    return run


@pytest.fixture
def invented(build: Build, tmp_path: Path) -> Callable[..., Ask]:
    def run(*records: str) -> Ask:
        (tmp_path / "desta").mkdir()
        (tmp_path / "desta/DESTA.csv").write_bytes(listed(*records, LAST))
        return build(tmp_path)

    return run


def spans(ask: Ask, one: str, two: str) -> list[tuple[int, int]]:
    """The spells of years in which a regional trade agreement is in force."""
    rows = ask(f"select year from core.rta where exporter = '{one}' and importer = '{two}' order by year")
    found: list[tuple[int, int]] = []
    for (year,) in rows:
        found = [*found[:-1], (found[-1][0], year)] if found and found[-1][1] == year - 1 else [*found, (year, year)]
    return found


def test_an_accession_binds_from_its_year_but_not_before_the_agreement(invented: Callable[..., Ask]) -> None:
    ask = invented(
        record("1", "base_treaty", 2, [(CHL, 0), (UKR, 0)], (2001, 2004)),
        record("1+1", "accession", 5, [(156, 1), (CHL, 2), (UKR, 2)], (2002, "NA")),
        record("1+2", "accession", 5, [(360, 1), (CHL, 2), (UKR, 2)], (2006, "NA")),
        record("2", "base_treaty", 2, [(CHL, 0), (784, 0)], (2001, "NA")),
        record("2+1", "accession", 5, [(156, 1), (784, 2)], (2002, "NA")),
    )
    assert spans(ask, "CHL", "UKR") == [(2004, 2024)]
    assert spans(ask, "CHN", "UKR") == [(2004, 2024)]
    assert spans(ask, "IDN", "CHL") == [(2006, 2024)]
    assert spans(ask, "CHL", "ARE") == spans(ask, "ARE", "CHN") == []  # never in force
    status = dict(ask("select agreement_id, entry_year_status from core.agreement"))
    assert status["1+1"] == "year of the base treaty"
    assert status["1+2"] == "signature year"
    assert status["2"] == status["2+1"] == "not in force"


def test_who_withdraws_is_out_of_the_whole_family_and_may_return(invented: Callable[..., Ask]) -> None:
    ask = invented(
        record("1", "base_treaty", 2, [(CHL, 0), (UKR, 0), (156, 0)], (1990, 1990)),
        record("1_1", "withdrawal", 7, [(CHL, 1), (UKR, 2), (156, 2)], (2000, "NA")),
        record("1+1", "accession", 5, [(CHL, 1), (UKR, 2)], (2005, 2006)),
    )
    assert spans(ask, "CHL", "UKR") == [(1990, 1999), (2006, 2024)]
    assert spans(ask, "CHN", "CHL") == [(1990, 1999)]
    assert spans(ask, "CHN", "UKR") == [(1990, 2024)]


def test_a_successor_under_the_same_number_follows(invented: Callable[..., Ask]) -> None:
    ask = invented(
        record("1", "base_treaty", 1, [(CHL, 0), (SRB, 0)], (1988, 1988)),
        record("8", "base_treaty", 1, [(CHL, 0), (CZE, 0)], (1991, 1992)),
    )
    assert spans(ask, "CHL", "YUG") == [(1988, 1991)]
    assert spans(ask, "CHL", "SCG") == [(1992, 2005)]
    assert spans(ask, "CHL", "SRB") == [(2006, 2024)]
    assert spans(ask, "CSK", "CHL") == [(1992, 1992)]
    assert spans(ask, "CZE", "CHL") == [(1993, 2024)]


def test_a_new_member_of_the_union_has_its_agreements_and_none_of_its_own(invented: Callable[..., Ask]) -> None:
    six = [(code, 1) for code in (56, 250, 276, 380, 442, 528)]
    ask = invented(
        ROME,
        record("900", "base_treaty", 3, [(CHL, 0), *six], (1970, 1970)),
        record("901", "base_treaty", 1, [(POL, 0), (UKR, 0)], (1995, 1996)),
        record("902", "base_treaty", 1, [(DEU, 0), (UKR, 0)], (1990, 1990)),
    )
    assert spans(ask, "DEU", "FRA") == [(1958, 2024)]
    assert spans(ask, "DEU", "CHL") == [(1970, 2024)]
    assert spans(ask, "POL", "CHL") == [(2004, 2024)]
    assert spans(ask, "POL", "UKR") == [(1996, 2003)]
    assert spans(ask, "GBR", "CHL") == [(1973, 2020)]
    assert spans(ask, "DEU", "UKR") == [(1990, 2024)]  # not every member's, and made after it joined
    basis = ask(
        "select distinct pair_basis from core.agreement_member"
        " where 'POL' in (economy_1, economy_2) and to_year is null"
    )
    assert basis == [("membership of a customs union",)]


def test_one_way_preferences_are_kept_but_are_no_rta(invented: Callable[..., Ask]) -> None:
    ask = invented(record("253", "base_treaty", 4, [(DEU, 2), (24, 3)], (2000, 2003)))
    ((is_reciprocal, is_rta, reason),) = ask(
        "select is_reciprocal, is_rta, exception_reason from core.agreement where agreement_id = '253'"
    )
    assert (is_reciprocal, is_rta) == (False, False)
    assert reason.startswith("Cotonou Agreement")
    assert ask("select count(*) from core.agreement_member where agreement_id = '253'") == [(1,)]
    assert spans(ask, "DEU", "AGO") == []


def test_what_entered_since_is_taken_from_the_notifications(
    build: Build, invented: Callable[..., Ask], tmp_path: Path
) -> None:
    header = ["RTA ID", "RTA Name", "Type", "Status", "Date of Signature (G)", "Date of Signature (S)"]
    header += ["Date of Entry into Force (G)", "Date of Entry into Force (S)", "Inactive Date", "Current signatories"]
    signed = ["FTA", "In Force", None, None]
    rows = [
        ["1", "new", *signed, "2025-01-01", None, None, "European Union; Chile"],
        ["2", "old", *signed, "2020-01-01", None, None, "Germany; Ukraine"],
        ["3", "services", *signed, None, "2025-01-01", None, "Germany; China"],
    ]
    (tmp_path / "wto_rta").mkdir()
    (tmp_path / "wto_rta/AllRTAs.xlsx").write_bytes(spreadsheet({"AllRTAs": [header, *rows]}))
    (tmp_path / "cow_trade").mkdir()
    flow = "ccode1,ccode2,year,flow1,flow2\n2,20,2026,1,1\n"
    (tmp_path / "cow_trade/COW_Trade_4.0.zip").write_bytes(zipped({"Dyadic_COW_4.0.csv": flow.encode()}))
    ask = invented(record("7", "base_treaty", 1, [(DEU, 0), (UKR, 0)], (2010, 2010)))
    assert spans(ask, "DEU", "CHL") == spans(ask, "CHL", "FRA") == [(2025, 2026)]
    assert spans(ask, "DEU", "FRA") == spans(ask, "DEU", "CHN") == []
    statuses = ask(
        "select year, rta_status, source_id from core.rta"
        " where exporter = 'DEU' and year >= 2024 and importer in ('UKR', 'CHL')"
    )
    assert set(statuses) == {
        (2024, "observed", "desta"),
        (2025, "carried forward 1 years", "desta"),
        (2026, "carried forward 2 years", "desta"),
        (2025, "observed", "wto_rta"),
        (2026, "observed", "wto_rta"),
    }


@pytest.fixture(scope="module")
def published(build: Build, mirror: Path) -> Ask:
    return build(mirror)


@pytest.mark.mirror
@pytest.mark.parametrize(
    ("one", "two", "years"),
    [
        ("CAN", "MEX", [(1994, 2020)]),  # NAFTA
        ("CHL", "USA", [(2004, 2020)]),
        ("KOR", "USA", [(2012, 2020)]),
        ("AUS", "USA", [(2005, 2020)]),
        ("DEU", "POL", [(1994, 2020)]),  # the Europe Agreement, then the Union
        ("DEU", "KOR", [(2011, 2020)]),
        ("HRV", "KOR", [(2013, 2020)]),  # through the Union, which DESTA does not list
        ("DEU", "VNM", [(2020, 2020)]),
        ("GBR", "FRA", [(1973, 2020)]),
        ("NOR", "SWE", [(1960, 2020)]),  # EFTA, then the European Economic Area
        ("ARG", "BRA", [(1961, 2020)]),  # LAFTA, LAIA, MERCOSUR
        ("THA", "VNM", [(1995, 2020)]),
        ("CHE", "CHN", [(2014, 2020)]),
        ("EST", "UKR", [(1996, 2003), (2017, 2020)]),
        ("MDA", "ROU", [(1995, 2006), (2016, 2020)]),
        ("SYC", "ZAF", [(2000, 2003), (2015, 2020)]),  # left SADC, came back
        ("MRT", "SEN", [(1966, 1999)]),  # left ECOWAS
        ("DEU", "YUG", [(1980, 1991)]),  # denounced
        ("CHN", "USA", []),
        ("JPN", "USA", []),
        ("DEU", "SEN", []),  # Lomé and Cotonou are one-way
    ],
)
def test_known_agreements(published: Ask, one: str, two: str, years: list[tuple[int, int]]) -> None:
    assert spans(published, one, two) == spans(published, two, one) == years


@pytest.mark.mirror
def test_the_union_grows(published: Ask) -> None:
    for year, members in [
        (1958, 6),
        (1972, 6),
        (1973, 9),
        (1981, 10),
        (1986, 12),
        (1995, 15),
        (2004, 25),
        (2007, 27),
        (2013, 28),
    ]:
        ((pairs,),) = published(
            "select count(distinct (economy_1, economy_2)) from core.agreement_member"
            " inner join core.agreement using (agreement_id)"
            f" where family_id = '293' and {year} between from_year and coalesce(to_year, {year})"
        )
        assert pairs == members * (members - 1) / 2, year


@pytest.mark.mirror
def test_the_number_of_pairs_is_that_of_the_literature(published: Ask) -> None:
    # The one-way Cotonou Agreement would add a thousand in 2003.
    pairs = dict(published("select year, count(*) / 2 from core.rta group by year"))
    assert {year: round(pairs[year]) for year in (1960, 1980, 1990, 2000, 2014)} == {
        1960: 77,
        1980: 588,
        1990: 935,
        2000: 1638,
        2014: 3322,
    }
    assert max(pairs[year] - pairs[year - 1] for year in range(1990, 2021)) < 450


@pytest.mark.mirror
def test_every_seeded_number_is_a_record_of_its_name(published: Ask) -> None:
    known = {number for (number,) in published("select agreement_id from core.agreement")}
    for seed in ("agreement_correction", "agreement_exception"):
        numbers = [line.split(",")[0] for line in (SEEDS / f"{seed}.csv").read_text().splitlines()[1:]]
        assert set(numbers) <= known, seed
        assert len(set(numbers)) == len(numbers), seed


@pytest.mark.mirror
def test_investment_treaties_by_year(published: Ask) -> None:
    counts = dict(
        published(
            "select y, count(distinct (economy_1, economy_2)) from core.treaty"
            " inner join (values (1980), (2000), (2014)) as years(y) on y between from_year and coalesce(to_year, y)"
            " group by y"
        )
    )
    assert counts == {1980: 143, 2000: 1513, 2014: 2449}
    ((since, until),) = published(
        "select from_year, to_year from core.treaty where treaty_title = 'Germany - Poland BIT (1989)'"
    )
    assert (since, until) == (1991, 2018)
    assert published("select count(*) from core.treaty where treaty_status = 'Signed' and from_year is not null") == [
        (0,)
    ]


@pytest.mark.mirror
def test_ties_of_treaties_are_zero_where_there_is_none_and_carried_after_the_last_year(published: Ask) -> None:
    values = dict(
        published(
            "select destination, raw_value from core.tie_treaties"
            " where origin = 'USA' and destination in ('KOR', 'CHN') and year = 2014 and indicator = 'rta_in_force'"
        )
    )
    assert values == {"KOR": 1.0, "CHN": 0.0}
    statuses = published("select year, tie_status from core.tie_treaties where indicator = 'bit_in_force' group by all")
    assert dict(statuses)[2014] == "observed"
    assert dict(statuses)[2020] == "carried forward 1 years"
    assert min(year for year, _ in statuses) == 1990
