"""The address is the whole state: what is written is read back, what cannot be is refused with the remedy."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.state import CONFIDENCES, MOST_PEERS, ORDERS, Known, Selection, SelectionError

FIELDS = ("economy", "direction", "region", "minimum_usd", "exporter", "importer", "order", "peers", "source",
          "confidence", "product", "year")  # fmt: skip
NAMES = {"DEU": "Germany", "FRA": "France"}
KNOWN = Known(NAMES, NAMES, ["South Asia", "Sub-Saharan Africa"], {"7": "Machinery"}, [2014, 2013])
CODES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=3, max_size=3)
REGIONS = st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=60).filter(str.isprintable)
SOURCES = st.from_regex(r"[a-z0-9_]{1,20}", fullmatch=True)


@st.composite
def selections(draw: st.DrawFn) -> Selection:
    economy = draw(st.none() | CODES)
    direction = draw(st.sampled_from(("export", "import"))) if economy else "export"
    product = draw(st.none() | st.from_regex(r"[0-9]{1,6}", fullmatch=True))
    exporter, importer = draw(st.none() | CODES), draw(st.none() | CODES)
    return Selection(
        economy, direction, draw(st.none() | REGIONS), draw(st.none() | st.integers(1, 10**15 - 1)),
        exporter, None if importer == exporter else importer, draw(st.sampled_from(ORDERS)),
        ",".join(draw(st.lists(CODES, unique=True, max_size=MOST_PEERS))) or None, draw(st.none() | SOURCES),
        draw(st.sampled_from(CONFIDENCES)), product, None if product else draw(st.none() | st.integers(1000, 2999)),
    )  # fmt: skip


@given(selections())
def test_what_is_written_is_read_back(selection: Selection) -> None:
    assert Selection.parse(selection.query(), FIELDS) == selection


@given(st.text(max_size=200))
def test_any_text_is_either_a_selection_or_refused(junk: str) -> None:
    with suppress(SelectionError):
        selection = Selection.parse(junk, FIELDS)
        assert Selection.parse(selection.query(), FIELDS) == selection


def test_defaults_are_left_out_of_the_address() -> None:
    assert Selection().query() == ""
    assert Selection(economy="IDN").query() == "economy=IDN"


@pytest.mark.parametrize(
    ("query", "remedy"),
    [
        ("economy=Germany", "three letters"),
        ("economy=", "three letters"),
        ("colour=red", "Take “colour” out"),
        ("economy=DEU&economy=FRA", "Keep one"),
        ("direction=lend&economy=DEU", "Write export or import or invest"),
        ("direction=import", "add economy="),
        ("minimum_usd=-5", "whole US dollars"),
        ("minimum_usd=1e9", "whole US dollars"),
        ("minimum_usd=1000000000000000000000", "whole US dollars"),
        ("region=" + "x" * 101, "too long"),
        ("region=%00", "not text"),
        ("exporter=DEU&importer=DEU", "two different economies"),
        ("region=%ff%fe", "cannot be read"),
        ("order=size", "Write untapped or growth or dollar"),
        ("peers=DEU,Fr", "three letters"),
        ("peers=" + ",".join(f"AA{letter}" for letter in "ABCDEFGHI"), "At most 8 peers"),
        ("source=../etc", "not the name of a source"),
        ("&".join(f"a{number}=1" for number in range(50)), "cannot be read"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_change(query: str, remedy: str) -> None:
    with pytest.raises(SelectionError, match=remedy):
        Selection.parse(query, FIELDS)


def test_a_field_of_another_page_is_refused_not_ignored() -> None:
    with pytest.raises(SelectionError, match="“region” does not apply"):
        Selection.parse("region=Asia", ("exporter", "importer"))


def test_codes_may_be_written_small() -> None:
    assert Selection.parse("economy=idn", FIELDS).economy == "IDN"


def test_an_unknown_code_is_refused_with_what_was_probably_meant() -> None:
    with pytest.raises(SelectionError, match=r"“GER” is not the code of an economy. Did you mean DEU \(Germany\)\?"):
        Selection(economy="GER").check(KNOWN)


def test_an_unknown_region_is_refused_with_the_known_ones() -> None:
    with pytest.raises(SelectionError, match="South Asia; Sub-Saharan Africa"):
        Selection(region="Atlantis").check(KNOWN)


@pytest.mark.parametrize(
    ("query", "remedy"),
    [
        ("product=8", "no product group “8”. There are: 7 Machinery"), ("year=1999", "There is one for: 2013–2014"),
        ("product=7&year=2013", "take product="), ("economy=DEU&direction=invest&product=7", "direction=invest"),
        ("economy=DEU&direction=invest&year=2013", "take year= or direction=invest"),
        ("product=x", "Write its digits"), ("year=13", "Write four digits"),
    ],
)  # fmt: skip
def test_a_product_or_a_year_that_cannot_be_shown_is_refused_with_the_remedy(query: str, remedy: str) -> None:
    with pytest.raises(SelectionError, match=remedy.replace("(", r"\(")):
        Selection.parse(query, FIELDS).check(KNOWN)


def test_who_turns_to_investment_leaves_products_and_years() -> None:
    today = Selection(economy="DEU")
    assert Selection(economy="DEU", product="7").with_(direction="invest") == today.with_(direction="invest")
    assert Selection(economy="DEU", year=2013).with_(economy="FRA").year == 2013


def test_peers_keep_the_order_in_which_they_were_chosen_and_are_checked() -> None:
    assert Selection.parse("peers=vnm,MYS,VNM", FIELDS).peer_codes == ["VNM", "MYS"]
    with pytest.raises(SelectionError, match="“GER” is not the code"):
        Selection(peers="FRA,GER").check(KNOWN)


def test_without_an_economy_the_direction_returns_to_its_default() -> None:
    chosen = Selection(economy="IDN", direction="import", minimum_usd=5)
    assert chosen.with_(economy=None) == Selection(minimum_usd=5)
