"""The form in which a scenario is put together, change by change."""

from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard.page import names
from dashboard.scenarios import possible_years, world
from dashboard.state import ACCEPTED, KINDS, SIGMAS, Selection
from dashboard.text import label, say
from warehouse.scoring.scenario import ACTIONS, MISSION_LEVELS, WITH_AMOUNT, WITH_LEVEL, WORLD, Change, Scenario

FIELDS = ("action", "actors", "partners", "level", "by")
FIRST_ACTION = "sign-rta"


def builder(selection: Selection, scenario: Scenario | None) -> Component:
    """Return the changes made so far, the form for one more, and how they are to be answered."""
    years = possible_years()
    year = scenario.year if scenario else years[-1]
    return html.Section(
        [
            html.Div(html.H2(say("what_if.scenario")), className="panel-head"),
            _made(scenario) if scenario else html.P(say("what_if.none_yet"), className="panel-note"),
            html.Div(_form(year), className="filters"),
            html.P(id="what_if-preview", className="preview", role="status"),
            html.Div(_settings(selection, year, years), className="filters"),
        ],
        className="panel",
        id="what_if-builder",
    )


def words(change: Change) -> str:
    """Return a change in a sentence."""
    actors, partners = (", ".join(named(side)) for side in (change.actors, change.partners))
    kind = "towards" if partners else "among"
    action = label("what_if_action", change.action)
    text = say(f"what_if.change_{kind}", action=action, actors=actors, partners=partners)
    extent = label("mission", change.level) if change.level else "" if change.by is None else f"{change.by:+g}"
    return f"{text} ({extent})" if extent else text


def named(codes: tuple[str, ...]) -> list[str]:
    """Return names of economies, and of blocs as they are."""
    known = names()
    return [say("what_if.world") if code == WORLD else known.get(code, code) for code in codes]


def _made(scenario: Scenario) -> Component:
    items = [
        html.Li(
            [
                words(change),
                html.Button(say("what_if.remove"), id={"what_if": "remove", "at": at}, n_clicks=0, className="action"),
            ]
        )
        for at, change in enumerate(scenario.changes)
    ]
    return html.Ol(items, className="changes")


def _form(year: int) -> list[Component]:
    actions = [{"value": action, "label": label("what_if_action", action)} for action in ACTIONS]
    levels = [{"value": level, "label": label("mission", level)} for level in MISSION_LEVELS]
    return [
        dmc.Select(id="what_if-action", label=say("what_if.action"), data=actions, value=FIRST_ACTION,
                   allowDeselect=False, openOnFocus=False, className="filter"),
        _side("actors", year), _side("partners", year),
        dmc.Select(id="what_if-level", label=say("what_if.level"), data=levels, value="embassy", allowDeselect=False,
                   openOnFocus=False, className="filter narrow"),
        dmc.NumberInput(id="what_if-by", label=say("what_if.by"), value=1, className="filter narrow"),
        dmc.Button(say("what_if.add"), id="what_if-add", n_clicks=0, variant="light"),
    ]  # fmt: skip


def _side(name: str, year: int) -> Component:
    here = world(year).state
    known = names()
    economies = sorted((known.get(code, code), code) for code in here.economies)
    blocs = [{"value": WORLD, "label": say("what_if.world")}] + [{"value": bloc, "label": bloc} for bloc in here.blocs]
    groups: list[dict[str, Any]] = [
        {
            "group": say("what_if.economies_group"),
            "items": [{"value": code, "label": text} for text, code in economies],
        },
        {"group": say("what_if.blocs_group"), "items": blocs},
    ]
    control: Component = dmc.MultiSelect(
        id=f"what_if-{name}", label=say(f"what_if.{name}"), data=groups, value=[], searchable=True, clearable=True,
        openOnFocus=False, nothingFoundMessage=say("filter.nothing_found"), maxDropdownHeight=320, className="filter",
        placeholder=say("filter.choose"),
    )  # fmt: skip
    return control


def _settings(selection: Selection, year: int, years: list[int]) -> list[Component]:
    options: dict[str, list[tuple[str, str]]] = {
        "year": [(str(one), str(one)) for one in reversed(years)],
        "kind": [(kind, say(f"what_if.kind_{kind}")) for kind in KINDS],
        "sigma": [("", say("what_if.sigma_drawn")), *((str(one), str(one)) for one in SIGMAS)],
    }
    values = {"year": str(year), "kind": selection.kind, "sigma": str(selection.sigma or "")}
    selects = [
        dmc.Select(
            id=f"what_if-{name}", label=say(f"what_if.{name}"), value=values[name], allowDeselect=False,
            data=[{"value": value, "label": text} for value, text in entries], openOnFocus=False, className="filter",
        )
        for name, entries in options.items()
    ]  # fmt: skip
    accept = dmc.Checkbox(
        id="what_if-accept", label=say("what_if.accept"), checked=selection.accept == ACCEPTED[1], className="filter"
    )
    return [*selects, accept]


def takes(action: str) -> tuple[bool, bool]:
    """Tell whether an action has a level, and whether it has an amount."""
    return action in WITH_LEVEL, action in WITH_AMOUNT


def change_of(form: dict[str, Any]) -> Change:
    """Return the change in the form.

    Raises:
        ScenarioError: it is not complete, or cannot be.
    """
    level, amount = takes(form["action"])
    actors, partners = (tuple(form[name] or ()) for name in ("actors", "partners"))
    by = float(form["by"]) if amount and form["by"] not in (None, "") else None
    return Change(form["action"], actors, partners, form["level"] if level else None, by)
