"""Who watches a refresh on a terminal sees bars; a pipe gets one line per source."""

import io

import pytest

from etl.download import Downloader
from etl.progress import UNWATCHED, watching
from tests.unit.etl.conftest import GOOD
from tests.unit.etl.publisher_server import PublisherServer, cut, file, zipped

BODY = b"x" * 2_000_000


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    return Terminal()


class Notes:
    """A watch that writes down what it is told."""

    def __init__(self):
        self.expected, self.finished, self.files = 0, 0, []

    def expect(self, sources):
        self.expected = sources

    def finish(self):
        self.finished += 1

    def file(self, name, *, begun, size):
        self.files.append([name, begun, size, 0])
        return self

    def __enter__(self):
        entry = self.files[-1]

        def advance(count):
            entry[3] += count

        return advance

    def __exit__(self, *_):
        pass


@pytest.fixture
def download(tmp_path):
    notes = Notes()

    def run(*steps):
        with PublisherServer() as server:
            downloader = Downloader(watch=notes)
            downloader.get(server.serve("/flows.csv", *steps), tmp_path / "flows.csv.part")
            downloader.close()
        return notes.files

    return run


def test_a_pipe_gets_no_bars(capsys):
    with watching() as watch:
        assert watch is UNWATCHED
        with watch.file("flows.csv", begun=0, size=9) as advance:
            advance(9)
    assert capsys.readouterr().out == ""


def test_a_terminal_gets_a_bar_for_all_and_one_for_each_file(terminal):
    with watching(terminal) as watch:
        watch.expect(3)
        watch.finish()
        with watch.file("flows[1].csv", begun=1_000_000, size=4_000_000) as advance:
            advance(1_000_000)
            watch._progress.refresh()
    shown = terminal.getvalue()
    assert "1/3 sources" in shown
    assert "flows[1].csv" in shown
    assert "2.0/4.0 MB" in shown


def test_a_file_of_unknown_size_has_a_bar_too(terminal):
    with watching(terminal) as watch, watch.file("flows.csv", begun=0, size=None) as advance:
        advance(3_000_000)
        watch._progress.refresh()
    assert "3.0/? MB" in terminal.getvalue()


def test_bytes_are_told_as_they_come(download):
    assert download(file(BODY)) == [["flows.csv", 0, len(BODY), len(BODY)]]


def test_a_resumed_file_goes_on_from_where_it_stood(download):
    first, rest = download(cut(BODY, 500_000), file(BODY))
    assert first == ["flows.csv", 0, len(BODY), 500_000]
    assert rest == ["flows.csv", 500_000, len(BODY), len(BODY) - 500_000]


def test_the_size_of_what_is_packed_on_the_way_is_not_known(download):
    assert download(zipped(BODY)) == [["flows.csv", 0, None, len(BODY)]]


def test_every_source_is_counted_whatever_became_of_it(toy):
    notes = Notes()
    toy.publish(GOOD)
    toy.refresh(watch=notes)
    toy.publish("")
    toy.refresh(watch=notes, update=True)
    assert (notes.expected, notes.finished) == (1, 2)
