"""Economy: its partners, its ties beside peers, its place in the world."""

import math
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard import numbers
from tests.unit.dashboard.conftest import Browser, _place, _property
from tests.unit.dashboard.invented_world import NEVER_REPORTED, publish_world, query


def choose(browser: Browser, here: str, economy: str | None, peers: list[str]) -> str | None:
    inputs = [_property("economy-economy", "value", economy), _property("economy-peers", "value", peers)]
    response = browser._call([_property("economy-url", "href")], inputs, _place(here))
    return response["economy-url"]["href"] if response else None


def test_the_answer_is_the_rank_correlation_of_ties_and_realised_potential(browser: Browser, database: Path) -> None:
    rho = query(
        database,
        "with ranked as (select rank() over (order by tie_index) as tie,"
        " rank() over (order by actual_usd / potential_usd) as ratio from mart.opportunity where exporter = 'IDN')"
        " select corr(tie, ratio) from ranked",
    ).item()
    ends = [math.tanh(math.atanh(rho) + side * 1.645 * math.sqrt(1.06 / 34)) for side in (-1, 1)]
    said = f"{numbers.decimal(rho)} ({' to '.join(numbers.decimal(end) for end in ends)})"
    page = browser.show("/economy/IDN").replace(numbers.SPACE, " ")
    assert f"(rank correlation with 90 % interval {said}, over 37 partners" in page
    assert ("exports follow its ties" in page) == (ends[0] > 0)


def test_peers_stand_in_the_address_and_in_the_figure(browser: Browser) -> None:
    assert choose(browser, "/economy/IDN", "IDN", ["MYS", "THA"]) == "/economy/IDN?peers=MYS%2CTHA"
    assert choose(browser, "/economy/IDN?peers=MYS%2CTHA", "IDN", ["MYS", "THA"]) is None
    assert choose(browser, "/economy/IDN?peers=MYS%2CTHA", "MYS", ["MYS", "THA"]) == "/economy/MYS?peers=THA"
    assert choose(browser, "/economy", None, []) is None
    page = browser.show("/economy/IDN?peers=MYS,THA")
    assert "Beside it: Malaysia, Thailand." in page


def test_what_is_known_only_from_a_later_year_is_not_in_the_profile(browser: Browser) -> None:
    page = browser.show("/economy/IDN")
    assert "Alignment in UN votes 0." in page
    assert "Diplomatic missions" not in page


def test_the_place_in_the_world_is_that_of_the_file(browser: Browser, database: Path) -> None:
    place = query(
        database,
        "select place from (select exporter, rank() over (order by sum(trade_usd) desc) as place"
        " from mart.country_pair where year = 2014 group by exporter) where exporter = 'IDN'",
    ).item()
    assert f", {place} in 2014" in browser.show("/economy/IDN")


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/economy", 200, "Choose an economy"), ("/economy/idn", 200, "Indonesia"),
        (f"/economy/{NEVER_REPORTED}", 200, "Too few of Czechoslovakia’s partners"),
        ("/economy/GER", 400, "Did you mean DEU"), ("/economy/IDN?peers=GER", 400, "Did you mean DEU"),
    ],
)  # fmt: skip
def test_every_address_of_an_economy_has_its_answer(browser: Browser, address: str, status: int, words: str) -> None:
    assert browser.client.get(address).status_code == status
    assert words in browser.show(address)


def test_an_empty_build_is_shown_as_empty(serve: Callable[[Path], Browser], tmp_path: Path) -> None:
    page = serve(publish_world(tmp_path, empty=True)).show("/economy/IDN")
    assert "Too few of Indonesia’s partners" in page
    assert page.count("Nothing to show") >= 3
