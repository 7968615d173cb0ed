"""Ties on the publishers' own files: known facts, and what carrying over and choosing do."""

from collections.abc import Callable

import duckdb
import pytest

from tests.integration.conftest import Ask
from warehouse.check import Check, read_checks

pytestmark = pytest.mark.mirror
DIMENSIONS = {
    "alignment", "coercion", "events", "institutions", "mobility", "representation", "security", "treaties",
}  # fmt: skip
EU_2014 = {
    "AUT", "BEL", "BGR", "CYP", "CZE", "DEU", "DNK", "ESP", "EST", "FIN", "FRA", "GBR", "GRC", "HRV", "HUN", "IRL",
    "ITA", "LTU", "LUX", "LVA", "MLT", "NLD", "POL", "PRT", "ROU", "SVK", "SVN", "SWE",
}  # fmt: skip


@pytest.fixture
def tie(ask: Ask) -> Callable[..., tuple[float, float, str]]:
    def one(origin: str, destination: str, year: int, indicator: str) -> tuple[float, float, str]:
        (row,) = ask(
            "select raw_value, value_index, tie_status from core.tie"
            " where (origin, destination, year, indicator) = (?, ?, ?, ?)",
            origin, destination, year, indicator,
        )  # fmt: skip
        return row

    return one


def test_every_dimension_is_there_with_one_headline_indicator(ask: Ask) -> None:
    found = ask("select dimension, count(distinct indicator) from core.tie where is_headline group by dimension")
    assert dict(found) == dict.fromkeys(DIMENSIONS, 1)


def test_nothing_before_1990(ask: Ask) -> None:
    assert ask("select min(year) from core.tie") == [(1990,)]


@pytest.mark.parametrize(("origin", "destination"), [("USA", "GBR"), ("GBR", "USA")])
def test_members_of_nato_owe_each_other_defence(tie: Callable, origin: str, destination: str) -> None:
    assert tie(origin, destination, 2014, "pact_level") == (4.0, 1.0, "observed")
    assert tie(origin, destination, 2014, "any_pact") == (1.0, 1.0, "observed")


def test_states_without_an_alliance_are_an_observed_zero(tie: Callable) -> None:
    assert tie("ISR", "IRN", 2014, "pact_level") == (0.0, 0.0, "observed")


@pytest.mark.parametrize(
    ("one", "other", "distance"), [("USA", "CHN", 3.06), ("USA", "RUS", 2.81), ("CHN", "RUS", 0.25)]
)
def test_ideal_points_of_2024(tie: Callable, one: str, other: str, distance: float) -> None:
    raw_value, value_index, tie_status = tie(one, other, 2024, "un_ideal_point_distance")
    assert raw_value == pytest.approx(distance, abs=0.011)
    assert 0 < value_index < 1
    assert tie_status == "observed"


def test_the_european_union_sanctions_russia(ask: Ask, tie: Callable) -> None:
    (case,) = ask("select distinct case_id from core.sanction_bloc where bloc = 'EU' and case_id = 1000")[0]
    sent = ask("select sanctioning from core.sanction where case_id = ? and sanctioned = 'RUS' and year = 2014", case)
    assert {economy for (economy,) in sent} == EU_2014
    assert tie("DEU", "RUS", 2013, "sanction_severity") == (0.0, 1.0, "observed")
    assert tie("DEU", "RUS", 2014, "sanction_severity") == (0.6, 0.4, "observed")
    assert tie("DEU", "RUS", 2014, "trade_sanction") == (0.5, 0.5, "observed")


def test_a_resolution_of_the_united_nations_binds_all_but_its_target(ask: Ask) -> None:
    sent = ask(
        "select count(distinct s.sanctioning) from core.sanction as s"
        " inner join core.sanction_bloc as b on s.case_id = b.case_id and b.bloc = 'UN'"
        " where s.sanctioned = 'PRK' and s.year = 2017"
    )
    assert sent == [(192,)]


def test_every_bloc_is_known(ask: Ask) -> None:
    assert ask("select distinct bloc from core.sanction_bloc where not is_known") == []


def test_europeans_travel_freely_and_a_pandemic_is_no_policy(ask: Ask, tie: Callable) -> None:
    assert tie("DEU", "FRA", 2025, "visa_openness") == (1.0, 1.0, "observed")
    assert ask("select is_covid_ban from core.visa where (origin, destination, year) = ('DEU', 'AUS', 2021)") == [
        (True,)
    ]
    assert tie("DEU", "AUS", 2021, "visa_openness") == (0.8, 0.8, "carried forward 2 years")


def test_what_is_known_only_later_says_so(ask: Ask, tie: Callable) -> None:
    assert tie("DEU", "FRA", 2014, "visa_openness")[2] == "from a later year"
    assert tie("DEU", "FRA", 2014, "mission_level") == (1.0, 1.0, "from a later year")
    later = ask("select distinct dimension from core.tie where tie_status = 'from a later year'")
    assert {dimension for (dimension,) in later} == {"mobility", "representation"}


def test_a_mission_that_is_not_listed_is_not_reported(ask: Ask) -> None:
    listed = ask(
        "select 1 from core.tie where (origin, destination, indicator) = ('AUS', 'USA', 'mission_level')"
        " and source_id = 'embassies' and value_index = 0"
    )
    assert listed == []


def test_organisations_shared_count_both_ways(tie: Callable) -> None:
    there, back = tie("DEU", "FRA", 2014, "joint_igo_share"), tie("FRA", "DEU", 2014, "joint_igo_share")
    assert there == back
    assert there[0] > 90
    assert there[1] == pytest.approx(1.0)


def test_no_tie_outlives_its_state(ask: Ask) -> None:
    gone = ask(
        "select distinct t.origin from core.tie as t inner join ref.economy as e on t.origin = e.economy"
        " where t.year > e.last_year and t.tie_status <> 'observed'"
    )
    assert gone == []


def test_both_directions_of_an_unequal_alliance_are_taken_together(ask: Ask) -> None:
    (unequal,) = ask("select count(*) from core.alliance where not is_mutual")
    # Both directions of 266 pairs and years; those without a successor at the time are not in it.
    assert unequal[0] == 266


CHECKED = ("tie_", "sanction_", "alliance_", "igo_", "visa_", "mission_", "event_")
ERRORS = [check for check in read_checks() if check.severity == "error" and check.name.startswith(CHECKED)]


@pytest.mark.parametrize("check", ERRORS, ids=lambda check: check.name)
def test_error_checks_of_ties_hold(con: duckdb.DuckDBPyConnection, check: Check) -> None:
    assert con.execute(check.text).fetchall() == []
