"""A reader builds a scenario (an embassy and an agreement) and reads its interval."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.browser.conftest import until
from tests.unit.dashboard.invented_world import LAST

Visit = Callable[..., Any]
INTERVAL = re.compile(r"\+\d[\d.]*\s% \(\+\d[\d.]* to \+\d[\d.]*\)")


def pick(page: Any, control: str, name: str) -> None:
    page.click(f"#{control}")
    page.keyboard.type(name)
    page.get_by_role("option", name=name, exact=True).click()
    page.keyboard.press("Escape")


def add(page: Any, action: str) -> None:
    """Add a change between Kenya and Viet Nam, and wait until the page has it in its address."""
    page.click("#what_if-action")
    page.get_by_role("option", name=action, exact=True).click()
    pick(page, "what_if-actors", "Kenya")
    pick(page, "what_if-partners", "Viet Nam")
    shows(page, "#what_if-preview", "Kenya to Viet Nam +")
    made = page.locator(".changes li").count()
    page.get_by_role("button", name="Add").click()
    until(page, "n => document.querySelectorAll('.changes li').length > n", made)


def shows(page: Any, where: str, text: str) -> None:
    until(page, "([w, t]) => document.querySelector(w)?.innerText.includes(t)", [where, text])


def test_a_scenario_is_built_and_its_interval_read(visit: Visit) -> None:
    watched = visit()
    page = watched.open("/what-if")
    add(page, "Open a mission")
    shows(page, "#content", "No effect of this tie is identified")
    page.get_by_label("Answer with an association").check()
    shows(page, "#content", "Association only")
    add(page, "Sign a trade agreement")
    shows(page, ".answer", "real GDP gains most")
    answer = page.locator(".answer").first.inner_text()
    assert INTERVAL.search(answer)
    assert parse_qs(urlsplit(page.url).query) == {
        "scenario": [f"{LAST}__open-mission_KEN_VNM_embassy__sign-rta_KEN_VNM"],
        "accept": ["associations"],
    }
    page.reload()
    watched.settle()
    assert page.locator(".answer").first.inner_text() == answer
    page.get_by_role("button", name="Remove").first.click()
    shows(page, "#content", "Effect within pairs that starts with the tie")


def test_the_best_next_tie_is_a_click_away(visit: Visit) -> None:
    page = visit().open("/what-if")
    page.get_by_role("link", name="Trade agreement").first.click()
    shows(page, "#content", "Sign a trade agreement: Kenya – Germany")
    shows(page, ".answer", "exports to")
