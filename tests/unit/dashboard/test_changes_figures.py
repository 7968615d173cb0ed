"""Figures of the What-if page: every draw is in the picture, gains and losses are told apart."""

import polars as pl
import pytest

from dashboard.figures import changes


def test_each_estimate_has_its_interval_and_all_its_draws() -> None:
    estimates = pl.DataFrame(
        {"label": ["A → B", "B → A"], "estimate": [5.0, -2.0], "low": [1.0, -4.0], "high": [9.0, 1.0]}
    )
    drawn = pl.DataFrame({"label": ["A → B"] * 3 + ["B → A"] * 2, "value": [1.0, 5.0, 9.0, -4.0, 1.0]})
    figure = changes.draws(estimates, drawn, "Change", simulated=True)
    strokes, dots = figure.data
    assert list(zip(strokes.x, strokes.y, strict=True)) == [(1, 2), (5, 2), (9, 2), (-4, 1), (1, 1)]
    assert list(dots.x) == [5, -2]
    assert list(dots.error_x.array) == [4, 3]
    assert "SIMULATED DATA" in [note.text for note in figure.layout.annotations]


PLACES = pl.DataFrame(
    {
        "economy": ["AAA", "BBB", "CCC", "DDD"], "name": ["Aland", "Beland", "Celand", "Deland"],
        "latitude": [0.0, 10.0, 20.0, 30.0], "longitude": [0.0, 10.0, 20.0, 30.0],
        "change_pct": [1.0, -0.01, 0.0, None], "hover": ["a", "b", "c", "d"], "href": ["/a", "/b", "/c", "/d"],
    }
)  # fmt: skip


def test_gains_and_losses_have_colours_by_powers_of_ten_and_nothing_has_the_middle() -> None:
    figure = changes.gains(PLACES, "/world.geojson", {"AAA"}, simulated=False)
    outlines, points = figure.data[1:]
    assert list(outlines.locations) == ["AAA", "BBB", "CCC"]
    assert list(outlines.z) == pytest.approx([4, -2, 0])
    assert list(points.marker.color) == pytest.approx([-2, 0])
    assert (figure.layout.coloraxis.cmin, figure.layout.coloraxis.cmax) == (-4, 4)
    ticks = [text.replace("\xa0", " ") for text in figure.layout.coloraxis.colorbar.ticktext]
    assert ticks == ["−1 %", "−0.01 %", "0 %", "+0.01 %", "+1 %"]


def test_names_on_the_scale_of_colour_stand_apart() -> None:
    figure = changes.gains(PLACES.with_columns(change_pct=10 * pl.col("change_pct")), "/", {"AAA"}, simulated=False)
    ticks = list(figure.layout.coloraxis.colorbar.tickvals)
    assert ticks == [-5, -2, 0, 2, 5]


def test_the_map_is_described_from_most_to_least() -> None:
    text = changes.summary(PLACES, "Change of real GDP").replace("\xa0", " ")
    assert "3 economies" in text
    assert "Gaining most: Aland (+1.0 %). Losing most: Beland (−0.010 %)." in text
