"""Manners on the network: proxies, keys, waiting, and none of it where offline is meant."""

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress

import pytest
import stamina.instrumentation

import etl
from etl.download import Downloader, Limits
from etl.errors import SourceError
from etl.registry import load_sources
from etl.scaffold import scaffold
from tests.unit.etl.conftest import GOOD
from tests.unit.etl.publisher_server import PublisherServer, dripping, file, status
from warehouse.paths import REPOSITORY, Paths

SECRET = "s3cret-0123456789"
LIMITS = Limits(attempts=4, first_wait_seconds=0.05, idle_seconds=1, longest_wait_seconds=2)
PROXIES = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"]


@pytest.fixture(autouse=True)
def no_proxy_of_this_machine(monkeypatch):
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def server():
    with PublisherServer() as running:
        yield running


class Tunnel:
    """A proxy on this machine that notes what is asked of it, and what is said through the tunnel it opens."""

    def __init__(self):
        self.asked, self.through = b"", b""
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve)

    def _serve(self):
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                with client:
                    self.asked = client.recv(4096)
                    client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                    self.through = client.recv(4096)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join()


def test_an_https_address_is_reached_through_the_proxy_of_the_environment(monkeypatch, tmp_path):
    with Tunnel() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        downloader = Downloader(Limits(attempts=1, idle_seconds=1))
        with pytest.raises(SourceError, match=r"https://publisher\.invalid/flows\.csv"):
            downloader.get("https://publisher.invalid/flows.csv", tmp_path / "part")
        downloader.close()
    assert proxy.asked.startswith(b"CONNECT publisher.invalid:443 HTTP/1.1\r\n")
    assert proxy.through[:2] == b"\x16\x03"  # a TLS handshake: what is asked for is not the proxy's to read


def test_an_http_address_is_asked_of_the_proxy(monkeypatch, server, tmp_path):
    server.serve("http://publisher.invalid/flows.csv", file(GOOD.encode()))
    monkeypatch.setenv("HTTP_PROXY", server.url(""))
    downloader = Downloader(LIMITS)
    downloader.get("http://publisher.invalid/flows.csv", tmp_path / "part")
    downloader.close()
    assert (tmp_path / "part").read_text() == GOOD


def refuse_sockets(monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("a socket was opened")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)


def test_offline_opens_no_socket_and_uses_what_came_before(toy, server, monkeypatch):
    toy.define("https://example.org/toy/flows.csv", server.serve("/flows.csv", file(GOOD.encode())))
    assert toy.refresh(mirror=False).status == "fresh"
    refuse_sockets(monkeypatch)
    assert toy.refresh(mirror=False, offline=True).status == "unchanged"
    with pytest.raises(AssertionError, match="a socket was opened"):
        toy.refresh(mirror=False)


def with_key(toy, url):
    toy.define('access          = "keyless"', 'access = "key"')
    toy.define("[files.flows]", '[key]\nvariable = "TOY_KEY"\nheader = "X-Toy-Key"\n\n[files.flows]')
    toy.define("https://example.org/toy/flows.csv", url)


def test_a_key_is_sent_and_neither_written_nor_said(toy, server, monkeypatch, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("TOY_KEY", f" {SECRET}\n")  # as a file read into the environment often leaves it
    url = server.serve("/flows.csv", file(GOOD.encode()), status(401), status(302, Location="/elsewhere"))
    with_key(toy, url)
    said = []
    for expected in ("fresh", "stale", "stale"):
        assert toy.refresh(mirror=False, report=said.append).status == expected
    assert [request["X-Toy-Key"] for request in server.requests["/flows.csv"]] == [SECRET] * 3
    assert "/elsewhere" not in server.requests
    written = [path.read_bytes() for path in toy.folder.rglob("*") if path.is_file()]
    assert len(written) > 5
    assert not [content for content in written if SECRET.encode() in content]
    assert SECRET not in "".join([*said, caplog.text, *capfd.readouterr()])


@pytest.mark.parametrize("key", ["zwölf", "two\nlines"])
def test_a_key_that_cannot_be_sent_is_told_by_its_variable_not_by_its_value(toy, server, monkeypatch, key):
    monkeypatch.setenv("TOY_KEY", key)
    with_key(toy, server.serve("/flows.csv", file(GOOD.encode())))
    outcome = toy.refresh(mirror=False)
    assert "TOY_KEY" in outcome.message
    assert key not in outcome.message + outcome.remedy
    assert server.requests == {}


def test_waits_grow_and_are_jittered(server, tmp_path):
    waits = []
    stamina.instrumentation.set_on_retry_hooks([lambda details: waits.append(details.wait_for)])
    try:
        downloader = Downloader(LIMITS)
        for path in ("/a", "/b"):
            with pytest.raises(SourceError):
                downloader.get(server.serve(path, status(503)), tmp_path / "part")
        downloader.close()
    finally:
        stamina.instrumentation.set_on_retry_hooks([])
    first, second = waits[:3], waits[3:]
    for attempt in range(3):
        exact = LIMITS.first_wait_seconds * 2**attempt
        assert all(exact <= run[attempt] <= exact + LIMITS.first_wait_seconds for run in (first, second))
    assert first != second


def test_hosts_are_asked_at_the_same_time(tmp_path):
    asked_at = {}

    def slow(handler):
        asked_at[handler.headers["Host"]] = time.monotonic()
        time.sleep(0.5)
        file(GOOD.encode())(handler)

    with PublisherServer() as east, PublisherServer() as west:
        for name, server in {"east": east, "west": west}.items():
            definition, *_ = scaffold(name, tmp_path / "sources", tmp_path / "tests")
            text = definition.read_text()
            definition.write_text(
                text.replace(f"https://example.org/{name}/flows.csv", server.serve("/flows.csv", slow))
            )
        result = etl.refresh(Paths(tmp_path / "data"), sources=load_sources(tmp_path / "sources"))
    assert {outcome.status for outcome in result.outcomes.values()} == {"fresh"}
    first, second = asked_at.values()
    assert abs(first - second) < 0.5


COMMAND_LINE = """
import pathlib, runpy, sys
import etl.registry, etl.run
sources = etl.registry.load_sources(pathlib.Path(sys.argv.pop()))
etl.run.load_sources = lambda: sources
runpy.run_module("etl", run_name="__main__")
"""


def test_ctrl_c_waits_for_no_download(toy, server):
    toy.define("https://example.org/toy/flows.csv", server.serve("/flows.csv", dripping(GOOD.encode() * 9, 0.1)))
    command = [sys.executable, "-c", COMMAND_LINE, "refresh", str(toy.definition.parent.parent)]
    environment = os.environ | {"ENTENTE_DATA": str(toy.paths.root)}
    process = subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE, text=True)
    while "/flows.csv" not in server.requests:
        assert process.poll() is None
        time.sleep(0.05)
    time.sleep(0.3)
    asked = time.monotonic()
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=30)
    assert time.monotonic() - asked < 10  # the whole file would take 40 s
    assert process.returncode == 130
    assert said.endswith("stopped; what was staged before is untouched\n")
