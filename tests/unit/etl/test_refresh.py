"""One refresh: what is staged, what is kept, what is said."""

import json
import time
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from filelock import FileLock

import etl.__main__ as command_line
from etl.errors import EtlError, RegistryError, RequestError
from etl.files import replacing
from etl.registry import load_sources
from etl.run import describe
from etl.scaffold import scaffold
from etl.status import status
from tests.unit.etl.conftest import GOOD, HEADER
from tests.unit.etl.publisher_server import PublisherServer, file

TYPED = [("DEU", "VNM", 2014, 1.5), ("VNM", "DEU", 2014, None)]


def test_rows_are_staged_with_their_types_and_gaps(toy):
    toy.publish(GOOD)
    outcome = toy.refresh()
    assert (outcome.status, outcome.rows, outcome.rejected) == ("fresh", 2, 0)
    assert toy.rows() == TYPED
    assert toy.rejected().columns == ["source_id", "table_name", "row_number", "reason", "record"]


def test_the_catalogue_says_what_the_warehouse_needs(toy):
    toy.publish(GOOD)
    toy.refresh()
    catalog = json.loads(toy.paths.catalog.read_text())
    assert catalog["simulated"] is False
    entry = catalog["sources"]["toy"]
    expected = {"title": "toy", "url": "https://example.org/toy", "version": "1.0", "status": "fresh", "message": None}
    assert expected.items() <= entry.items()
    table = entry["tables"]["flow"]
    assert (table["rows"], table["rejected"], table["path"]) == (2, 0, "toy/flow.parquet")
    assert table["grain"] == ["exporter", "importer", "year"]
    assert table["columns"]["value_usd"] == {"description": "Trade, current US dollars", "type": "float", "unit": "USD"}
    assert len(table["fingerprint"]) == 64


def test_every_lost_row_is_kept_with_its_number_reason_and_content(toy):
    toy.publish(GOOD + "XXX,DEU,2014,1\nDEU,VNM,2014,7\nDEU,FRA,20x4,1\nDEU,ITA,2014,-1\n")
    outcome = toy.refresh()
    assert (outcome.rows, outcome.rejected) == (1, 5)
    conflict = "another row has the same exporter, importer, year and other values"
    assert toy.rejected().select("row_number", "reason").rows() == [
        (1, conflict),
        (3, "unknown iso3 code XXX"),
        (4, conflict),
        (5, 'year "20x4" is not a whole number'),
        (6, 'value_usd "-1" is below 0'),
    ]
    first = json.loads(toy.rejected()["record"][1])
    assert first == {"exporter": "XXX", "importer": "DEU", "year": "2014", "value_usd": "1"}


def test_an_unchanged_source_is_not_parsed_again(toy):
    toy.publish(GOOD)
    toy.refresh()
    staged, catalog = toy.paths.staged / "toy" / "flow.parquet", toy.paths.catalog
    before = staged.stat().st_mtime_ns, catalog.stat().st_mtime_ns, toy.paths.sources_lock.stat().st_mtime_ns
    assert toy.refresh().status == "unchanged"
    assert before == (
        staged.stat().st_mtime_ns,
        catalog.stat().st_mtime_ns,
        toy.paths.sources_lock.stat().st_mtime_ns,
    )


@pytest.mark.parametrize("touched", ["bytes", "definition", "parser", "staged file"])
def test_whatever_decides_the_result_makes_it_anew(toy, touched):
    toy.define('version         = "1.0"', 'version = "latest"')
    toy.publish(GOOD)
    toy.refresh()
    before = toy.entry["tables"]["flow"]["fingerprint"]
    if touched == "bytes":
        toy.publish(HEADER + "DEU,VNM,2015,2\n")
    elif touched == "definition":
        toy.define("What one row is.", "A flow.")
    elif touched == "parser":
        parser = toy.definition.with_name("parse.py")
        parser.write_text(parser.read_text() + "\n# better\n")
    else:
        (toy.paths.staged / "toy" / "flow.parquet").unlink()
    assert toy.refresh().status == "fresh"
    assert (toy.entry["tables"]["flow"]["fingerprint"] == before) is (touched == "staged file")


def test_the_same_bytes_written_again_are_unchanged(toy):
    toy.publish(GOOD)
    toy.refresh()
    time.sleep(0.01)
    toy.publish(GOOD)
    assert toy.refresh().status == "unchanged"


def corrupt_zip(toy):
    with zipfile.ZipFile(toy.publish(b"", "flows.zip"), "w") as opened:
        opened.writestr("flows.csv", GOOD * 50)
    toy.publish((toy.mirror / "toy" / "flows.zip").read_bytes()[:100], "flows.csv")
    toy.define('"flows.csv"', '"flows.zip"')
    toy.publish((toy.mirror / "toy" / "flows.csv").read_bytes(), "flows.zip")


BROKEN = {
    "changed header": (lambda toy: toy.publish(GOOD.replace("usd", "eur")), "no column usd among from, to, year, eur"),
    "wrong encoding": (lambda toy: toy.publish("from,to\nCôte,x".encode("latin-1")), "flows.csv is not UTF-8"),
    "corrupt zip": (corrupt_zip, "flows.zip is not a readable zip"),
    "empty file": (lambda toy: toy.publish(""), "flows.csv"),
    "overlong rows": (lambda toy: toy.publish(GOOD + "DEU,VNM,2014,1,2\n"), "more fields than the header (row 3"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_file_keeps_the_last_good_copy(toy, kind):
    toy.define('version         = "1.0"', 'version = "latest"')
    toy.publish(GOOD)
    toy.refresh()
    wreck, said = BROKEN[kind]
    wreck(toy)
    outcome = toy.refresh()
    assert (outcome.status, outcome.rows) == ("stale", 2)
    assert said in outcome.message
    assert outcome.remedy
    assert toy.rows() == TYPED
    assert (toy.entry["status"], toy.entry["tables"]["flow"]["rows"]) == ("stale", 2)
    assert said in toy.entry["message"]


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_file_without_an_earlier_copy_is_a_failure(toy, kind):
    wreck, said = BROKEN[kind]
    wreck(toy)
    outcome = toy.refresh()
    assert outcome.status == "failed"
    assert outcome.is_gap
    assert said in outcome.message
    assert toy.entry["tables"]["flow"]["path"] is None


def test_a_source_mends_itself_when_its_file_is_good_again(toy):
    toy.define('version         = "1.0"', 'version = "latest"')
    for content, expected in ((GOOD, "fresh"), ("", "stale"), (GOOD, "unchanged")):
        toy.publish(content)
        assert toy.refresh().status == expected
    assert (toy.entry["status"], toy.entry["message"]) == ("fresh", None)


def test_a_missing_source_is_in_the_catalogue_with_its_columns(toy):
    toy.mirror.mkdir()
    outcome = toy.refresh()
    assert outcome.status == "missing"
    assert outcome.is_gap
    assert toy.entry["status"] == "missing"
    assert toy.entry["tables"]["flow"]["path"] is None
    assert toy.entry["tables"]["flow"]["columns"]["year"]["type"] == "int"


def test_a_source_that_nobody_provided_is_no_gap(toy):
    toy.define('access          = "keyless"', 'access = "drop-in"')
    toy.mirror.mkdir()
    outcome = toy.refresh()
    assert (outcome.status, outcome.is_gap) == ("not provided", False)
    assert f"put flows.csv into {toy.paths.raw / 'toy'}" in outcome.remedy


def test_a_file_dropped_in_is_used(toy):
    toy.define('access          = "keyless"', 'access = "drop-in"')
    toy.mirror.mkdir()
    toy.refresh()
    (toy.paths.raw / "toy").mkdir(parents=True)
    (toy.paths.raw / "toy" / "flows.csv").write_text(GOOD)
    assert toy.refresh().status == "fresh"
    assert toy.rows() == TYPED


def test_one_source_s_failure_is_not_another_s(toy, tmp_path):
    scaffold("good", tmp_path / "sources", tmp_path / "tests")
    toy.publish("")
    (toy.mirror / "good").mkdir()
    (toy.mirror / "good" / "flows.csv").write_text(GOOD)
    result = command_line.refresh(toy.paths, mirror=toy.mirror, sources=load_sources(tmp_path / "sources"))
    assert {name: outcome.status for name, outcome in result.outcomes.items()} == {"good": "fresh", "toy": "failed"}
    assert [gap.source for gap in result.gaps] == ["toy"]
    assert result.changed


def test_a_parser_s_own_mistake_names_the_parser(toy):
    toy.definition.with_name("parse.py").write_text("def parse(files):\n    return 1 / 0\n")
    toy.publish(GOOD)
    outcome = toy.refresh()
    assert outcome.status == "failed"
    assert "toy: the parser stopped at ZeroDivisionError" in outcome.message
    assert "parse.py" in outcome.remedy


def test_a_large_source_waits_until_it_is_asked_for(toy):
    toy.define('tier            = "core"', 'tier = "full"')
    toy.publish(GOOD)
    with pytest.raises(KeyError):
        toy.refresh()
    assert toy.entry["status"] == "missing"
    assert toy.refresh(tier="full").status == "fresh"
    with pytest.raises(KeyError):
        toy.refresh()
    assert toy.entry["tables"]["flow"]["rows"] == 2


def test_from_publisher_to_parquet_over_http(toy):
    with PublisherServer() as server:
        url = server.serve("/flows.csv", file(GOOD.encode()))
        toy.define("https://example.org/toy/flows.csv", url)
        assert toy.refresh(mirror=False).status == "fresh"
        assert toy.refresh(mirror=False).status == "unchanged"
    assert toy.rows() == TYPED
    assert toy.refresh(mirror=False, offline=True).status == "unchanged"


def test_a_damaged_lock_or_catalogue_says_what_to_do(toy):
    toy.publish(GOOD)
    toy.refresh()
    for path in (toy.paths.catalog, toy.paths.sources_lock):
        whole = path.read_text()
        path.write_text(whole[:40])
        with pytest.raises(EtlError, match=r"is damaged .* remove it"):
            toy.refresh()
        path.write_text(whole)
    assert toy.refresh().status == "unchanged"


def test_a_write_that_fails_leaves_the_old_file(tmp_path):
    path = tmp_path / "catalog.json"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError), replacing(path) as temporary:
        temporary.write_text("ne\ud800", encoding="utf-8")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_names_and_folders_that_do_not_exist_are_named(toy):
    with pytest.raises(RequestError, match="no source is called nope; there are toy"):
        toy.refresh(names=["nope"], offline=True)
    with pytest.raises(RequestError, match="is not a folder: MIRROR names one"):
        toy.refresh()


def test_a_line_per_source_says_what_a_person_can_do(toy):
    toy.mirror.mkdir()
    lines = []
    outcome = toy.refresh(report=lines.append)
    assert lines == [describe(outcome)]
    assert "toy" in lines[0]
    assert "missing" in lines[0]
    assert "visit https://example.org/toy" in lines[0]


def test_a_scaffold_never_overwrites(toy, tmp_path):
    with pytest.raises(RegistryError, match="exists already"):
        scaffold("toy", tmp_path / "sources", tmp_path / "tests")
    with pytest.raises(RegistryError, match="will not do"):
        scaffold("My source", tmp_path / "sources", tmp_path / "tests")


@pytest.fixture
def project(toy, monkeypatch):
    """The command line, on the toy's sources and data folder."""
    monkeypatch.setenv("ENTENTE_DATA", str(toy.paths.root))
    sources = load_sources(toy.folder / "sources")
    monkeypatch.setattr("etl.run.load_sources", lambda: sources)
    monkeypatch.setattr("etl.status.load_sources", lambda: sources)
    return command_line.main


def test_the_exit_status_tells_fresh_from_gaps_from_failure(toy, project, capsys):
    toy.publish(GOOD)
    assert project(["refresh", "--mirror", str(toy.mirror)]) == 0
    toy.publish("")
    assert project(["refresh", "--mirror", str(toy.mirror), "--update"]) == 3
    assert "flows.csv" in capsys.readouterr().out
    assert project(["refresh", "--mirror", "/nowhere"]) == 1
    assert "/nowhere is not a folder" in capsys.readouterr().err


def test_a_second_refresh_at_the_same_time_leaves_with_a_clear_line(toy, project, capsys):
    toy.publish(GOOD)
    toy.paths.root.mkdir()
    with FileLock(toy.paths.lock):
        assert project(["refresh", "--mirror", str(toy.mirror)]) == 1
    assert "another refresh is running" in capsys.readouterr().err


def test_status_shows_age_against_cadence_and_the_last_error(toy, project, capsys):
    toy.publish(GOOD + "XXX,DEU,2014,1\n")
    project(["refresh", "--mirror", str(toy.mirror)])
    project(["status"])
    header, row = capsys.readouterr().out.splitlines()[-2:]
    assert header.split()[:4] == ["source", "version", "tier", "status"]
    assert row.split()[:4] == ["toy", "1.0", "core", "fresh"]
    assert row.split()[-2:] == ["2", "1"]
    assert "400 d!  365 d" in status(toy.paths, datetime.now(UTC) + timedelta(days=400))
    toy.publish("")
    project(["refresh", "--mirror", str(toy.mirror), "--update"])
    assert "toy: flows.csv" in status(toy.paths)
