"""The search box leads where the reader meant, or lists what may have been meant."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.search import OTHER_NAMES
from tests.unit.dashboard import invented_world
from tests.unit.dashboard.conftest import Browser
from warehouse.paths import SEEDS


@pytest.mark.parametrize(
    ("words", "target"),
    [
        ("germany vietnam", "/pair/DEU/VNM"), ("DEU>VNM", "/pair/DEU/VNM"), ("deu vnm", "/pair/DEU/VNM"),
        ("Viet Nam to Germany", "/pair/VNM/DEU"), ("united states south korea", "/pair/USA/KOR"),
        ("Indonesia", "/economy/IDN"), ("cote d'ivoire", "/economy/CIV"), ("turkiye", "/economy/TUR"),
        ("world bank", "/data?source=world_bank"), ("ideal points", "/data?source=un_ideal_points"),
        ("machinery", "/?product=7"), ("transport equipment", "/?product=7"),
        ("united", "/find?words=united"), ("Germany Germany", "/find?words=Germany+Germany"),
        ("'; drop table x", "/find?words=%27%3B+drop+table+x"),
        ("UK", "/economy/GBR"), ("u.s.", "/economy/USA"), ("ivory coast", "/economy/CIV"), ("Turkey", "/economy/TUR"),
        ("the Netherlands", "/economy/NLD"), ("uk india", "/pair/GBR/IND"), ("us china", "/pair/USA/CHN"),
        ("Holland > Great Britain", "/pair/NLD/GBR"), ("Korea Japan", "/pair/KOR/JPN"),
        ("Germany vs. Vietnam", "/pair/DEU/VNM"), ("germany versus uk", "/pair/DEU/GBR"), ("uk vs us", "/pair/GBR/USA"),
        ("csk", "/economy/CSK"), ("Czechoslovakia", "/economy/CSK"), ("germ > indo", "/pair/DEU/IDN"),
        ("arab", "/economy/SAU"), ("eru", "/find?words=eru"), ("eru > japan", "/find?words=eru+%3E+japan"),
        ("north america", "/find?words=north+america"), ("pe", "/find?words=pe"),
    ],
)  # fmt: skip
def test_words_lead_to_what_was_meant(browser: Browser, words: str, target: str) -> None:
    response = browser.client.get("/search", query_string={"q": words})
    assert response.status_code == 303
    assert response.headers["Location"] == target


def test_what_is_not_clear_is_listed_and_what_is_unknown_says_how_to_ask(browser: Browser) -> None:
    page = browser.show("/find?words=united")
    assert "United Kingdom" in page
    assert "/economy/USA" in page
    assert "Write two economies for a pair" in browser.show("/find?words=atlantis")
    assert browser.client.get("/find").status_code == 200


def test_english_names_are_found_in_every_language_among_the_readers_own(browser: Browser) -> None:
    assert (
        browser.client.get("/search", query_string={"q": "united", "lang": "id"})
        .headers["Location"]
        .startswith("/find")
    )
    page = browser.show("/find?words=united&lang=id")
    assert "Amerika Serikat" in page
    assert (
        browser.client.get("/search", query_string={"q": "allemagne vietnam", "lang": "fr"})
        .headers["Location"]
        .startswith("/pair/DEU/VNM")
    )


def test_nothing_asked_is_nothing_found(browser: Browser) -> None:
    location = browser.client.get("/search").headers["Location"]
    assert browser.client.get(location).status_code == 200


def test_what_is_asked_of_two_lists_what_either_may_have_been(browser: Browser) -> None:
    page = browser.show("/find?words=united vs. south")
    assert "United Kingdom" in page
    assert "/economy/ZAF" in page


def test_other_names_are_known_in_every_language(browser: Browser) -> None:
    for words, language in [("uk inde", "fr"), ("Royaume-Uni vs. india", "fr"), ("inggris india", "id")]:
        response = browser.client.get("/search", query_string={"q": words, "lang": language})
        assert response.headers["Location"] == f"/pair/GBR/IND?lang={language}"


@pytest.mark.parametrize(
    ("words", "target"),
    [
        ("Korea", "/economy/KOR"), ("Korea Japan", "/pair/KOR/JPN"), ("kore", "/economy/KOR"),
        ("japan > kore", "/pair/JPN/KOR"), ("Korea (to 1910)", "/economy/CSK"), ("CSK", "/economy/CSK"),
        ("Korea (to", "/economy/CSK"),
    ],
)  # fmt: skip
def test_what_still_is_comes_before_what_is_no_more(past: Browser, words: str, target: str) -> None:
    assert past.client.get("/search", query_string={"q": words}).headers["Location"] == target


def test_what_is_no_more_is_listed_last(past: Browser) -> None:
    page = past.show("/find?words=ore")
    assert page.index("/economy/KOR") < page.index("/economy/CSK")


def test_two_that_still_are_come_before_one_that_bore_both_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, serve: Callable[[Path], Browser]
) -> None:
    browser = serve(_with_past("Poland and Sweden", tmp_path, monkeypatch))
    for words, target in [("Poland and Sweden", "/pair/POL/SWE"), ("poland and sweden > uk", "/pair/CSK/GBR")]:
        assert browser.client.get("/search", query_string={"q": words}).headers["Location"] == target


def test_other_names_are_those_of_economies_and_of_one_only() -> None:
    codes = {line.split(",", 1)[0] for line in (SEEDS / "economy.csv").read_text(encoding="utf-8").splitlines()}
    others = [name for names in OTHER_NAMES.values() for name in names.split(", ")]
    assert OTHER_NAMES.keys() <= codes
    assert len(others) == len(set(others))
    assert codes.isdisjoint(name.upper() for name in others)


@pytest.fixture
def past(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, serve: Callable[[Path], Browser]) -> Browser:
    """A world with a state that is no more and has the name of one that is."""
    return serve(_with_past("Korea (to 1910)", tmp_path, monkeypatch))


def _with_past(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    economies = [(code, name if code == "CSK" else other, *rest) for code, other, *rest in invented_world.ECONOMIES]
    monkeypatch.setattr(invented_world, "ECONOMIES", economies)
    return invented_world.publish_world(folder)
