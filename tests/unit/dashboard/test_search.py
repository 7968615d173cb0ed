"""The search box leads where the reader meant, or lists what may have been meant."""

import pytest

from tests.unit.dashboard.conftest import Browser


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
