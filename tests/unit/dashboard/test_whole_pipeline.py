"""Every page over what the whole pipeline makes of a simulated world, with the years and sources of `make run`."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from dashboard.text import catalogue
from entente import refresh as conductor
from etl.simulate import Arguments, write_mirror
from tests.unit.dashboard.conftest import Browser
from warehouse.paths import Paths
from warehouse.read import READ_ONLY, Warehouse

EVERYBODYS = ("/", "/?direction=import", "/?direction=invest", "/evidence", "/what-if", "/data", "/method")


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> Paths:
    root = tmp_path_factory.mktemp("few")
    mirror = write_mirror(root / "mirror", Arguments(economies=20, products=3), tier="core")
    assert conductor.main(Paths(root / "data"), mirror=str(mirror)) == conductor.EXIT_FRESH
    return Paths(root / "data")


@pytest.fixture
def browser(serve: Callable[[Path], Browser], paths: Paths) -> Browser:
    return serve(paths.current)


@pytest.mark.parametrize("language", ["en", "fr", "id"])
@pytest.mark.parametrize("address", EVERYBODYS)
def test_a_page_that_is_the_same_for_everybody_opens(browser: Browser, address: str, language: str) -> None:
    page = browser.show(f"{address}{'&' if '?' in address else '?'}lang={language}")
    assert catalogue(language)["error"]["failed"] not in page


@pytest.mark.parametrize("language", ["en", "fr", "id"])
def test_every_tie_that_was_estimated_has_a_name(paths: Paths, language: str) -> None:
    ties = set(Warehouse(paths.current).read("evidence_specification").frame["tie"])
    assert "representation" in ties
    assert ties - catalogue(language)["term"].keys() == set()


def test_every_economy_and_pair_opens(browser: Browser, paths: Paths) -> None:
    with duckdb.connect(str(paths.current.resolve()), read_only=True, config=READ_ONLY) as con:
        pairs = con.execute("select exporter, importer from mart.opportunity order by all").fetchall()
    pages = [f"/economy/{one}" for one in {pair[0] for pair in pairs}]
    pages += [f"/pair/{exporter}/{importer}" for exporter, importer in pairs[::3]]
    failed = [page for page in pages if catalogue("en")["error"]["failed"] in browser.show(page)]
    assert len(pages) > 100
    assert failed == []
