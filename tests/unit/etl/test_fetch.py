"""Files come from a mirror, a publisher or a person's hand; what was there before is never made worse."""

import hashlib
import json
import os
import socket
from datetime import UTC, datetime, timedelta

import pytest

from etl.download import Downloader, Limits
from etl.errors import AbsentError, MixedWorldsError, SourceError
from etl.fetch import Fetcher
from etl.lock import BY_HAND, Lock
from etl.registry import load_source
from tests.unit.etl.conftest import GOOD, HEADER
from tests.unit.etl.publisher_server import PublisherServer, file, status

ADDRESS = "https://example.org/toy/flows.csv"
LIMITS = Limits(attempts=2, first_wait_seconds=0.01, idle_seconds=1)


@pytest.fixture
def server():
    with PublisherServer() as running:
        yield running


@pytest.fixture
def downloader():
    made = Downloader(LIMITS)
    yield made
    made.close()


@pytest.fixture
def publisher(toy, server, downloader):
    """The toy's publisher: a function that fetches from it what it serves."""

    def fetch(*steps, **options):
        url = server.serve("/flows.csv", *steps)
        toy.definition.write_text(toy.definition.read_text().replace(ADDRESS, url))
        fetcher = Fetcher(toy.paths, lock(toy), downloader=downloader, **options)
        fetched = fetcher.fetch(load_source(toy.definition.parent))
        fetcher.lock.write()
        return fetched

    return fetch


def lock(toy):
    return Lock.read(toy.paths.sources_lock, toy.paths.raw)


def locked(toy):
    return next(iter(lock(toy).sources["toy"].values()))


def content(fetched):
    return fetched.files["flows"][0].read_text()


def test_a_download_lands_below_its_version_and_is_locked(toy, publisher, server):
    fetched = publisher(file(GOOD.encode()))
    assert fetched.files == {"flows": [toy.paths.raw / "toy" / "1.0" / "flows.csv"]}
    assert content(fetched) == GOOD
    known = locked(toy)
    assert (known.url, known.bytes, known.etag) == (server.url("/flows.csv"), len(GOOD), '"one"')
    assert [path.name for path in (toy.paths.raw / "toy" / "1.0").iterdir()] == ["flows.csv"]


def test_an_unchanged_file_is_asked_for_conditionally(toy, publisher, server):
    publisher(file(GOOD.encode()))
    before = locked(toy)
    assert publisher(file(GOOD.encode())).problem is None
    assert server.requests["/flows.csv"][1]["If-None-Match"] == '"one"'
    assert locked(toy).fetched_at == before.fetched_at


def test_a_server_that_cannot_say_is_not_asked_before_the_cadence_is_over(toy, publisher, server):
    publisher(file(GOOD.encode(), etag=None))
    publisher(file(GOOD.encode(), etag=None))
    assert len(server.requests["/flows.csv"]) == 1
    publisher(file(GOOD.encode(), etag=None), update=True)
    assert len(server.requests["/flows.csv"]) == 2
    age(toy, days=400)
    publisher(file(GOOD.encode(), etag=None))
    assert len(server.requests["/flows.csv"]) == 3


def age(toy, days):
    content = json.loads(toy.paths.sources_lock.read_text())
    then = (datetime.now(UTC) - timedelta(days=days)).isoformat()
    for known in content["sources"]["toy"].values():
        known["fetched_at"] = known["checked_at"] = then
    toy.paths.sources_lock.write_text(json.dumps(content))


def test_a_change_under_a_pinned_version_is_refused_naming_both_checksums(toy, publisher):
    publisher(file(GOOD.encode()))
    fetched = publisher(file(b"changed", etag='"two"'))
    assert content(fetched) == GOOD
    for text in (GOOD.encode(), b"changed"):
        assert hashlib.sha256(text).hexdigest() in fetched.problem.message
    assert "UPDATE=1" in fetched.problem.remedy


def test_update_accepts_a_change_under_a_pinned_version(toy, publisher):
    publisher(file(GOOD.encode()))
    fetched = publisher(file(b"changed", etag='"two"'), update=True)
    assert (content(fetched), fetched.problem) == ("changed", None)


def test_a_file_that_is_always_the_latest_may_change(toy, publisher):
    toy.define('version         = "1.0"', 'version = "latest"')
    publisher(file(GOOD.encode()))
    assert content(publisher(file(b"newer", etag='"two"'))) == "newer"


def test_the_archive_stands_in_when_the_publisher_fails(toy, publisher, server):
    archive = server.serve("/archive", file(GOOD.encode()))
    toy.define(f'["{ADDRESS}"]', f'["{ADDRESS}", "{archive}"]')
    fetched = publisher(status(404))
    assert content(fetched) == GOOD
    assert locked(toy).url == archive


def test_when_nobody_answers_the_message_names_the_addresses_and_the_page(toy, publisher, server):
    with pytest.raises(SourceError) as caught:
        publisher(status(404))
    assert server.url("/flows.csv") in caught.value.message
    assert "404" in caught.value.message
    assert f"visit https://example.org/toy and put flows.csv into {toy.paths.raw / 'toy'}" in caught.value.remedy


def test_when_nobody_answers_the_last_copy_is_used(publisher):
    publisher(file(GOOD.encode()))
    fetched = publisher(status(500))
    assert content(fetched) == GOOD
    assert "500" in fetched.problem.message


def test_a_file_put_by_hand_is_used_and_the_publisher_left_alone(toy, publisher, server):
    (toy.paths.raw / "toy").mkdir(parents=True)
    (toy.paths.raw / "toy" / "flows.csv").write_text(GOOD)
    fetched = publisher(file(b"from the publisher"))
    assert (content(fetched), fetched.problem) == (GOOD, None)
    assert server.requests == {}
    assert locked(toy).url == BY_HAND


def test_a_file_put_by_hand_may_be_replaced_by_hand(toy, publisher):
    (toy.paths.raw / "toy").mkdir(parents=True)
    path = toy.paths.raw / "toy" / "flows.csv"
    for text in (GOOD, "a newer edition"):
        path.write_text(text)
        assert content(publisher(file(b"x"))) == text


def test_half_a_download_is_never_taken_for_the_file(toy, publisher):
    folder = toy.paths.raw / "toy" / "1.0"
    folder.mkdir(parents=True)
    (folder / "flows.csv.part").write_text("hal")
    with pytest.raises(SourceError):
        publisher(status(404))


def test_a_key_comes_from_the_environment_and_is_written_nowhere(toy, publisher, server):
    toy.define('access          = "keyless"', 'access = "key"')
    toy.define("[files.flows]", '[key]\nvariable = "TOY_KEY"\nheader = "X-Toy-Key"\n\n[files.flows]')
    with pytest.raises(AbsentError, match="TOY_KEY is not set"):
        publisher(file(GOOD.encode()), environment={})
    publisher(file(GOOD.encode()), environment={"TOY_KEY": "s3cret"})
    assert server.requests["/flows.csv"][-1]["X-Toy-Key"] == "s3cret"
    written = [path.read_text() for path in toy.paths.root.rglob("*") if path.is_file()]
    assert "s3cret" not in "".join(written)


def test_a_missing_optional_file_is_reported_and_the_rest_goes_on(toy, publisher, server):
    extra = server.url("/extra.csv")
    toy.define(
        "[tables.flow]\n", f'[files.extra]\nname = "extra.csv"\nurls = ["{extra}"]\noptional = true\n[tables.flow]\n'
    )
    fetched = publisher(file(GOOD.encode()))
    assert fetched.files["extra"] == []
    assert extra in fetched.problem.message


def test_pages_are_fetched_until_the_last(toy, server, publisher):
    toy.define('"flows.csv"', '"flows.{page}.json"')
    toy.define(f'"{ADDRESS}"', f'"{server.url("/api?page={page}")}"')
    for page in (1, 2, 3):
        server.serve(f"/api?page={page}", file(json.dumps([{"page": page, "pages": 3}, []]).encode()))
    names = [path.name for path in publisher().files["flows"]]
    assert names == ["flows.1.json", "flows.2.json", "flows.3.json"]


def test_pages_replace_the_old_ones_together_or_not_at_all(toy, server, publisher):
    toy.define('version         = "1.0"', 'version = "latest"')
    test_pages_are_fetched_until_the_last(toy, server, publisher)
    changed = json.dumps([{"page": 1, "pages": 3, "changed": True}, []]).encode()
    server.serve("/api?page=1", file(changed, etag='"two"'))
    server.serve("/api?page=2", status(404))
    fetched = publisher()
    assert "page=2" in fetched.problem.message
    assert "changed" not in fetched.files["flows"][0].read_text()
    assert len(fetched.files["flows"]) == 3


@pytest.mark.parametrize("answer", [b"[]", b'[{"message": "Invalid value"}]', b"no json", b'[{"pages": 1000000}]'])
def test_a_paged_service_that_does_not_count_is_named(toy, server, publisher, answer):
    toy.define('"flows.csv"', '"flows.{page}.json"')
    toy.define(f'"{ADDRESS}"', f'"{server.url("/api?page={page}")}"')
    server.serve("/api?page=1", file(answer))
    with pytest.raises(SourceError, match="pages"):
        publisher()


def test_the_mirror_is_linked_not_copied_and_left_alone_when_unchanged(toy):
    origin = toy.publish(GOOD)
    fetcher, source = Fetcher(toy.paths, lock(toy), toy.mirror), load_source(toy.definition.parent)
    path = fetcher.fetch(source).files["flows"][0]
    assert path.samefile(origin)
    before = fetcher.lock.get("toy", path)
    fetcher.fetch(source)
    assert fetcher.lock.get("toy", path) is before


def test_a_mirror_on_another_disk_is_copied(toy, monkeypatch):
    def refuse(*_):
        raise OSError("another device")

    monkeypatch.setattr(os, "link", refuse)
    toy.publish(GOOD)
    assert content(Fetcher(toy.paths, lock(toy), toy.mirror).fetch(load_source(toy.definition.parent))) == GOOD


def test_a_layout_of_the_mirror_is_taken_where_the_publishers_is_absent(toy):
    toy.define('name = "flows.csv"', 'name = "flows.csv"\nmirror = ["older/*/flows.csv"]')
    toy.publish(GOOD, "older/2010/flows.csv")
    fetched = Fetcher(toy.paths, lock(toy), toy.mirror).fetch(load_source(toy.definition.parent))
    assert fetched.files["flows"][0] == toy.paths.raw / "toy" / "1.0" / "older" / "2010" / "flows.csv"


def test_offline_opens_no_socket(toy, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    outcome = toy.refresh(mirror=False, offline=True)
    assert outcome.status == "missing"
    assert "visit https://example.org/toy" in outcome.remedy


def test_worlds_do_not_mix(toy):
    toy.publish(GOOD)
    toy.refresh()
    (toy.mirror / "simulated.json").write_text("{}")
    with pytest.raises(MixedWorldsError, match=r"holds the real world and cannot take simulated data.*ENTENTE_DATA"):
        toy.refresh()


def test_a_simulated_world_is_never_completed_from_the_network(toy):
    toy.publish(GOOD)
    (toy.mirror / "simulated.json").write_text("{}")
    toy.refresh()
    with pytest.raises(MixedWorldsError, match="holds the simulated world"):
        toy.refresh(mirror=False)
    assert toy.refresh(mirror=False, offline=True).status == "unchanged"


def test_a_simulated_world_may_be_made_anew_under_the_same_version(toy):
    (toy.mirror).mkdir()
    (toy.mirror / "simulated.json").write_text("{}")
    toy.publish(GOOD)
    toy.refresh()
    toy.publish(HEADER + "DEU,VNM,2015,2\n")
    assert toy.refresh().status == "fresh"
    assert toy.rows() == [("DEU", "VNM", 2015, 2.0)]
