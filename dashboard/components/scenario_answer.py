"""What a scenario does, as the reader sees it: sentences, flows, winners and losers, and what they rest on."""

from typing import Any

import polars as pl
from dash import dcc, html
from dash.development.base_component import Component

from dashboard import numbers, scenarios
from dashboard.cache import read
from dashboard.components import tables
from dashboard.components.panel import Panel, graph, side_by_side
from dashboard.components.refusal import reason, why
from dashboard.components.status import is_simulated
from dashboard.figures import changes
from dashboard.figures.intervals import summary as intervals_summary
from dashboard.links import at, plain
from dashboard.page import names
from dashboard.state import Selection, SelectionError
from dashboard.text import in_sentence, label, say
from dashboard.world import outlined
from warehouse.read import Answer as Rows
from warehouse.scoring.domestic_sales import LEAST_SHARE
from warehouse.scoring.scenario_state import Remark
from warehouse.scoring.what_if import Answer

DEPENDS_ON = ("scenario", "kind", "sigma", "accept")
MOST_FLOWS, MOST_ON_A_SIDE, MOST_REMARKS = 10, 8, 5
SHOWN = {"full": ("real_gdp", "exports"), "conditional": ("exports", "imports")}
NOTICED = numbers.NOTICED / 100


class Computed(Panel):
    """A panel whose rows are an answer; its SQL is what the answer starts from."""

    @property
    def fields(self) -> frozenset[str]:
        """Return the fields of the selection its rows depend on."""
        return frozenset(DEPENDS_ON)

    def answer(self, selection: Selection) -> Rows:
        """Return its rows for a selection.

        Raises:
            SelectionError: what the world, the ties or the evidence refuse.
        """
        try:
            found = scenarios.answered(selection)
        except scenarios.REFUSALS as error:
            raise SelectionError(say("what_if.refused_help", reason=why(error))) from error
        return Rows(getattr(found, self.name)(), scenarios.sql(found.scenario))


FLOWS = Computed("what_if", "flows", "scenario_trade", picture=True)
ECONOMIES = Computed("what_if", "economies", "scenario_trade", picture=True)


def answer(found: Answer, selection: Selection) -> list[Component]:
    """Return the answer: a sentence, its evidence, flows, economies, and what it takes for granted."""
    badge = html.Span(label("badge", found.badge), className="mark")
    panels = [FLOWS.card(selection, _flows(found), say("what_if.flows_help"))]
    if found.ordered_by:
        panels.append(ECONOMIES.card(selection, _economies(found), say("what_if.economies_help")))
    return [
        html.P(sentence(found), className="answer"),
        html.P([badge, " ", say(_caption(found))], className="answer second"),
        *panels,
        _basis(found),
    ]


def sentence(found: Answer) -> str:
    """Return what becomes of the largest flow and of the economy that gains most."""
    flow = found.flows().row(0, named=True)
    known = names()
    first = say(
        "what_if.answer_flow",
        exporter=in_sentence(known[flow["exporter"]]),
        importer=in_sentence(known[flow["importer"]]),
        change=_change(flow),
    )
    if found.ordered_by is None:
        return say("what_if.answer_partial", flow=first)
    gains = found.economies().filter(indicator=found.ordered_by).sort("estimate", descending=True, nulls_last=True)
    row = gains.row(0, named=True)
    return say(
        f"what_if.answer_{found.ordered_by}",
        flow=first,
        economy=in_sentence(known[row["economy"]]),
        change=_change(row),
    )


def _caption(found: Answer) -> str:
    return f"what_if.caption_{found.badge.replace(' ', '_').replace('-', '_')}"


def _change(row: dict[str, Any]) -> str:
    return numbers.change(row["estimate"], row["lower"], row["upper"])


def _flows(found: Answer) -> list[Component]:
    before = scenarios.world(found.scenario.year).flows()
    flows = found.flows().join(before, on=["exporter", "importer"], how="left", maintain_order="left").head(MOST_FLOWS)
    known = names()
    pairs = [f"{known[i]} → {known[j]}" for i, j in flows.select("exporter", "importer").iter_rows()]
    ends = {"estimate": "estimate", "low": "lower", "high": "upper"}
    estimates = flows.select(
        pl.Series("label", pairs, dtype=pl.String), **{end: 100 * (pl.col(name) - 1) for end, name in ends.items()}
    ).drop_nulls("estimate")
    table = _flow_table(pairs, flows)
    if estimates.is_empty():
        return [table]
    drawn = pl.DataFrame(100 * (found.draws.flows[:, : len(pairs)] - 1), schema=pairs).unpivot(variable_name="label")
    drawn = drawn.filter(pl.col("label").is_in(estimates["label"].to_list()))
    figure = changes.draws(estimates, drawn, say("what_if.axis"), is_simulated())
    return [graph(FLOWS.id, figure, intervals_summary(estimates, FLOWS.title)), table]


def _flow_table(pairs: list[str], flows: pl.DataFrame) -> Component:
    headers = {name: say(f"what_if.{name}") for name in ("flow", "before", "after", "change")}
    rows = [
        {"flow": dcc.Link(pair, href=at(f"/pair/{row['exporter']}/{row['importer']}"), className="link"),
         "before": numbers.amount(row["fitted_usd"]), "change": _change(row),
         "after": numbers.amount(row["fitted_usd"] * (row["estimate"] or 1))}
        for pair, row in zip(pairs, flows.to_dicts(), strict=True)
    ]  # fmt: skip
    return tables.plain(headers, rows, ("before", "after", "change"))


def _economies(found: Answer) -> list[Component]:
    first = str(found.ordered_by)
    table = found.economies()
    places = _places(table.filter(indicator=first))
    title = say("what_if.map", indicator=label("what_if_indicator", first))
    figure = changes.gains(places, plain("/world.geojson"), outlined(), is_simulated())
    ranked = places.sort("change_pct", descending=True)
    sides = {
        "winners": ranked.filter(pl.col("change_pct") >= numbers.NOTICED),
        "losers": ranked.filter(pl.col("change_pct") <= -numbers.NOTICED).reverse(),
    }
    by_key = {(row["economy"], row["indicator"]): row for row in table.to_dicts()}
    cells = [
        html.Div([html.H3(say(f"what_if.{side}")), _side(members, by_key, SHOWN[found.draws.central.kind])])
        for side, members in sides.items()
    ]
    return [graph(ECONOMIES.id, figure, changes.summary(places, title)), side_by_side(cells)]


def _places(rows: pl.DataFrame) -> pl.DataFrame:
    """Economies with the change of an indicator and where they are."""
    frame = rows.join(read("what_if_places").frame, on="economy", how="inner").drop_nulls("estimate")
    hover = [say("what_if.hover", name=row["name"], change=_change(row)) for row in frame.to_dicts()]
    links = [at(f"/economy/{code}") for code in frame["economy"]]
    return frame.with_columns(
        change_pct=100 * (pl.col("estimate") - 1),
        hover=pl.Series(hover, dtype=pl.String),
        href=pl.Series(links, dtype=pl.String),
    )


def _side(members: pl.DataFrame, by_key: dict[Any, Any], shown: tuple[str, ...]) -> Component:
    if members.is_empty():
        return html.P(say("what_if.nobody", least=numbers.decimal(numbers.NOTICED, 5)), className="panel-note")
    headers = {"economy": say("what_if.economy")} | {name: label("what_if_indicator", name) for name in shown}
    rows = [
        {"economy": row["name"]} | {name: _change(by_key[row["economy"], name]) for name in shown}
        for row in members.head(MOST_ON_A_SIDE).to_dicts()
    ]
    return tables.plain(headers, rows, shown)


def _basis(found: Answer) -> Component:
    """What the numbers rest on and take for granted."""
    central, world, known = found.draws.central, scenarios.world(found.scenario.year), names()
    low, high = found.precision.sigma_range or (central.sigma, central.sigma)
    sigma = "drawn" if low < high else "fixed"
    lines = [
        say(f"what_if.basis_{central.kind}", count=len(world.state.economies)),
        say(f"what_if.basis_sigma_{sigma}", sigma=f"{central.sigma:g}", low=f"{low:g}", high=f"{high:g}"),
        say("what_if.basis_reference", economy=in_sentence(known[central.baseline.reference])),
        say("what_if.basis_draws", draws=len(found.draws.sigmas), failed=len(found.draws.failures)),
        say("what_if.basis_trade", year=world.state.year),
        say("what_if.basis_domestic", share=numbers.share(LEAST_SHARE)),
    ]
    if any("mission" in change.action for change in found.scenario.changes):
        lines.append(say("what_if.basis_missions"))
    if world.left_out:
        left = ", ".join(known.get(code, code) for code in world.left_out)
        lines.append(say("what_if.basis_left_out", economies=left, share=numbers.share(world.left_out_share)))
    lines += [_remark(one) for one in found.remarks[:MOST_REMARKS]]
    if len(found.remarks) > MOST_REMARKS:
        lines.append(say("what_if.remarks_more", count=len(found.remarks) - MOST_REMARKS))
    heading = html.Div(html.H2(say("what_if.basis")), className="panel-head")
    return html.Section([heading, html.Ul([html.Li(line) for line in lines])], className="panel", id="what_if-basis")


def _remark(one: Remark) -> str:
    return f"{label('what_if_action', one.action)}: {reason(one.key, a=one.actor, b=one.partner)}."
