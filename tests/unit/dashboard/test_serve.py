"""``python -m dashboard``: settings, a busy port, and a page over HTTP."""

import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from werkzeug.security import generate_password_hash

from dashboard.__main__ import main, parse
from dashboard.access import GUESSES
from dashboard.serve import warm
from tests.unit.dashboard.conftest import Browser
from warehouse.read import Warehouse


def test_flags_go_before_the_environment_and_the_environment_before_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOST", raising=False)
    monkeypatch.delenv("PORT", raising=False)
    assert (parse([]).host, parse([]).port) == ("127.0.0.1", 8050)
    monkeypatch.setenv("HOST", "0.0.0.0")
    monkeypatch.setenv("PORT", "9000")
    assert (parse([]).host, parse([]).port) == ("0.0.0.0", 9000)
    assert parse(["--port", "9001", "--database", "x.duckdb"]).port == 9001


@pytest.mark.parametrize("port", ["many", "70000", "-1"])
def test_a_port_that_is_none_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse([f"--port={port}"])
    assert "give a number from 0 to 65535" in capsys.readouterr().err


def test_a_busy_port_gets_one_clear_line_and_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["--host", "127.0.0.1", "--port", str(port)]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert f"127.0.0.1:{port}: Address already in use; choose another port with --port or PORT=" in error


@pytest.mark.parametrize(("given", "path"), [("/", "/"), ("entente", "/entente/"), ("/a/b/", "/a/b/")])
def test_a_base_path_begins_and_ends_with_a_slash(given: str, path: str) -> None:
    assert parse(["--base-path", given]).base_path == path


@pytest.mark.parametrize(
    "flags", [["--trusted-proxy", "me"], ["--workers", "0"], ["--workers", "many"], ["--base-path", "/<x>"]]
)
def test_a_setting_that_cannot_be_is_refused(flags: list[str]) -> None:
    with pytest.raises(SystemExit):
        parse(flags)


def test_a_users_file_that_names_nobody_is_refused_with_the_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "users").write_text("# nobody yet\n")
    assert main(["--port", "0", "--users", str(tmp_path / "users")]) == 2
    assert "python -m dashboard --hash NAME" in capsys.readouterr().err


def test_the_first_reader_finds_the_first_page_drawn(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    warm(browser.client, "/")
    monkeypatch.setattr(Warehouse, "read", None)
    layout = browser.client.get("/_dash-layout", headers={"Referer": "http://localhost/"})
    assert "opportunities-ranking" in layout.get_data(as_text=True)


BUILDING = """
import sys
import polars
from dashboard.__main__ import main
polars.DataFrame({"a": [2, 1]}).sort("a")  # starts the threads of polars, as the simulation of `make run` does
main(sys.argv[1:])
"""
ALONE, AFTER_A_BUILD = ("-m", "dashboard"), ("-c", BUILDING)


@contextmanager
def serving(program: Sequence[str], database: Path, *flags: str) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """Serve on any free port; whatever happens meanwhile, the server does not outlive the test."""
    command = [sys.executable, *program, "--port", "0", "--database", str(database), *flags]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            yield server.stdout.readline().split(" on ")[1].split()[0], server
        finally:
            server.kill()


@pytest.mark.parametrize(("program", "told"), [(ALONE, signal.SIGTERM), (AFTER_A_BUILD, signal.SIGKILL)])
def test_two_workers_share_a_port_and_a_base_path_and_end_together(
    database: Path, program: Sequence[str], told: signal.Signals
) -> None:
    with serving(program, database, "--workers", "2", "--base-path", "/entente") as (address, server):
        assert address.endswith("/entente")
        for path in ("/", "/healthz", "/world.geojson"):
            assert _status(address + path) == 200
        server.send_signal(signal.SIGSTOP)  # what is asked now, the other one answers
        assert _status(address + "/pair/DEU/VNM") == 200
        server.send_signal(signal.SIGCONT)
        server.send_signal(told)
        assert server.wait(timeout=60) == (0 if told == signal.SIGTERM else -told)
        assert _ends(address)


def _status(address: str) -> int:
    with urllib.request.urlopen(address, timeout=60) as response:
        return int(response.status)


def _ends(address: str) -> bool:
    """Tell whether nobody listens there any more, within a while."""
    host = urllib.parse.urlsplit(address)
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex((host.hostname, host.port)):
                return True
        time.sleep(0.1)
    return False


@pytest.fixture
def users(tmp_path: Path) -> str:
    """The file of one reader, Ana."""
    (tmp_path / "users").write_text(f"ana:{generate_password_hash('right', 'pbkdf2:sha256:1000')}\n")
    return str(tmp_path / "users")


def test_behind_a_proxy_who_guesses_locks_out_nobody_else(database: Path, users: str) -> None:
    with serving(ALONE, database, "--users", users, "--trusted-proxy", "127.0.0.1") as (address, _):
        for _ in range(GUESSES):
            assert _asked(address, "203.0.113.1", "wrong") == 401
        assert _asked(address, "203.0.113.1", "right") == 429
        assert _asked(address, "203.0.113.2", "right") == 200


def test_without_a_proxy_nobody_can_guess_on_under_other_addresses(database: Path, users: str) -> None:
    with serving(ALONE, database, "--users", users) as (address, _):
        for number in range(GUESSES):
            assert _asked(address, f"203.0.113.{number}", "wrong") == 401
        assert _asked(address, "203.0.113.99", "right") == 429


def _asked(address: str, client: str, password: str) -> int:
    """Return the status a client's answer has, whom a proxy names."""
    secret = b64encode(f"ana:{password}".encode()).decode()
    headers = {"X-Forwarded-For": client, "Authorization": f"Basic {secret}"}
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=60) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_it_prints_its_address_and_serves_pages_there(database: Path) -> None:
    with (
        serving(ALONE, database, "--host", "127.0.0.1") as (address, _),
        urllib.request.urlopen(address, timeout=60) as page,
    ):
        assert '<html lang="en">' in page.read().decode()


READING = """
import duckdb
from dashboard.serve import end_when_told
end_when_told([])
print("reading", flush=True)
while True:
    try:
        duckdb.sql("select sum(sqrt(i)) from range(100_000_000_000) as numbers(i)").fetchall()
    except Exception:  # as a page does, which says that it failed
        pass
"""


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_when_told_in_the_midst_of_a_query(told: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-c", READING], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            assert process.stdout.readline() == "reading\n"
            time.sleep(0.5)  # let the query begin
            process.send_signal(told)
            assert process.wait(timeout=20) == 0
        finally:
            process.kill()


def test_every_answer_says_how_long_it_took(browser: Browser) -> None:
    for path in ("/", "/_dash-layout", "/nothing"):
        name, _, milliseconds = browser.client.get(path).headers["Server-Timing"].partition(";dur=")
        assert name == "total"
        assert 0 < float(milliseconds) < 60_000
