"""Every way in which a server misbehaves ends as it should."""

import io
import time
import zipfile
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from etl.download import Downloader, Limits, Validators, retry_after
from etl.errors import SourceError
from tests.unit.etl.publisher_server import PublisherServer, cut, dripping, file, send, stalled, status, zipped

BODY = b"exporter,importer\n" + bytes(range(256)) * 40
LIMITS = Limits(attempts=4, first_wait_seconds=0.01, idle_seconds=0.3, longest_wait_seconds=2, max_bytes=10**6)


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
def part(tmp_path):
    return tmp_path / "flows.csv.part"


def test_a_file_comes_whole_with_its_validators(server, downloader, part):
    url = server.serve("/flows.csv", file(BODY))
    assert downloader.get(url, part) == Validators('"one"', None)
    assert part.read_bytes() == BODY
    assert list(part.parent.iterdir()) == [part]


def test_an_unchanged_file_is_not_sent_again(server, downloader, part):
    url = server.serve("/flows.csv", file(BODY))
    assert downloader.get(url, part, Validators('"one"')) is None
    assert not part.exists()


def test_a_changed_file_is_sent_again(server, downloader, part):
    url = server.serve("/flows.csv", file(BODY, etag='"two"'))
    assert downloader.get(url, part, Validators('"one"')) == Validators('"two"')
    assert part.read_bytes() == BODY


def test_a_broken_download_goes_on_where_it_stopped(server, downloader, part):
    url = server.serve("/flows.csv", cut(BODY, 3000), file(BODY))
    downloader.get(url, part)
    assert part.read_bytes() == BODY
    assert server.requests["/flows.csv"][1]["Range"] == "bytes=3000-"


def test_a_download_broken_in_an_earlier_refresh_is_resumed(server, downloader, part):
    url = server.serve("/flows.csv", *[cut(BODY, 2000)] * LIMITS.attempts)
    with pytest.raises(SourceError, match="peer closed"):
        downloader.get(url, part)
    server.serve("/flows.csv", file(BODY))
    downloader.get(url, part)
    assert part.read_bytes() == BODY
    assert server.requests["/flows.csv"][-1]["Range"].startswith("bytes=")


def test_the_rest_of_another_file_is_not_appended(server, downloader, part):
    other = b"another edition" * 600
    url = server.serve("/flows.csv", cut(BODY, 3000), file(other, etag='"two"'))
    downloader.get(url, part)
    assert part.read_bytes() == other


def test_a_resume_at_the_wrong_place_starts_again(server, downloader, part):
    def misplaced(handler):
        send(handler, 206, BODY[5000:], Content_Range=f"bytes 5000-{len(BODY) - 1}/{len(BODY)}")

    url = server.serve("/flows.csv", cut(BODY, 3000), misplaced, file(BODY))
    downloader.get(url, part)
    assert part.read_bytes() == BODY


def test_without_a_validator_a_broken_download_starts_again(server, downloader, part):
    url = server.serve("/flows.csv", cut(BODY, 3000, etag=None), file(BODY, etag=None))
    downloader.get(url, part)
    assert part.read_bytes() == BODY
    assert "Range" not in server.requests["/flows.csv"][1]


def test_a_range_beyond_the_end_starts_again(server, downloader, part):
    url = server.serve("/flows.csv", cut(BODY, 3000), status(416), file(BODY))
    downloader.get(url, part)
    assert part.read_bytes() == BODY


def test_server_errors_are_retried(server, downloader, part):
    url = server.serve("/flows.csv", status(500), status(503), file(BODY))
    downloader.get(url, part)
    assert part.read_bytes() == BODY


def test_retries_end(server, downloader, part):
    url = server.serve("/flows.csv", status(500))
    with pytest.raises(SourceError, match="500"):
        downloader.get(url, part)
    assert len(server.requests["/flows.csv"]) == LIMITS.attempts


def test_retry_after_is_honoured(server, downloader, part):
    url = server.serve("/flows.csv", status(429, Retry_After="1"), file(BODY))
    started = time.monotonic()
    downloader.get(url, part)
    assert part.read_bytes() == BODY
    assert time.monotonic() - started >= 1


def test_a_server_that_wants_us_to_wait_for_hours_is_left_alone(server, downloader, part):
    url = server.serve("/flows.csv", status(429, Retry_After="7200"), file(BODY))
    with pytest.raises(SourceError, match="asks to wait 7200 s"):
        downloader.get(url, part)
    assert len(server.requests["/flows.csv"]) == 1


@pytest.mark.parametrize("code", [401, 403, 404, 410])
def test_a_refusal_is_not_retried(server, downloader, part, code):
    url = server.serve("/flows.csv", status(code))
    with pytest.raises(SourceError, match=str(code)):
        downloader.get(url, part)
    assert len(server.requests["/flows.csv"]) == 1


def test_redirects_are_followed(server, downloader, part):
    target = server.serve("/moved/flows.csv", file(BODY))
    url = server.serve("/flows.csv", status(302, Location=target))
    downloader.get(url, part)
    assert part.read_bytes() == BODY


def test_redirects_in_a_circle_are_an_error(server, downloader, part):
    url = server.serve("/flows.csv", status(302, Location="/flows.csv"))
    with pytest.raises(SourceError, match="redirect"):
        downloader.get(url, part)


def test_a_key_is_not_carried_to_where_a_redirect_leads(server, downloader, part):
    target = server.serve("/elsewhere", file(BODY))
    url = server.serve("/flows.csv", status(302, Location=target))
    with pytest.raises(SourceError, match="302"):
        downloader.get(url, part, headers={"X-Key": "secret"})
    assert "/elsewhere" not in server.requests
    assert server.requests["/flows.csv"][0]["X-Key"] == "secret"


@pytest.mark.parametrize("page", [b"<!DOCTYPE html><title>Sorry</title>", b"\n <HTML><body>busy", b"<?xml?><html>"])
def test_a_web_page_with_status_200_is_refused(server, downloader, part, page):
    url = server.serve("/flows.csv", file(page))
    with pytest.raises(SourceError, match="web page instead of the file"):
        downloader.get(url, part)
    assert not part.exists()


def test_gzip_on_the_way_is_undone(server, downloader, part):
    downloader.get(server.serve("/flows.csv", zipped(BODY)), part)
    assert part.read_bytes() == BODY


def test_a_stalled_server_is_given_up_and_tried_again(server, downloader, part):
    url = server.serve("/flows.csv", stalled(0.6), file(BODY))
    downloader.get(url, part)
    assert part.read_bytes() == BODY


def test_a_dripping_server_meets_the_time_limit(server, part):
    patient = Downloader(Limits(attempts=1, idle_seconds=5, total_seconds=0.3))
    url = server.serve("/flows.csv", dripping(BODY[:60], 0.05))
    with pytest.raises(SourceError, match="takes longer than"):
        patient.get(url, part)
    patient.close()


def test_an_endless_file_meets_the_size_limit(server, downloader, part):
    url = server.serve("/flows.csv", file(b"x" * (10**6 + 1)))
    with pytest.raises(SourceError, match="more than 1,000,000 bytes"):
        downloader.get(url, part)


def test_a_zip_cut_short_behind_a_wrong_length_is_fetched_again(server, downloader, tmp_path):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("flows.csv", BODY)
    whole, part = stream.getvalue(), tmp_path / "flows.zip.part"
    url = server.serve("/flows.zip", file(whole[:500], etag=None), file(whole, etag=None))
    downloader.get(url, part)
    assert part.read_bytes() == whole


def test_an_unreachable_server_is_named(downloader, part):
    with PublisherServer() as gone:
        url = gone.url("/flows.csv")
    with pytest.raises(SourceError, match="flows"):
        downloader.get(url, part)


def test_few_connections_to_one_host_at_a_time(server, downloader, tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    open_now, most = [], []

    def counted(handler):
        open_now.append(1)
        most.append(len(open_now))
        time.sleep(0.05)
        open_now.pop()
        send(handler, 200, b"x")

    urls = [server.serve(f"/{n}", counted) for n in range(6)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda url: downloader.get(url, tmp_path / url.rpartition("/")[2]), urls))
    assert max(most) <= LIMITS.per_host


def test_retry_after_as_a_date_or_nonsense():
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=30))
    assert 25 < retry_after(soon) <= 30
    assert retry_after("Mon, 01 Jan 2001 00:00:00 GMT") == 0
    assert retry_after("soon") is None
