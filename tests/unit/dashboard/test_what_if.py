"""The What-if page: a scenario from its address, built by its form, answered with what the answer rests on."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from dashboard.text import ENGLISH, catalogue
from tests.unit.dashboard.conftest import Browser
from tests.unit.dashboard.invented_world import LAST, publish_world, query
from warehouse.scoring.scenario import ACTIONS

Serve = Callable[[Path], Browser]
TREATY = f"/what-if?scenario={LAST}__sign-rta_KEN.VNM"
MISSION = f"/what-if?scenario={LAST}__open-mission_KEN_VNM_embassy"
FORM = {"action": "sign-rta", "actors": ["KEN"], "partners": ["VNM"], "level": "embassy", "by": 1}
SETTINGS = {"year": str(LAST), "kind": "full", "sigma": ""}


def edit(browser: Browser, here: str, pressed: Any, form: dict[str, Any] | None = None, **settings: Any) -> str | None:
    """Return the query string after a button was pressed (`add`, or the place of the change to remove)."""
    removed = [
        {"id": {"what_if": "remove", "at": at}, "property": "n_clicks", "value": int(at == pressed)} for at in (0, 1)
    ]
    add = {"id": "what_if-add", "property": "n_clicks", "value": int(pressed == "add")}
    chosen = {**SETTINGS, **settings}
    values = [{"id": f"what_if-{name}", "property": "value", "value": chosen[name]} for name in SETTINGS]
    accept = {"id": "what_if-accept", "property": "checked", "value": settings.get("accept", False)}
    inputs = [add, removed, *values, accept]
    trigger = {"add": add, "kind": values[1], "accept": accept}.get(pressed) or removed[pressed]
    state = [{"id": f"what_if-{name}", "property": "value", "value": value} for name, value in (form or FORM).items()]
    found = browser.call([{"id": "what_if-url", "property": "search"}], inputs, here, state, trigger)
    return found["what_if-url"]["search"] if found else None


def preview(browser: Browser, form: dict[str, Any], here: str = "/what-if") -> Any:
    outputs = [
        {"id": f"what_if-{name}", "property": what}
        for name, what in (("preview", "children"), ("level", "style"), ("by", "style"))
    ]
    values = {**form, "year": str(LAST)}
    inputs = [{"id": f"what_if-{name}", "property": "value", "value": value} for name, value in values.items()]
    return browser.call(outputs, inputs, here)


def test_without_a_scenario_the_best_next_ties_are_offered(browser: Browser) -> None:
    page = browser.show("/what-if")
    assert "The best next ties" in page
    assert f'"href": "/what-if?scenario={LAST}__sign-rta_KEN_DEU"' in page
    assert "Nothing changes yet" in page


def test_an_answer_has_an_interval_its_evidence_and_what_it_rests_on(browser: Browser) -> None:
    page = browser.show(TREATY)
    assert "Sign a trade agreement: Kenya, Viet Nam" in page
    assert "exports to" in page
    assert "real GDP gains most in" in page
    assert "Effect within pairs that starts with the tie" in page
    assert "6 at the estimates, drawn from 4 to 8" in page
    assert "Unit of account: the price index of" in page
    assert "GDP less goods exports" in page


def test_the_same_address_gives_the_same_numbers(browser: Browser, serve: Serve, tmp_path: Path) -> None:
    assert browser.show(TREATY) == serve(publish_world(tmp_path)).show(TREATY)


@pytest.mark.parametrize(("kind", "said"), [("partial", "nothing else responding"), ("conditional", "gain most in")])
def test_what_responds_is_the_readers_choice(browser: Browser, kind: str, said: str) -> None:
    page = browser.show(f"{TREATY}&kind={kind}")
    assert said in page
    assert ("Winners and losers" in page) == (kind != "partial")


def test_an_association_is_shown_only_where_the_reader_accepts_it(browser: Browser) -> None:
    page = browser.show(MISSION)
    assert "No effect of this tie is identified" in page
    assert "exports to" not in page
    page = browser.show(f"{MISSION}&accept=associations")
    assert "Association only" in page
    assert "Lists have gaps" in page


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("sign-rta_DEU.FRA", "a trade agreement between Germany and France already stands"),
        ("open-mission_DEU_VNM_embassy", "Germany already has a mission in Viet Nam"),
        ("sign-rta_KEN.VMN", "did you mean Viet Nam"),
        ("sign-bit_KEN.VNM", "no source of this tie is loaded"),
    ],
)
def test_what_the_world_refuses_is_said_beside_the_builder(browser: Browser, line: str, said: str) -> None:
    page = browser.show(f"/what-if?scenario={LAST}__{line}")
    assert said in page
    assert "what_if-add" in page


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("sign-rta_DEU.FRA", "un accord commercial est déjà en vigueur (Allemagne – France)"),
        ("sign-bit_KEN.VNM", "aucune source de ce lien n’est chargée"),
        ("sign-rta_KEN_KEN", "les deux côtés sont la même économie"),
    ],
)
def test_a_refusal_is_in_the_readers_language(browser: Browser, line: str, said: str) -> None:
    assert said in browser.show(f"/what-if?scenario={LAST}__{line}&lang=fr")


def test_the_page_has_words_for_what_each_action_is_refused_for() -> None:
    assert {*ACTIONS} <= {*catalogue(ENGLISH)["refusal"]}


@pytest.mark.parametrize(
    "query", ["scenario=soon", "scenario=2014__bribe_KEN_VNM", "kind=magic", "sigma=1", "accept=all"]
)
def test_an_address_that_is_no_scenario_is_refused(browser: Browser, query: str) -> None:
    assert browser.client.get(f"/what-if?{query}").status_code == 400


def test_a_change_is_added_and_removed(browser: Browser) -> None:
    one = edit(browser, "/what-if", "add")
    assert one == f"?scenario={LAST}__sign-rta_KEN_VNM"
    mission = FORM | {"action": "open-mission"}
    two = edit(browser, f"/what-if{one}", "add", mission)
    assert two == f"?scenario={LAST}__sign-rta_KEN_VNM__open-mission_KEN_VNM_embassy"
    assert edit(browser, f"/what-if{two}", 0) == f"?scenario={LAST}__open-mission_KEN_VNM_embassy"
    assert edit(browser, f"/what-if{one}", 0) == "?"


def test_an_incomplete_change_is_not_added(browser: Browser) -> None:
    assert edit(browser, "/what-if", "add", FORM | {"actors": []}) is None


def test_settings_go_into_the_address(browser: Browser) -> None:
    assert edit(browser, TREATY, "kind", kind="partial", sigma="5") == f"{TREATY[8:]}&kind=partial&sigma=5"
    assert edit(browser, TREATY, "accept", accept=True) == f"{TREATY[8:]}&accept=associations"
    assert edit(browser, TREATY, "kind") is None


def test_the_direct_effect_is_said_while_choosing(browser: Browser) -> None:
    found = preview(browser, FORM)
    text = found["what_if-preview"]["children"].replace("\xa0", " ")
    assert "Kenya to Viet Nam +35 % (+24 to +47)" in text
    assert "timing holds" in text
    assert found["what_if-level"]["style"] == {"display": "none"}
    assert preview(browser, FORM | {"action": "open-mission"})["what_if-level"]["style"] == {}
    assert "already stands" in json.dumps(preview(browser, FORM, TREATY))
    assert "Choose who" in json.dumps(preview(browser, FORM | {"actors": []}))


@pytest.mark.parametrize("panel", ["what_if-flows", "what_if-economies"])
def test_an_answers_rows_can_be_had_with_the_sql_they_start_from(browser: Browser, database: Path, panel: str) -> None:
    page = browser.show(TREATY)
    href = page.split(f'"/download/{panel}.csv?')[1].split('"')[0]
    rows = pl.read_csv(io.BytesIO(browser.client.get(f"/download/{panel}.csv?{href}").data), comment_prefix="#")
    assert set(rows["evidence_badge"]) == {"timing holds"}
    assert {"estimate", "lower", "upper", "sigma", "reference"} <= set(rows.columns)
    sql = next(
        part["props"]["children"]
        for part in browser.press("sql", panel, TREATY)["children"]
        if part["props"].get("id") == "shell-drawer-sql"
    )
    assert "python -m warehouse what-if" in sql
    assert query(database, sql.split(";")[0]).height > 1000
    assert "@misc{" in json.dumps(browser.press("cite", panel, TREATY)["children"])


def test_a_refused_scenario_has_no_download(browser: Browser) -> None:
    response = browser.client.get(f"/download/what_if-flows.csv?scenario={LAST}__sign-rta_DEU.FRA")
    assert response.status_code == 400
    assert "already stands" in response.get_data(as_text=True)


def test_without_its_tables_the_page_says_what_is_missing(serve: Serve, tmp_path: Path) -> None:
    link = publish_world(tmp_path)
    with duckdb.connect(str(link.resolve())) as con:
        con.execute("drop table score.scenario_trade")
    page = serve(link).show(TREATY)
    assert "The published file has no score.scenario_trade" in page


def test_before_the_first_build_the_page_names_the_command(serve: Serve, tmp_path: Path) -> None:
    assert "make etl" in serve(tmp_path / "entente.duckdb").show("/what-if")


def test_a_pair_offers_its_best_missing_tie_as_a_scenario_or_says_that_none_is_known(browser: Browser) -> None:
    page = browser.show("/pair/KEN/DEU").replace("\u00a0", " ")
    assert "Trade agreement: Kenya’s exports to Germany would change by +32 % (+12 to +55)" in page
    assert "its exports as a whole by 400 m USD (200–600 m) a year" in page
    assert f'"href": "/what-if?scenario={LAST}__sign-rta_KEN_DEU"' in page
    assert "No missing tie with an identified effect is listed" in browser.show("/pair/VNM/DEU")
