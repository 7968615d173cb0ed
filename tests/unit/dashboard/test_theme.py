"""Colours: readable in both schemes, and none forgotten in the dark one."""

import re

import pytest

from dashboard import theme
from dashboard.app import ASSETS

CSS = (ASSETS / "entente.css").read_text()
DATA = {*theme.REGIONS.values(), theme.OUTWARD, theme.INWARD, theme.OTHER}


def channels(colour: str) -> tuple[int, ...]:
    if colour.startswith("#"):
        return tuple(int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return tuple(int(number) for number in re.findall(r"\d+", colour))


def luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in channels(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def dark_of(colour: str) -> str:
    """The colour the style sheet puts in its place in the dark scheme."""
    rgb = "rgb({}, {}, {})".format(*channels(colour))
    found = re.search(rf'\[style\*="fill: {re.escape(rgb)}"\] {{ fill: ([^ ]+|var\([^)]*\)) !important', CSS)
    assert found, f"{colour} has no dark counterpart"
    return found[1]


DARK_PAPER = theme.MANTINE["colors"]["dark"][7]


@pytest.mark.parametrize("colour", sorted(DATA))
def test_data_stand_out_from_the_paper_in_both_schemes(colour: str) -> None:
    assert contrast(colour, theme.PAPER) >= 3
    assert contrast(dark_of(colour), DARK_PAPER) >= 3


@pytest.mark.parametrize("colour", [theme.INK, theme.MUTED])
def test_text_is_readable_in_both_schemes(colour: str) -> None:
    variable = re.search(r"var\((--\w+)\)", dark_of(colour))
    assert variable
    dark = re.search(rf"color-scheme=\"dark\"\] {{[^}}]*{variable[1]}: (rgb\([^)]*\))", CSS)
    assert dark
    assert contrast(colour, theme.PAPER) >= 4.5
    assert contrast(dark[1], DARK_PAPER) >= 4.5


def test_every_stylesheet_and_script_is_served_by_us() -> None:
    for asset in ASSETS.rglob("*.*"):
        if asset.suffix in {".css", ".js"} and "vendor" not in asset.parts:  # the browser tests watch theirs
            assert not re.search(r"https?://", asset.read_text())


@pytest.mark.parametrize(
    ("region", "short"),
    [
        ("Middle East, North Africa, Afghanistan & Pakistan", "Middle East & N. Africa"),
        ("Middle East & North Africa", "Middle East & N. Africa"),
        ("Atlantis", "Atlantis"),
        (None, "No region"),
    ],
)
def test_regions_keep_their_colour_and_name_when_the_bank_renames_them(region: str | None, short: str) -> None:
    assert theme.region_name(region) == short
    assert theme.region_colour("Middle East & North Africa") == theme.REGIONS["Middle East"]
