"""The catalogue: every text asked for exists, and none is kept that nobody shows."""

import re
from pathlib import Path

import pytest

import dashboard
from dashboard.text import ENGLISH, LANGUAGES, catalogue, say

CODE = [path.read_text() for path in Path(dashboard.__file__).parent.rglob("*.py")]
ASKED = re.compile(r'say\(\s*f?"([\w.{}()\' ]+)"')
FROM_ENGLISH = re.compile(r'translated\("(\w+)"')
# Sections whose keys are codes from the data, and keys composed where they are used.
BY_CODE = {
    "access", "badge", "change", "component", "dimension", "distance", "empty_reason", "event", "event_title",
    "indicator", "investment_verdict", "mission", "model", "pair_group", "product", "product_basis", "refusal",
    "region", "scenario_tie", "score", "severity", "specification", "status", "term", "verdict",
    "what_if_action", "what_if_indicator",
}  # fmt: skip


def known() -> set[str]:
    return {f"{section}.{name}" for section, texts in catalogue(ENGLISH).items() for name in texts}


def asked() -> set[str]:
    return {key for text in CODE for key in ASKED.findall(text)}


def test_every_text_asked_for_exists() -> None:
    plain = {key for key in asked() if "{" not in key and " " not in key}
    assert len(plain) > 50
    assert plain <= known()


def test_every_text_in_the_catalogue_is_asked_for() -> None:
    patterns = [re.compile(re.sub(r"\\\{.*?\\\}", r"\\w+", re.escape(key))) for key in asked()]
    names = {name for text in CODE for name in re.findall(r'"([\w.]+)"', text)}
    unused = {
        key
        for key in known()
        if key.split(".")[0] not in BY_CODE
        and key not in names
        and not any(pattern.fullmatch(key) for pattern in patterns)
    }
    assert unused == set()


def test_values_are_filled_in() -> None:
    assert say("footer.years", years="2000–2014") == "data 2000–2014"


PLACES = re.compile(r"\{(\w+)\}")
OTHERS = sorted(set(LANGUAGES) - {ENGLISH})


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_every_text_with_the_same_places_to_fill(language: str) -> None:
    english, own = catalogue(ENGLISH), catalogue(language)
    missing = {key for key in known() if key.split(".", 1)[1] not in own.get(key.split(".")[0], {})}
    assert missing == set()
    assert {name: set(own[name]) - set(texts) for name, texts in english.items()} == {name: set() for name in english}
    wrong = [
        f"{section}.{name}"
        for section, texts in own.items()
        for name, text in texts.items()
        if sorted(PLACES.findall(text)) != sorted(PLACES.findall(english.get(section, {}).get(name, name)))
    ]
    assert wrong == []


def test_the_other_languages_know_the_same_texts_of_the_warehouse_by_their_english() -> None:
    asked_for = {section for text in CODE for section in FROM_ENGLISH.findall(text)}
    known_by_english = [
        {section: set(texts) for section, texts in catalogue(language).items() if section not in catalogue(ENGLISH)}
        for language in OTHERS
    ]
    assert set(known_by_english[0]) == asked_for
    assert all(known == known_by_english[0] for known in known_by_english)
