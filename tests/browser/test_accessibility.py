"""axe-core, the engine behind most accessibility audits, on every page in both colour schemes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Visit = Callable[..., Any]
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
ANSWERED = "/what-if?scenario=2014__sign-rta_KEN_DEU"
PAGES = (
    "/", "/?economy=IDN&lang=id", "/?economy=IDN&year=2009", "/?product=7", "/pair", "/pair/DEU/VNM", "/economy",
    "/economy/KEN?peers=NGA,ETH&lang=fr",
    "/evidence", "/what-if", ANSWERED, "/data", "/method", "/find?words=an",
)  # fmt: skip
WRONG = {"/?economy=GER": 400, "/what-if?scenario=never": 400, "/nothing": 404}
DRAWER = ".mantine-Drawer-body pre"
RUN = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious_in_either_scheme(visit: Visit, path: str) -> None:
    found = {scheme: violations(visit(scheme=scheme).open(path)) for scheme in ("light", "dark")}
    assert found == {"light": [], "dark": []}


@pytest.mark.parametrize(("path", "status"), WRONG.items())
def test_axe_finds_nothing_serious_where_the_address_is_wrong(visit: Visit, path: str, status: int) -> None:
    found = {}
    for scheme in ("light", "dark"):
        watched = visit(scheme=scheme)
        found[scheme] = violations(watched.open(path))
        refusal = watched.complaints.pop(0)  # Chromium tells its console of every status that is not a success
        assert f"status of {status}" in refusal
    assert found == {"light": [], "dark": []}


def violations(page: Any) -> list[str]:
    """Run axe in a page; each serious or critical violation as its rule, the element and what is wrong with it."""
    page.evaluate(AXE)
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in page.evaluate(RUN)
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
    ]


def test_axe_finds_nothing_serious_in_the_drawers(visit: Visit) -> None:
    page = visit().open("/pair/DEU/VNM")
    for action in ("Show SQL", "Cite"):
        page.get_by_role("button", name=action).first.click()
        page.locator(DRAWER).wait_for()
        page.wait_for_timeout(400)  # the drawer slides in
        assert violations(page) == []
        page.keyboard.press("Escape")
        page.locator(DRAWER).wait_for(state="detached")


def test_axe_sees_what_is_wrong(visit: Visit) -> None:
    page = visit().open("/method")
    page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<button></button>')")
    assert {found.split(":")[0] for found in violations(page)} == {"button-name"}
