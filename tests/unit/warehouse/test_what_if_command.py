"""``python -m warehouse what-if`` as its user sees it: what is printed, written and refused."""

from pathlib import Path

import polars as pl
import pytest

from tests.unit.dashboard.invented_world import LAST, publish_world
from warehouse.__main__ import main
from warehouse.scoring.scenario_text import from_toml

TREATY = f'title = "Kenya and Viet Nam"\nyear = {LAST}\n\n[[change]]\naction = "sign-rta"\nbetween = ["KEN", "VNM"]\n'
MISSION = f"""
year = {LAST}

[[change]]
action = "open-mission"
from = "KEN"
to = "VNM"
level = "embassy"
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    publish_world(folder)
    return folder


class Command:
    """The command line, on an invented world."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys

    def ask(self, text: str, *options: str) -> tuple[int, str, str]:
        """Return exit status, what is printed, and what is complained."""
        file = self.folder / "scenario.toml"
        file.write_text(text, encoding="utf-8")
        status = main(["what-if", str(file), *options])
        printed = self.capsys.readouterr()
        return status, printed.out, printed.err


@pytest.fixture
def command(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    monkeypatch.setenv("ENTENTE_DATA", str(data))
    return Command(tmp_path, capsys)


def test_an_answer_has_effects_with_intervals_and_says_what_they_rest_on(command: Command) -> None:
    status, out, _ = command.ask(TREATY)
    assert status == 0
    assert out.startswith("Simulated data")
    assert f"Kenya and Viet Nam, {LAST}" in out
    assert "Evidence [timing holds]: Effect within pairs that starts with the tie" in out
    assert "σ = 6, drawn from 4 to 8" in out
    assert "reference, whose price index is the unit of account: " in out
    assert "GDP less goods exports" in out
    winners = out.partition("Winners by real GDP")[2].partition("Losers")[0]
    assert "Kenya" in winners
    assert "Viet Nam" in winners


def test_tables_are_written_with_the_scenario_in_them(command: Command) -> None:
    command.ask(TREATY, "--draws", "20")
    flows, economies = (command.folder / f"scenario.{name}.parquet" for name in ("flows", "economies"))
    about = pl.read_parquet_metadata(flows)
    assert from_toml(about["scenario"]).title == "Kenya and Viet Nam"
    assert about["draws"] == "20"
    for row in pl.read_parquet(flows).to_dicts():
        assert {row["exporter"], row["importer"]} == {"KEN", "VNM"}
        assert 1 < row["lower"] < row["estimate"] < row["upper"] < 1.6
    assert {"welfare", "real_gdp"} <= set(pl.read_parquet(economies)["indicator"])


def test_partial_equilibrium_is_the_coefficient(command: Command) -> None:
    status, out, _ = command.ask(TREATY, "--kind", "partial", "--draws", "0")
    assert status == 0
    assert "+35" in out  # exp(0.3) − 1
    assert "Winners" not in out
    assert "no intervals: no draws" in out


def test_in_conditional_equilibrium_output_does_not_respond(command: Command) -> None:
    status, out, _ = command.ask(TREATY, "--kind", "conditional")
    assert status == 0
    assert "Winners by exports" in out
    table = pl.read_parquet(command.folder / "scenario.economies.parquet")
    assert table.filter(indicator="output")["estimate"].to_list() == pytest.approx([1.0] * 38)


def test_the_same_seed_gives_the_same_answer(command: Command) -> None:
    assert command.ask(TREATY, "--seed", "5") == command.ask(TREATY, "--seed", "5")


def test_sigma_and_reference_are_the_readers_choice(command: Command) -> None:
    _, out, _ = command.ask(TREATY, "--sigma", "4", "--reference", "DEU")
    assert "account: Germany; σ = 4;" in out
    _, out, _ = command.ask(TREATY, "--sigma-range", "5", "7")
    assert "drawn from 5 to 7" in out


def test_an_association_is_refused_until_the_reader_accepts_it(command: Command) -> None:
    status, out, err = command.ask(MISSION)
    assert (status, out) == (2, "")
    assert "not identified" in err
    assert "--accept-association" in err
    status, out, _ = command.ask(MISSION, "--accept-association")
    assert status == 0
    assert "Evidence [association]: Association only" in out
    assert "Lists have gaps" in out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TREATY.replace("VNM", "VMN"), "unknown economy or bloc 'VMN' in 2014; did you mean VNM"),
        (MISSION.replace("KEN", "DEU"), "DEU already has a mission in VNM; upgrade it instead"),
        (TREATY.replace('"KEN", "VNM"', '"DEU", "FRA"'), "a trade agreement between DEU and FRA already stands"),
        (TREATY.replace("sign-rta", "leave-rta"), "no trade agreement stands between KEN and VNM"),
        (TREATY.replace("sign-rta", "sign-bit"), "no source of this tie is loaded (bit, 2014)"),
        (TREATY.replace("2014", "1999"), "no trade is fitted for 1999; ask about a year from 2014 to 2014"),
        ("year = ", "scenario.toml: this is not TOML"),
        (TREATY + "colour = 'red'", "a change has no colour; it may have action"),
    ],
)
def test_what_cannot_be_answered_is_said_and_fails(command: Command, text: str, said: str) -> None:
    status, out, err = command.ask(text, "--accept-association")
    assert status == 2
    assert out == ""
    assert said in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--sigma", "1"), "must exceed 1"),
        (("--sigma-range", "8", "4"), "--sigma-range is 8 4; give a lower bound above 1"),
        (("--reference", "XYZ"), "reference 'XYZ' is not among the economies"),
    ],
)
def test_options_that_cannot_be_are_refused(command: Command, options: tuple[str, ...], said: str) -> None:
    status, _, err = command.ask(TREATY, *options)
    assert status == 2
    assert said in err


def test_a_file_that_is_not_there_is_named(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["what-if", str(command.folder / "nowhere.toml")]) == 2
    assert "nowhere.toml" in capsys.readouterr().err


def test_without_a_published_file_the_remedy_is_named(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTENTE_DATA", str(command.folder / "nothing"))
    status, _, err = command.ask(TREATY)
    assert status == 2
    assert "make etl" in err
