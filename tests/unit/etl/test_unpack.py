"""A zip is read, or refused, whatever its maker meant."""

import io
import stat
import struct
import zipfile
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl import unpack
from etl.errors import SourceError
from etl.unpack import members, read_member


@pytest.fixture
def archive(tmp_path):
    return tmp_path / "a.zip"


def write(archive, *entries, compression=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(archive, "w", compression) as opened:
        for name, content in entries:
            opened.writestr(name, content)
    return archive


def test_the_member_that_matches_is_read(archive):
    write(archive, ("trade/readme.txt", "hello"), ("trade/Dyadic_COW_4.0.csv", "a,b"))
    assert read_member(archive, "Dyadic_*.csv") == b"a,b"
    assert members(archive) == ["trade/readme.txt", "trade/Dyadic_COW_4.0.csv"]


@pytest.mark.parametrize("names", [["readme.txt"], ["a.csv", "b/b.csv"]])
def test_anything_but_one_match_names_what_is_there(archive, names):
    write(archive, *((name, "x") for name in names))
    with pytest.raises(SourceError, match=f"holds {', '.join(names)}; exactly one"):
        read_member(archive, "*.csv")


@pytest.mark.parametrize("name", ["../evil.csv", "/etc/evil.csv", "a/../../evil.csv", "C:/evil.csv", "..\\evil.csv"])
def test_a_name_that_points_outside_is_refused(archive, name):
    write(archive, ("good.csv", "x"), (name, "x"))
    with pytest.raises(SourceError, match="points outside"):
        read_member(archive, "good.csv")


def test_a_link_is_refused(archive):
    link = zipfile.ZipInfo("link.csv")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    write(archive, (link, "/etc/passwd"))
    with pytest.raises(SourceError, match="holds a link"):
        read_member(archive, "*.csv")


def test_a_bomb_is_refused_before_it_is_unpacked(archive):
    write(archive, ("bomb.csv", b"\0" * 30_000_000))
    with pytest.raises(SourceError, match="would unpack to 30,000,000 bytes"):
        read_member(archive, "*.csv")


def test_a_size_limit_holds_without_compression(archive, monkeypatch):
    monkeypatch.setattr(unpack, "MAX_BYTES", 10)
    write(archive, ("big.csv", b"12345678901"), compression=zipfile.ZIP_STORED)
    with pytest.raises(SourceError, match="would unpack to 11 bytes"):
        read_member(archive, "*.csv")


def test_a_member_that_lies_about_its_size_is_refused(archive):
    write(archive, ("a.csv", b"x" * 5000))
    lying = archive.read_bytes().replace(struct.pack("<L", 5000), struct.pack("<L", 50))
    archive.write_bytes(lying)
    with pytest.raises(SourceError, match=r"a\.csv"):
        read_member(archive, "*.csv")


def test_what_is_no_zip_is_named(archive):
    archive.write_bytes(b"<html>not found</html>")
    with pytest.raises(SourceError, match=r"a\.zip is not a readable zip"):
        read_member(archive, "*.csv")


def test_a_missing_zip_is_named(archive):
    with pytest.raises(SourceError, match=r"a\.zip is not a readable zip"):
        members(archive)


CONTENT = b"exporter,importer\n" + b"DEU,VNM\n" * 40


def _zip() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("a.csv", CONTENT)
    return stream.getvalue()


WHOLE = _zip()


def test_a_file_without_a_name_is_refused(archive):
    archive.write_bytes(WHOLE.replace(b"a.csv", b"\0.csv"))
    with pytest.raises(SourceError, match="holds a file without a name"):
        members(archive)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, len(WHOLE) - 1), byte=st.integers(0, 255), cut=st.booleans())
def test_damage_is_found_or_does_no_harm(archive, at, byte, cut):
    damaged = WHOLE[:at] if cut else WHOLE[:at] + bytes([byte]) + WHOLE[at + 1 :]
    archive.write_bytes(damaged)
    with suppress(SourceError):
        assert read_member(archive, "a.csv") == CONTENT
