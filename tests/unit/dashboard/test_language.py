"""French and Indonesian: words, numbers, dates and names of economies; the address keeps the language."""

import re
from datetime import date

import polars as pl
import pytest

from dashboard import numbers
from dashboard.pages.data import recipe
from dashboard.pages.evidence import findings
from dashboard.text import ENGLISH, LANGUAGES, SPOKEN, catalogue, language, translated
from etl.contract import REASON, validate
from etl.economies import attach_economy
from etl.registry import Column, Table, load_sources
from tests.unit.dashboard.conftest import Browser
from warehouse.check import read_checks
from warehouse.read import queries
from warehouse.scoring.covariance import CONVENTIONS
from warehouse.scoring.scenario import ScenarioError
from warehouse.scoring.scenario_text import from_line

OTHERS = sorted(set(LANGUAGES) - {ENGLISH})
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


def test_a_wrong_code_is_met_with_names_in_the_readers_language(browser: Browser) -> None:
    assert "DEU (Allemagne)" in browser.show("/?economy=GER&lang=fr")


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


def said(code: str, section: str, english: str) -> str:
    before = SPOKEN.set(code)
    text = translated(section, english)
    SPOKEN.reset(before)
    return text


def fixed() -> dict[str, set[str]]:
    """What pages show of the repository's own sentences, by the section that has them in the other languages."""
    checks = read_checks()
    return {
        "rule": {check.rule for check in checks},
        "remedy": {check.remedy for check in checks},
        "recipe": {recipe(name)[0] for name in queries("cookbook_")},
        "finding": {entry["finding"] for entry in findings()},
    }


@pytest.mark.parametrize("code", OTHERS)
def test_every_check_recipe_and_finding_is_translated_and_none_that_is_gone(code: str) -> None:
    sentences = fixed()
    assert {section: set(catalogue(code)[section]) for section in sentences} == sentences
    same = [text for section, texts in sentences.items() for text in texts if said(code, section, text) == text]
    assert same == []


@pytest.mark.parametrize("code", OTHERS)
def test_translated_licences_are_those_of_sources(code: str) -> None:
    assert set(catalogue(code)["licence"]) <= {source.licence for source in load_sources().values()}


CONTRACT = {
    "key": Column(description="x"),
    "whole": Column(description="x", type="int", min=0, max=9, nullable=True),
    "number": Column(description="x", type="float", nullable=True),
    "truth": Column(description="x", type="bool", nullable=True),
    "day": Column(description="x", type="date", nullable=True),
    "choice": Column(description="x", type="int", allowed=(1,), nullable=True),
}


def reasons() -> set[str]:
    """Every reason for which the pipeline refuses a row, from a row that gives it."""
    rows = pl.DataFrame(
        [
            (None, "x", "x", "x", "x", "x"), ("a", "-1", None, None, None, "2"), ("b", "10", None, None, None, None),
            *[("c", "1", None, None, None, None)] * 2, *[("d", end, None, None, None, None) for end in "12"],
        ],
        schema=list(CONTRACT), orient="row",
    )  # fmt: skip
    _, bad = validate(rows, Table(description="x", grain=("key",), columns=CONTRACT))
    codes = pl.DataFrame({"code": [None, "9999", "260"], "year": 1990})
    names = pl.DataFrame(
        {"code": [None, "Atlantis", "Yugoslavia", "World", "International organizations"], "year": 2010}
    )
    unmapped = [
        *attach_economy(codes, "code", "cow", "year")["code_reason"],
        *attach_economy(names, "code", "name", "year")["code_reason"],
    ]
    declared = {text for source in load_sources().values() for table in source.tables.values() for text in table.checks}
    return {part for text in bad[REASON] for part in text.split("; ")} | set(unmapped) | declared


@pytest.mark.parametrize("code", OTHERS)
def test_every_reason_for_refusing_a_row_is_translated(code: str) -> None:
    met = reasons()
    assert [text for text in met if said(code, "rejection", text) == text] == []
    assert len(met) >= len(catalogue(code)["rejection"])


@pytest.mark.parametrize("code", OTHERS)
def test_the_conventions_of_standard_errors_are_translated(code: str) -> None:
    assert [text for text in CONVENTIONS.values() if said(code, "fit", text) == text] == []


@pytest.mark.parametrize(
    "line",
    [
        "soon", "2014", "3014__sign-rta_KEN_VNM", "2014__sign-rta_KEN_VNM~~FF", "2014__sign-rta",
        "2014__change-tariff_KEN_VNM_high", "2014__sign-rta_KEN_VNM_5", "2014__bribe_KEN_VNM", "2014__sign-rta_K!_VNM",
        "2014__open-mission_KEN_VNM_hut", "2014__change-tariff_KEN_VNM_0", f"2014__sign-rta_KEN_VNM~{'t' * 201}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("code", OTHERS)
def test_what_is_wrong_with_a_scenario_is_said_in_the_readers_language(code: str, line: str) -> None:
    with pytest.raises(ScenarioError) as error:
        from_line(line)
    assert said(code, "scenario_error", str(error.value)) != str(error.value)


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("/data", ["Une alliance oblige les deux parties", "Lignes d’une table", "agrégat, pas une économie",
                   "Les dix plus grands écarts du Kenya"]),
        ("/evidence", ["Méta-analyse des études"]),
        ("/method", ["appris sur", "1995–2014, 38 économies, cow_trade", "Échantillon",
                     "Erreurs types : groupées par paire non ordonnée"]),
        ("/what-if?scenario=soon", ["'soon' ne commence pas par une année"]),
        ("/what-if?scenario=1950__sign-rta_KEN_VNM", ["aucun commerce n’est estimé pour 1950"]),
    ],
)  # fmt: skip
def test_sentences_of_the_warehouse_are_in_the_readers_language(browser: Browser, page: str, words: list[str]) -> None:
    shown = browser.show(in_language(page, "fr"))
    assert [word for word in words if word not in shown] == []


def test_a_text_of_an_older_build_stays_english() -> None:
    assert said("fr", "rule", "Nothing is ever wrong.") == "Nothing is ever wrong."
