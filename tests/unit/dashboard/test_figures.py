"""Figures are functions of a frame: what is in the rows is in the picture, and nothing is hidden by the drawing."""

import json
from collections.abc import Iterator
from typing import Any

import plotly.graph_objects as go
import polars as pl
import pytest

from dashboard.figures import quadrant, ties, timing, trade, world
from tests.unit.dashboard.conftest import Browser


def pairs(**columns: list[Any]) -> pl.DataFrame:
    count = len(next(iter(columns.values())))
    defaults: dict[str, list[Any]] = {
        "exporter": ["AAA"] * count, "importer": [f"B{number:02}" for number in range(count)],
        "label": [f"Pair {number}" for number in range(count)], "short": [f"P{number}" for number in range(count)],
        "href": [f"/pair/{number}" for number in range(count)],
        "partner_region": ["South Asia"] * count, "tie_index": [0.5] * count, "tie_coverage_share": [1.0] * count,
        "actual_usd": [1e9] * count, "potential_usd": [2e9] * count,
    }  # fmt: skip
    frame = pl.DataFrame(defaults | columns)
    return frame.with_columns(
        actual_to_potential_ratio=pl.col("actual_usd") / pl.col("potential_usd"),
        untapped_usd=(pl.col("potential_usd") - pl.col("actual_usd")).clip(0),
    )


def way(**columns: list[Any]) -> pl.DataFrame:
    count = len(columns["year"])
    defaults = {"exporter_name": ["Aland"] * count, "importer_name": ["Beland"] * count, "potential_usd": [2e9] * count}
    frame = pl.DataFrame(defaults | columns, schema_overrides={"trade_usd": pl.Float64, "year": pl.Int32})
    usual = {"trade_status": "reported", "trade_source_id": "cow_trade"}
    return frame.with_columns(pl.lit(value).alias(name) for name, value in usual.items() if name not in columns)


def test_a_year_from_another_source_is_a_square_and_no_step_in_the_line() -> None:
    rows = way(year=[2000, 2001, 2002, 2003], trade_usd=[5e9, 5e9, 1e9, 5e9],
               trade_source_id=["cow_trade", "cow_trade", "unctad_trade_matrix", "cow_trade"])  # fmt: skip
    drawn = {line.name: line for line in trade.trade(rows, "#0072B2", 6e9, simulated=False).data}
    assert list(drawn["actual"].y) == [5e9, 5e9, None, 5e9]
    squares = drawn["from another source"]
    assert (list(squares.x), list(squares.y), squares.marker.symbol) == ([2002], [1e9], "square-open")


def test_without_years_from_another_source_there_are_no_squares() -> None:
    rows = way(year=[2000, 2001], trade_usd=[5e9, 0.0])
    assert "from another source" not in {line.name for line in trade.trade(rows, "#0072B2", 6e9, simulated=False).data}


def annotations(figure: go.Figure) -> list[str]:
    return [note.text for note in figure.layout.annotations]


def points(figure: go.Figure) -> dict[str, tuple[float, float, str]]:
    return {
        text.split("<br>")[0]: (x, y, symbol)
        for drawn in figure.data
        for text, x, y, symbol in zip(drawn.text, drawn.x, drawn.y, drawn.marker.symbol, strict=True)
    }


def test_a_pair_stands_at_its_tie_index_and_ratio() -> None:
    figure = quadrant.quadrant(pairs(tie_index=[0.3, 0.9], actual_usd=[1e9, 5e8]), simulated=False)
    assert points(figure) == {
        "<b>Pair 0</b>": (0.3, 0.5, "circle"),
        "<b>Pair 1</b>": (0.9, 0.25, "circle"),
    }


def test_a_pair_that_does_not_trade_is_drawn_open_below_the_others() -> None:
    drawn = points(quadrant.quadrant(pairs(actual_usd=[0.0, 1e9], tie_index=[0.4, 0.6]), simulated=False))
    assert drawn["<b>Pair 0</b>"][2] == "circle-open"
    assert drawn["<b>Pair 0</b>"][1] < drawn["<b>Pair 1</b>"][1]


def test_a_pair_above_its_potential_keeps_a_visible_bubble() -> None:
    figure = quadrant.quadrant(pairs(actual_usd=[4e9, 1e9], tie_index=[0.4, 0.6]), simulated=False)
    assert min(figure.data[0].marker.size) > 0


def test_pairs_without_a_tie_index_are_counted_in_words_and_not_drawn() -> None:
    frame = pairs(tie_index=[0.4, None, 0.6])
    assert len(points(quadrant.quadrant(frame, simulated=False))) == 2
    assert quadrant.summary(frame).startswith("Scatter of 2 of 3 pairs")


def test_nothing_to_draw_says_so() -> None:
    assert "No pair here has a tie index" in annotations(quadrant.quadrant(pairs(tie_index=[None]), simulated=False))


def test_the_corner_holds_close_ties_and_trade_below_potential() -> None:
    frame = pairs(tie_index=[0.1, 0.2, 0.8, 0.9], actual_usd=[1e9, 3e9, 1e9, 3e9])
    assert quadrant.friendly_and_under_traded(frame)["label"].to_list() == ["Pair 2"]
    assert "Pair 2" in quadrant.summary(frame)
    texts = annotations(quadrant.quadrant(frame, simulated=False))
    assert "<b>Friendly and under-traded</b>" in texts
    assert "P2" in texts
    assert "P0" not in texts


def test_names_inside_the_picture_do_not_cover_one_another() -> None:
    frame = pairs(tie_index=[0.1] * 30 + [0.9] * 30, actual_usd=[1e9 + number for number in range(60)])
    assert len([text for text in annotations(quadrant.quadrant(frame, simulated=False)) if text.startswith("P")]) == 1


def test_only_the_largest_of_many_pairs_are_drawn() -> None:
    count = quadrant.DRAWN + 50
    frame = pairs(potential_usd=[2e9 + number for number in range(count)])
    drawn = quadrant.drawn(frame)
    assert drawn.height == quadrant.DRAWN
    assert drawn["potential_usd"].min() == 2e9 + 50


@pytest.mark.parametrize("simulated", [True, False])
def test_simulated_data_are_marked_inside_every_picture(simulated: bool) -> None:
    tie = tie_rows(year=[2000], value_index=[0.5], tie_status=["observed"])
    figures = [
        quadrant.quadrant(pairs(tie_index=[0.3, 0.6]), simulated),
        trade.trade(way(year=[2000], trade_usd=[1e9]), "#0072B2", 2e9, simulated),
        ties.tie(tie, "AAA", (2000, 2001), simulated),
    ]
    assert [("SIMULATED DATA" in annotations(figure)) for figure in figures] == [simulated] * 3


def test_zero_missing_and_absent_years_look_different() -> None:
    rows = way(year=[2000, 2001, 2002, 2005], trade_usd=[1e9, 0.0, None, 1e9],
               trade_status=["reported", "zero", "missing", "reported"])  # fmt: skip
    figure = trade.trade(rows, "#0072B2", 2e9, simulated=False)
    marks = {drawn.name: (list(drawn.x), drawn.marker.symbol) for drawn in figure.data if drawn.mode == "markers"}
    assert marks == {"reported as zero": ([2001], "circle-open"), "not reported": ([2002], "x-thin")}
    line = next(drawn for drawn in figure.data if drawn.name == "actual")
    assert list(line.x) == [2000, 2001, 2002, 2003, 2004, 2005]
    assert list(line.y) == [1e9, 0.0, None, None, None, 1e9]
    assert line.connectgaps is False


def test_the_interval_of_the_potential_is_drawn_where_there_is_one() -> None:
    plain = way(year=[2000, 2001], trade_usd=[1e9, 1e9])
    banded = plain.with_columns(potential_low_usd=1e9, potential_high_usd=3e9)
    fills = [
        [drawn.fill for drawn in trade.trade(rows, "#0072B2", 4e9, simulated=False).data] for rows in (plain, banded)
    ]
    assert "tonexty" not in fills[0]
    assert "tonexty" in fills[1]
    assert trade.ceiling(banded) >= 3e9


@pytest.mark.parametrize(
    ("traded", "potential", "labels"),
    [(6e9, 5.5e9, {"actual": ("bottom", 0), "potential": ("top", 0)}),
     (5e9, 5.5e9, {"actual": ("top", 0), "potential": ("bottom", 0)}),
     (0.0, 0.1e9, {"actual": ("top", trade.LINE), "potential": ("bottom", trade.LINE)}),
     (1e9, 5e9, {"actual": ("middle", 0), "potential": ("middle", 0)})],
)  # fmt: skip
def test_labels_of_lines_that_end_close_together_stand_above_and_below_them(
    traded: float, potential: float, labels: dict[str, tuple[str, int]]
) -> None:
    rows = way(year=[2000, 2001], trade_usd=[traded] * 2, potential_usd=[potential] * 2)
    notes = trade.trade(rows, "#0072B2", 8e9, simulated=False).layout.annotations
    assert {note.text: (note.yanchor, note.yshift) for note in notes} == labels


def test_the_words_give_first_last_and_missing_years() -> None:
    text = trade.summary(way(year=[2000, 2001, 2002], trade_usd=[1e9, None, 3e9]))
    assert text.replace("\u00a0", " ") == (
        "Trade from Aland to Beland: 1.0 bn USD in 2000, 3.0 bn USD in 2002; 1 years not reported;"
        " latest potential 2.0 bn USD."
    )
    assert trade.summary(way(year=[2000], trade_usd=[None])).startswith("No number is reported")


def tie_rows(**columns: list[Any]) -> pl.DataFrame:
    count = len(columns["year"])
    names = {"origin": "AAA", "destination": "BBB", "origin_name": "Aland", "destination_name": "Beland",
             "indicator": "mission_level"}  # fmt: skip
    return pl.DataFrame({name: [value] * count for name, value in names.items()} | columns)


def test_each_status_has_its_own_mark() -> None:
    statuses = ["observed", "carried forward 1 years", "from a later year"]
    rows = tie_rows(year=[2000, 2001, 2002], value_index=[0.5, 0.5, 0.5], tie_status=statuses)
    line = drawn_ties(rows).data[0]
    assert list(line.marker.symbol) == ["circle", "circle-open", "diamond-open"]
    assert list(line.text) == ["0.50, observed", "0.50, carried forward from 2000", "0.50, from a later year"]


def test_a_line_of_values_that_count_in_no_index_is_dotted() -> None:
    later = tie_rows(year=[2000, 2001], value_index=[0.5, 0.5], tie_status=["from a later year"] * 2)
    assert drawn_ties(later).data[0].line.dash == "dot"


THERE = tie_rows(year=[2000, 2001], value_index=[0.5, 0.75], tie_status=["observed"] * 2)
BACK = THERE.with_columns(origin=pl.lit("BBB"), destination=pl.lit("AAA"), origin_name=pl.lit("Beland"),
                          destination_name=pl.lit("Aland"))  # fmt: skip


def drawn_ties(rows: pl.DataFrame) -> Any:
    return ties.tie(rows, "AAA", (2000, 2002), simulated=False)


def test_both_directions_are_drawn_only_where_they_differ() -> None:
    same = drawn_ties(pl.concat([BACK, THERE]))
    other = drawn_ties(pl.concat([BACK.with_columns(value_index=0.25), THERE]))
    assert [(list(line.y), line.line.color) for line in same.data] == [([0.5, 0.75], ties.OUTWARD)]
    assert not same.layout.showlegend
    assert [(line.y[0], line.name) for line in other.data] == [(0.5, "Aland → Beland"), (0.25, "Beland → Aland")]
    assert other.layout.showlegend


def test_a_tie_known_one_way_says_which_way_and_keeps_its_colour() -> None:
    figure = drawn_ties(BACK)
    assert [(line.name, line.line.color) for line in figure.data] == [("Beland → Aland", ties.INWARD)]
    assert figure.layout.showlegend


def test_the_words_for_a_tie_take_its_directions_one_by_one() -> None:
    back = BACK.with_columns(value_index=pl.Series([0.0, 0.25]))
    words = ties.summary(pl.concat([back, THERE]), "AAA")
    assert words == (
        "Diplomatic mission, Aland → Beland, from 0 to 1: 0.50 in 2000. Latest: 0.75 in 2001, observed."
        " Diplomatic mission, Beland → Aland, from 0 to 1: 0.00 in 2000. Latest: 0.25 in 2001, observed."
    )


def test_an_indicator_without_a_text_is_named_after_its_code() -> None:
    rows = tie_rows(year=[2000], value_index=[0.5], tie_status=["observed"], indicator=["visa_free_travel"])
    assert ties.name_of(rows) == "Visa free travel"


def test_a_small_economy_is_a_point_and_a_large_one_its_outline() -> None:
    places = pl.DataFrame({
        "economy": ["DEU", "SGP", "FRA"], "name": ["Germany", "Singapore", "France"], "latitude": [52.5, 1.3, 48.9],
        "longitude": [13.4, 103.8, 2.4], "value_usd": [2e9, 3e8, 0.0], "hover": ["a", "b", "c"],
        "href": ["/a", "/b", "/c"],
    })  # fmt: skip
    figure = world.world(places, "/world.geojson", {"DEU", "FRA"}, simulated=False)
    ground, outlines, points = figure.data
    assert set(ground.locations) == {"FRA"}
    assert list(outlines.locations) == ["DEU", "SGP"]
    assert list(points.customdata) == ["/b"]
    assert figure.layout.geo.projection.type == "equal earth"
    assert world.summary(places, "World map of untapped trade").startswith(
        "World map of untapped trade: 2 economies with some; the largest: Germany"
    )


def graphs(node: Any) -> Iterator[dict[str, Any]]:
    """Every figure in a page."""
    if isinstance(node, dict):
        if node.get("type") == "Graph":
            yield node["props"]["figure"]
        node = list(node.values())
    if isinstance(node, list):
        for part in node:
            yield from graphs(part)


@pytest.mark.parametrize(
    ("address", "least"),
    [
        ("/", 2), ("/?economy=IDN", 2), ("/pair/DEU/VNM", 5), ("/economy/IDN?peers=MYS,THA", 6), ("/evidence", 3),
        ("/data", 1), ("/what-if?scenario=2014__sign-rta_KEN_DEU", 1),
    ],
)  # fmt: skip
def test_plotly_knows_every_property_of_every_figure(browser: Browser, address: str, least: int) -> None:
    found = list(graphs(json.loads(browser.show(address))))
    assert len(found) >= least
    for figure in found:
        go.Figure(figure)  # raises where a name or a value is not Plotly's


@pytest.mark.parametrize(("low", "high", "step"), [(-0.07, 0.11, 0.05), (-0.18, 0.24, 0.1), (-0.8, 0.6, 0.5)])
def test_ticks_of_a_coefficient_differ_in_the_digits_shown(low: float, high: float, step: float) -> None:
    frame = pl.DataFrame({"offset_years": [-4, 0], "estimate": [0.0, 0.02], "low": [low, 0.0], "high": [0.05, high]})
    figure = timing.timing(frame, simulated=False)
    assert figure.layout.yaxis.dtick == step
    assert figure.layout.yaxis.tickformat == (".2f" if step < 0.1 else ".1f")
    assert list(figure.layout.xaxis.ticktext) == ["−4", "0"]


def test_pairs_beyond_the_paper_are_counted_and_those_without_trade_are_not() -> None:
    frame = pl.DataFrame({
        "tie_index": [0.5] * 4, "actual_to_potential_ratio": [0.001, 0.5, 0.0, 300.0], "potential_usd": [1.0] * 4,
        "untapped_usd": [0.0] * 4, "partner_region": ["South Asia"] * 4,
    })  # fmt: skip
    assert quadrant.off_the_paper(frame) == 2
