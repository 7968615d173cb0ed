"""What-if: what would change if ties did?"""

from dataclasses import replace
from typing import Any, cast

import polars as pl
from dash import ALL, Input, Output, State, callback, ctx, dcc, html, no_update
from dash.development.base_component import Component

from dashboard import numbers, scenarios
from dashboard.components import cards, tables
from dashboard.components.builder import FIELDS, builder, change_of, named, takes
from dashboard.components.panel import Panel
from dashboard.components.refusal import why
from dashboard.components.scenario_answer import DEPENDS_ON, answer
from dashboard.components.states import empty
from dashboard.links import at
from dashboard.page import HERE, page, selection_at
from dashboard.state import ACCEPTED, Selection
from dashboard.text import label, say
from warehouse.read import AbsentError
from warehouse.scoring.scenario import Scenario, ScenarioError
from warehouse.scoring.scenario_terms import NotIdentifiedError
from warehouse.scoring.scenario_text import to_line

MENU = Panel("what_if", "menu", "what_if_menu")
SETTINGS = ("year", "kind", "sigma")


@page("what_if", "/what-if", DEPENDS_ON, order=5)
def body(selection: Selection) -> Component:
    """Return the builder, and the answer to what it holds."""
    head = cards.head(say("what_if.title"), say("what_if.question"), [])
    location = dcc.Location(id="what_if-url", refresh="callback-nav")
    try:
        content = [builder(selection, scenarios.scenario(selection)), *_answer(selection)]
    except AbsentError as error:
        content = [empty(say("panel.absent"), say("panel.absent_help", what=error.what))]
    except ScenarioError as error:
        content = [empty(say("panel.nothing"), why(error))]
    return html.Main([location, head, *content], id="content", tabIndex=-1)


def _answer(selection: Selection) -> list[Component]:
    if selection.scenario is None:
        return [MENU.section(selection, _menu, say("what_if.menu_help", year=scenarios.possible_years()[-1]))]
    try:
        return answer(scenarios.answered(selection), selection)
    except NotIdentifiedError:
        return [empty(say("what_if.not_identified"), say("what_if.not_identified_help"))]
    except scenarios.REFUSALS as error:
        return [empty(say("what_if.refused"), say("what_if.refused_help", reason=why(error)))]


def _menu(frame: pl.DataFrame) -> Component:
    columns = ("exporter", "partner", "tie", "gain", "real_gdp", "badge")
    headers = {name: say(f"what_if.menu_{name}") for name in columns}
    rows = [
        {"exporter": row["exporter_name"], "partner": row["importer_name"],
         "tie": _link(row), "gain": numbers.amount_with_interval(row, "full_exports_gain"),
         "real_gdp": numbers.change(*(1 + row[f"full_real_gdp{end}_pct"] / 100 for end in ("", "_low", "_high"))),
         "badge": label("badge", row["evidence_badge"])}
        for row in frame.to_dicts()
    ]  # fmt: skip
    return tables.plain(headers, rows, ("gain", "real_gdp"))


def _link(row: dict[str, Any]) -> Component:
    href = at(f"/what-if?scenario={row['scenario_line']}")
    return dcc.Link(label("scenario_tie", row["scenario_tie"]), href=href, className="link")


@callback(
    output=Output("what_if-url", "search"),
    inputs={
        "pressed": {
            "add": Input("what_if-add", "n_clicks"),
            "remove": Input({"what_if": "remove", "at": ALL}, "n_clicks"),
        },
        "settings": {name: Input(f"what_if-{name}", "value") for name in SETTINGS},
        "accept": Input("what_if-accept", "checked"),
    },
    state={"form": {name: State(f"what_if-{name}", "value") for name in FIELDS}, "here": HERE},
    prevent_initial_call=True,
)
def edit(pressed: Any, settings: dict[str, str], accept: bool, form: dict[str, Any], here: dict[str, str]) -> Any:
    """Put what was added, removed or set into the address; the page is drawn from there."""
    before = selection_at(**here)
    scenario = scenarios.scenario(before)
    made = list(scenario.changes) if scenario else []
    button = ctx.triggered_id
    try:
        if button == "what_if-add" and pressed["add"]:
            made.append(change_of(form))
        elif isinstance(button, dict) and any(pressed["remove"]):
            del made[button["at"]]
        asked = Scenario(int(settings["year"]), tuple(made), scenario.title if scenario else "") if made else None
    except ScenarioError:
        return no_update  # the line under the form says what is missing
    after = replace(
        before,
        scenario=to_line(asked) if asked else None,
        kind=cast(Any, settings["kind"]),
        sigma=int(settings["sigma"]) if settings["sigma"] else None,
        accept=ACCEPTED[accept],
    )
    return no_update if after == before else f"?{after.query(DEPENDS_ON)}"


@callback(
    output={
        "text": Output("what_if-preview", "children"),
        "level": Output("what_if-level", "style"),
        "amount": Output("what_if-by", "style"),
    },
    inputs={
        "form": {name: Input(f"what_if-{name}", "value") for name in FIELDS},
        "year": Input("what_if-year", "value"),
    },
    state={"here": HERE},
)
def preview(form: dict[str, Any], year: str, here: dict[str, str]) -> dict[str, Any]:
    """Say what the change in the form does to the pair's own trade, while it is being put together."""
    level, amount = takes(form["action"])
    hidden = {"display": "none"}
    styles = {"level": {} if level else hidden, "amount": {} if amount else hidden}
    if not form["actors"]:
        return {"text": say("what_if.preview_start"), **styles}
    try:
        scenario = scenarios.scenario(selection_at(**here))
        made = scenario.changes if scenario else ()
        return {"text": _direct(Scenario(int(year), (*made, change_of(form)))), **styles}
    except ScenarioError as error:
        return {"text": say("what_if.refused_help", reason=why(error)), **styles}


def _direct(asked: Scenario) -> str:
    """The partial effect on the largest flows between the parties of the last change."""
    badge, flows = scenarios.direct(asked)
    parts = [
        say("what_if.preview_flow", exporter=named((i,))[0], importer=named((j,))[0], change=numbers.change(*ends))
        for i, j, ends in flows
    ]
    return say("what_if.preview", flows="; ".join(parts), badge=label("badge", badge))
