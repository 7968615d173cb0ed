"""What the server refuses, what every answer carries, and who is let in."""

import json
from pathlib import Path

import pytest
from werkzeug.security import generate_password_hash

from dashboard.access import GUESSES, Gate, users_of
from dashboard.app import Settings, create_app
from dashboard.security import headers
from tests.unit.dashboard.conftest import Browser


@pytest.mark.parametrize(
    "path", ["/", "/pair/DEU/VNM", "/download/pair-trade.csv?exporter=DEU&importer=VNM", "/nothing"]
)
def test_every_answer_carries_the_headers(browser: Browser, path: str) -> None:
    sent = browser.client.get(path).headers
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert sent["Referrer-Policy"] == "same-origin"
    policy = sent["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]


def test_inline_scripts_are_allowed_by_their_hashes(browser: Browser) -> None:
    app = browser.client.application.extensions["entente_app"]
    assert all(found in headers(app)["Content-Security-Policy"] for found in app.csp_hashes())


@pytest.mark.parametrize(
    "query",
    ["?economy=" + "x" * 10_000_000, "?" + "&".join("a=1" for _ in range(3000)), "?economy=%00%ff", "?economy[]=1"],
)
def test_a_junk_query_is_a_plain_400(browser: Browser, query: str) -> None:
    response = browser.client.get("/" + query)
    assert response.status_code == 400
    assert len(response.data) < 20_000
    assert b"Traceback" not in response.data


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("[" * 5000 + "]" * 5000, 400), ('{"output":' * 2000, 400), ("not json", 400), ("{}", 400), ("[]", 400),
        (json.dumps({"output": "nothing.children", "inputs": [], "changedPropIds": []}), 400),
        (json.dumps({"output": "pair-url.pathname", "inputs": [], "changedPropIds": []}), 400),
        ('{"x": "' + "y" * 300_000 + '"}', 413),
    ],
)  # fmt: skip
def test_a_junk_callback_is_refused_without_a_traceback(browser: Browser, body: str, status: int) -> None:
    response = browser.client.post("/_dash-update-component", data=body, content_type="application/json")
    assert response.status_code == status
    text = response.get_data(as_text=True)
    for leak in ("Traceback", "/work", "site-packages", ".py"):
        assert leak not in text


def test_health_names_the_build(browser: Browser, serve, tmp_path: Path) -> None:
    assert browser.client.get("/healthz").get_json() == {
        "status": "ok", "build_id": "entente-20260101T000000Z-aaaa", "built_at": "2026-01-01T09:30:00",
    }  # fmt: skip
    assert serve(tmp_path / "none.duckdb").client.get("/healthz").status_code == 503


def test_only_those_in_the_file_are_let_in_and_guessing_is_slowed_down(tmp_path: Path, database: Path) -> None:
    users = tmp_path / "users"
    users.write_text(f"# readers\nana:{generate_password_hash('right', 'pbkdf2:sha256:1000')}\n")
    client = create_app(Settings(database=database, users=users)).server.test_client()
    assert client.get("/healthz").status_code == 200
    assert client.get("/").status_code == 401
    assert client.get("/", auth=("ana", "right")).status_code == 200
    assert client.get("/download/pair-trade.csv?exporter=DEU&importer=VNM", auth=("bob", "right")).status_code == 401
    for _ in range(GUESSES):
        last = client.get("/", auth=("ana", "wrong"))
    assert last.status_code in (401, 429)
    refused = client.get("/", auth=("ana", "right"))
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0


def test_a_name_that_is_not_in_the_file_is_never_admitted() -> None:
    gate = Gate({"ana": generate_password_hash("right", "pbkdf2:sha256:1000")})
    assert gate.admits("ana", "right")
    assert not gate.admits("bob", "right")
    assert not gate.admits("ana", "")


@pytest.mark.parametrize("line", ["ana:right", "ana", ":scrypt:x"])
def test_a_password_that_is_not_hashed_is_refused_with_the_remedy(tmp_path: Path, line: str) -> None:
    (tmp_path / "users").write_text(f"{line}\n")
    with pytest.raises(ValueError, match="line 1 is not name:hash; make one with: python -m dashboard --hash NAME"):
        users_of(tmp_path / "users")


@pytest.mark.parametrize(
    "address",
    [
        "/?economy=IDN'%3B%20drop%20table%20mart.opportunity%3B--", "/?region=x'%20or%20'1'%3D'1",
        "/pair/DEU'--/VNM", "/data?source=x'%20union%20select%201", "/economy/KEN?peers=NGA%27%3B--",
        "/?minimum_usd=1%20or%201%3D1", "/?order=untapped%3Bselect",
    ],
)  # fmt: skip
def test_injected_sql_is_a_plain_400_and_changes_nothing(browser: Browser, address: str) -> None:
    before = browser.rows("/", 0, 5)
    response = browser.client.get(address)
    assert response.status_code in (400, 404)
    shown = browser.show(address)
    assert "SELECT" not in shown
    assert "duckdb" not in shown.lower()
    assert browser.rows("/", 0, 5) == before


@pytest.mark.parametrize("address", ["/pair/XXX/VNM", "/economy/ZZZ", "/?economy=ZZZ", "/economy/KEN?peers=ZZZ"])
def test_a_code_that_nobody_has_is_a_400_that_names_it(browser: Browser, address: str) -> None:
    assert browser.client.get(address).status_code == 400
    code = "XXX" if "XXX" in address else "ZZZ"
    assert f"“{code}” is not the code of an economy" in browser.show(address)


def test_a_search_for_ten_megabytes_is_refused_before_it_is_read(browser: Browser) -> None:
    response = browser.client.get("/search?q=" + "x" * 10_000_000)
    assert response.status_code == 400
    assert len(response.data) < 1000


def test_an_error_of_ours_says_so_and_leaks_nothing(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("/srv/secret/entente.duckdb, duckdb 2.0.0")

    monkeypatch.setattr("dashboard.health.build", broken)
    response = browser.client.get("/healthz")
    assert response.status_code == 500
    text = response.get_data(as_text=True)
    assert "Something went wrong here" in text
    assert "secret" not in text
    assert "duckdb" not in text
    assert "secret" in caplog.text  # the log has it


@pytest.mark.parametrize("is_first", [True, False])
def test_a_page_that_fails_says_so_within_its_frame(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, is_first: bool
) -> None:
    """Such as one that reads a column which a file published by an older version does not have."""
    monkeypatch.setattr("dashboard.pages.pair.answer", lambda *_: {}["closer_than_share"])
    if is_first:
        layout = browser.client.get("/_dash-layout", headers={"Referer": "http://localhost/pair/DEU/VNM"})
        shown = layout.get_data(as_text=True)
        assert "shell-search" in shown
    else:
        shown = browser.show("/pair/DEU/VNM")
    assert "Something went wrong here" in shown
    assert "make etl" in shown
    assert "closer_than_share" not in shown
    assert "closer_than_share" in caplog.text


def test_no_answer_names_a_version_of_the_server(browser: Browser) -> None:
    for path in ("/", "/healthz", "/nothing", "/_dash-layout"):
        sent = browser.client.get(path).headers
        assert not {name.lower() for name, _ in sent} & {"x-powered-by", "x-aspnet-version"}
        assert "werkzeug" not in sent.get("Server", "").lower()


def test_a_password_is_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """An unknown name is checked against a hash as costly as a known one's."""
    checked: list[str] = []

    def check(digest: str, _password: str) -> bool:
        checked.append(digest.partition("$")[0])
        return False

    monkeypatch.setattr("dashboard.access.check_password_hash", check)
    gate = Gate({"ana": generate_password_hash("right")})
    assert [gate.admits(name, "wrong") for name in ("ana", "nobody")] == [False, False]
    assert checked[0] == checked[1]
