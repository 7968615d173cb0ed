"""One pair's chain of numbers, on a simulated world that went through every step."""

import math
import re
from pathlib import Path

import duckdb
import pytest

from warehouse.__main__ import main
from warehouse.paths import Paths
from warehouse.read import Warehouse


@pytest.fixture(autouse=True)
def folder(refreshed: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTENTE_DATA", str(refreshed.root))


@pytest.fixture(scope="module")
def pairs(refreshed: Paths) -> list[tuple[str, str]]:
    """A pair that trades much, and one whose growth is not foreseen."""
    with duckdb.connect(str(refreshed.current.resolve()), read_only=True) as con:
        return [
            con.sql(f"select exporter, importer from mart.opportunity order by {order} limit 1").fetchall()[0]
            for order in ("actual_usd desc", "chance_outgrow_share is null desc")
        ]


def test_the_chain_is_told_from_trade_to_the_terms_of_ease(
    pairs: list[tuple[str, str]], refreshed: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    exporter, importer = pairs[0]
    assert main(["score", "--explain", exporter, importer]) == 0
    text = capsys.readouterr().out
    assert "SIMULATED DATA" in text
    assert re.findall(r"^(\d)\. ", text, re.MULTILINE) == list("1234567")
    lines = text.splitlines()
    assert len(lines) < 100
    assert max(map(len, lines)) <= 120
    terms = Warehouse(refreshed.current).read("pair_ease", exporter=exporter, importer=importer).frame
    assert terms["value_log"].sum() == pytest.approx(terms["ln_ease"][0], abs=1e-9)
    shown = [float(x.replace("−", "-")) for x in re.findall(r"^   [a-z ]+? +(−?\d+\.\d+)   times", text, re.MULTILINE)]
    assert sum(shown[:-1]) == pytest.approx(shown[-1], abs=0.01)
    products, total = re.findall(r"(−?\d+\.\d{3})$", text, re.MULTILINE), re.search(r"sum (−?\d+\.\d+) = ln", text)
    assert sum(float(x.replace("−", "-")) for x in products) == pytest.approx(float(total[1]), abs=0.01)
    assert math.exp(float(total[1])) > 0


def test_every_pair_can_be_told(pairs: list[tuple[str, str]], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", "--explain", *pairs[1]]) == 0
    assert "3. Gap" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("codes", "said"),
    [(["DEU", "ATLANTIS"], "ATLANTIS is no economy here"), (["FRA", "fra"], "does not trade with itself"),
     (["germany", "FRA"], "did you mean DEU (Germany)")],
)  # fmt: skip
def test_codes_that_name_no_pair_are_refused(codes: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", "--explain", *codes]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_without_a_published_file_the_remedy_is_named(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ENTENTE_DATA", str(tmp_path))
    assert main(["score", "--explain", "DEU", "FRA"]) == 2
    assert "make run" in capsys.readouterr().err


def test_the_page_on_methods_is_filled_from_any_build(
    refreshed: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "methods.md"
    assert main(["document", "--out", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    assert "Simulated data" in text
    assert refreshed.current.resolve().stem in text
    assert "{{" not in text
    assert len(re.findall(r"^\| ln_distance \| −0\.\d{3} \|", text, re.MULTILINE)) > 0
    assert main(["document"]) == 2
    assert "--out" in capsys.readouterr().err
