"""Scenarios as data: what is refused, and that texts hold everything."""

import re
import tomllib
from urllib.parse import quote

import pytest
from hypothesis import strategies as st

from tests.unit.scoring.trade_worlds import holds_for
from warehouse.scoring.scenario import (
    ACTIONS,
    LONGEST_TITLE,
    MISSION_LEVELS,
    WITH_AMOUNT,
    WITH_LEVEL,
    Change,
    Scenario,
    ScenarioError,
)
from warehouse.scoring.scenario_text import from_line, from_toml, to_line, to_toml

names = st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,8}", fullmatch=True)
sides = st.lists(names, min_size=1, max_size=4).map(tuple)
amounts = st.floats(allow_nan=False, allow_infinity=False).filter(bool)
titles = st.text(st.characters(exclude_categories=("C", "Z")) | st.just(" "), max_size=LONGEST_TITLE)


@st.composite
def changes(draw: st.DrawFn) -> Change:
    action = draw(st.sampled_from(ACTIONS))
    return Change(
        action,
        draw(sides),
        draw(st.one_of(st.just(()), sides)),
        draw(st.sampled_from(sorted(MISSION_LEVELS))) if action in WITH_LEVEL else None,
        draw(amounts) if action in WITH_AMOUNT else None,
    )


scenarios = st.builds(Scenario, st.integers(1900, 2199), st.lists(changes(), min_size=1, max_size=5).map(tuple), titles)

EXAMPLE = Scenario(
    2022,
    (Change("open-mission", ("KEN",), ("VNM",), level="embassy"), Change("sign-rta", ("KEN", "VNM"))),
    "Kenya and Việt Nam",
)


@holds_for(scenarios)
def test_toml_holds_the_whole_scenario(scenario: Scenario) -> None:
    assert from_toml(to_toml(scenario)) == scenario


@holds_for(scenarios)
def test_a_line_holds_the_whole_scenario_and_needs_no_escaping(scenario: Scenario) -> None:
    line = to_line(scenario)
    assert quote(line, safe="") == line
    assert from_line(line) == scenario


def test_the_texts_are_those_documented() -> None:
    assert to_line(EXAMPLE) == "2022__open-mission_KEN_VNM_embassy__sign-rta_KEN.VNM~Kenya~20and~20Vi~E1~BB~87t~20Nam"
    document = tomllib.loads(to_toml(EXAMPLE))
    assert document["change"] == [
        {"action": "open-mission", "from": ["KEN"], "to": ["VNM"], "level": "embassy"},
        {"action": "sign-rta", "between": ["KEN", "VNM"]},
    ]


def test_a_single_code_needs_no_brackets_and_whole_numbers_no_point() -> None:
    text = 'year = 2020\n[[change]]\naction = "change-tariff"\nfrom = "USA"\nto = "world"\nby = 10'
    assert from_toml(text) == Scenario(2020, (Change("change-tariff", ("USA",), ("world",), by=10.0),))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"action": "open-embassy", "actors": ("KEN",)}, "unknown action 'open-embassy'; there are open-mission"),
        ({"action": "sign-rta", "actors": ()}, "nobody acts"),
        ({"action": "sign-rta", "actors": ("KEN", "V N")}, "'V N' is no name"),
        ({"action": "open-mission", "actors": ("KEN",), "level": "palace"}, "level is 'palace'; give one of honorary"),
        ({"action": "open-mission", "actors": ("KEN",)}, "level is None"),
        ({"action": "sign-bit", "actors": ("KEN",), "level": "embassy"}, "sign-bit takes no level"),
        ({"action": "sign-bit", "actors": ("KEN",), "by": 1.0}, "sign-bit takes no amount"),
        ({"action": "move-alignment", "actors": ("KEN",)}, "by is None; give a number"),
        ({"action": "change-tariff", "actors": ("KEN",), "by": 0.0}, "by is 0.0; give a number other than zero"),
        ({"action": "change-tariff", "actors": ("KEN",), "by": float("inf")}, "by is inf"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ScenarioError, match=re.escape(message)):
        Change(**arguments)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("year = ", "this is not TOML"),
        ("year = 2020", "the scenario changes nothing"),
        ('[[change]]\naction = "sign-rta"\nbetween = ["A", "B"]', "year is missing"),
        ('year = "2020"\nchange = []', "year is '2020'; give a int"),
        ("year = true\nchange = []", "year is True"),
        ("year = 1066\n[[change]]\naction = 'sign-rta'\nbetween = ['A', 'B']", "give a calendar year"),
        ("year = 2020\nname = 'x'", "a scenario has no name; it may have change, title, year"),
        ("year = 2020\nchange = [1]", "a change is a table"),
        ("year = 2020\n[[change]]\naction = 'sign-rta'\nfrom = 'A'", "give either 'from' and 'to', or 'between'"),
        ("year = 2020\n[[change]]\naction = 'sign-rta'\nfrom = 'A'\nbetween = 'B'", "give either"),
        ("year = 2020\n[[change]]\naction = 'sign-rta'\nbetween = [1]", "between is [1]; give a code, or a list"),
        ("year = 2020\n[[change]]\naction = 'sign-rta'\nbetween = []", "between is []"),
        (
            "year = 2020\n[[change]]\naction = 'change-tariff'\nfrom = 'A'\nto = 'B'\nby = '1'",
            "by is '1'; give a number",
        ),
        ("year = 2020\ntitle = 'a\\u0007'\n", "the scenario changes nothing"),
    ],
)
def test_toml_that_is_no_scenario_is_refused(text: str, message: str) -> None:
    with pytest.raises(ScenarioError, match=re.escape(message)):
        from_toml(text)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("", "does not begin with a year"),
        ("sign-rta_A.B", "does not begin with a year"),
        ("٢٠٢٢__sign-rta_A.B", "does not begin with a year"),
        ("2022", "the scenario changes nothing"),
        ("2022__sign-rta", "'sign-rta' is no change"),
        ("2022__sign-rta_A_B_C_D", "is no change"),
        ("2022__sign-rta_A_B_0.5", "sign-rta takes no '0.5'"),
        ("2022__change-tariff_A_B_much", "'much' is no number"),
        ("2022__change-tariff_A_B", "by is None"),
        ("2022__sign-rta_A._B", "'' is no name"),
        ("2022__sign-rta_A_B~~FF", "is garbled"),
    ],
)
def test_a_line_that_is_no_scenario_is_refused(line: str, message: str) -> None:
    with pytest.raises(ScenarioError, match=re.escape(message)):
        from_line(line)


@pytest.mark.parametrize("title", ["x" * (LONGEST_TITLE + 1), "two\nlines"])
def test_a_title_is_one_line_of_reasonable_length(title: str) -> None:
    with pytest.raises(ScenarioError, match="title"):
        Scenario(2022, EXAMPLE.changes, title)
