"""French and Indonesian: words, numbers, dates and names of economies; the address keeps the language."""

import re
from datetime import date

import pytest

from dashboard import numbers
from dashboard.text import SPOKEN, language
from tests.unit.dashboard.conftest import Browser

PAGES = ("/", "/pair/DEU/VNM", "/economy/KEN", "/evidence", "/what-if", "/data", "/method", "/find?words=germany")
LINKS = re.compile(r'"href": "(/[^"]*)"')


def in_language(address: str, code: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}lang={code}"


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("code", ["fr", "id"])
def test_every_page_is_drawn_and_its_links_keep_the_language(browser: Browser, address: str, code: str) -> None:
    shown = browser.show(in_language(address, code))
    links = [link for link in LINKS.findall(shown) if not link.startswith("//")]
    assert links
    assert [link for link in links if f"lang={code}" not in link] == []


@pytest.mark.parametrize(
    ("code", "sentence"),
    [("fr", "Allemagne vers Viêt Nam"), ("id", "Jerman menjual ke Vietnam"), ("en", "Germany sells")],
)
def test_the_answer_is_in_the_readers_language(browser: Browser, code: str, sentence: str) -> None:
    assert sentence in browser.show(f"/pair/DEU/VNM?lang={code}")


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("/pair/DEU/VNM", ["ambassade", "armes, finance", "éventail de produits et géographie", "×\xa00,64"]),
        ("/pair/KEN/DEU", ["Kenya vers Allemagne"]),
        ("/evidence", ["perspective sans liens", "toutes les paires", "% à "]),
        ("/data", ["avertissement"]),
    ],
)
def test_names_from_the_data_are_in_the_readers_language(browser: Browser, page: str, words: list[str]) -> None:
    shown = browser.show(f"{page}?lang=fr")
    assert [word for word in words if word not in shown] == []


@pytest.mark.parametrize(("code", "title"), [("en", "Opportunities"), ("fr", "Opportunités"), ("id", "Peluang")])
def test_the_document_and_its_frame_say_their_language(browser: Browser, code: str, title: str) -> None:
    page = browser.client.get(f"/?lang={code}")
    assert f'<html lang="{code}">' in page.get_data(as_text=True)
    frame = browser.client.get("/_dash-layout", headers={"Referer": f"http://localhost/?lang={code}"})
    assert (
        title
        in frame.get_json()["props"]["children"][1]["props"]["children"]["props"]["children"][1]["props"]["children"][
            0
        ]["props"]["label"]
    )


def test_a_language_that_does_not_exist_is_refused_in_english(browser: Browser) -> None:
    response = browser.client.get("/?lang=tlh")
    assert response.status_code == 400
    assert "Write en or fr or id." in browser.show("/?lang=tlh")


def test_a_filter_keeps_the_language(browser: Browser) -> None:
    chosen = browser.choose(
        "opportunities", "search", "/?lang=fr", economy="IDN", direction="export", product=None, year=None, region=None,
        minimum_usd=None, confidence="any", order="untapped",
    )  # fmt: skip
    assert chosen == "?economy=IDN&lang=fr"


def test_the_rows_of_the_ranking_name_economies_in_the_readers_language(browser: Browser) -> None:
    named = {
        code: {row["partner_name"] for row in browser.rows(f"/?economy=IDN&lang={code}", 0, 100)["rowData"]}
        for code in ("en", "fr", "id")
    }
    assert "Germany" in named["en"]
    assert "Allemagne" in named["fr"]
    assert "Jerman" in named["id"]


def test_a_search_understands_the_names_of_both_languages(browser: Browser) -> None:
    for words in ("allemagne kenya", "germany kenya"):
        response = browser.client.get("/search", query_string={"q": words, "lang": "fr"})
        assert response.headers["Location"] == "/pair/DEU/KEN?lang=fr"


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ("en", ["1,234 tn", "7.7 %", "+0.5 %", "22 Nov 2026"]),
        ("fr", ["1 234 Bn", "7,7 %", "+0,5 %", "22 nov. 2026"]),
        ("id", ["1.234 T", "7,7%", "+0,5%", "22 Nov 2026"]),
    ],
)
def test_numbers_and_dates(code: str, texts: list[str]) -> None:
    before = SPOKEN.set(code)
    amounts = [numbers.amount(1.2341e15), numbers.percent(7.68), numbers.percent(0.5, True)]
    shown = [*amounts, numbers.day(date(2026, 11, 22))]
    SPOKEN.reset(before)
    assert [re.sub(r"\s", " ", text) for text in shown] == texts


def test_a_language_is_forgotten_with_the_answer(browser: Browser) -> None:
    assert browser.client.get("/?lang=fr").status_code == 200
    assert language() == "en"
