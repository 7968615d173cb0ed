"""Whatever happens to a publisher's file, its adapter refuses it in words, or counts every row.

Every source found in the registry is put to it, on its own invented extracts (``tests/unit/etl/extracts``).
"""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.blocks import batches
from etl.errors import SourceError
from etl.fetch import Found, matches
from etl.readers import Files
from etl.registry import Source, load_sources
from etl.stage import _parser, stage_source
from tests.unit.etl.extracts import Cells, Extract, extracts
from warehouse.paths import Paths

SOURCES = load_sources()
FETCHED = "2026-11-22T00:00:00+00:00"
ABSURD = [
    *("", " ", "NA", ".", "..", "-", "-9", "-1", "0", "1", "00", "2014", "2014.0", " 2014 ", "20x4", "1e3", "1e308"),
    *("-1e308", "1e999", "nan", "inf", "-inf", "9" * 30, "-" + "9" * 30, "0.1", "1,5", "1 000", "0x10", "0001-01-01"),
    *("9999-12-31", "2014-02-30", "99/99/9999", "31-Dec-99", "WLD", "ZZZ", "999", "365", "true", "'", '"', '""'),
    *('a"b', "a,b", "a;b", "a\tb", "a\nb", "a\r\nb", "=1+1", "é", "ÿ", "Ж", "\U0001f600", "\ufeff", "\u2028"),
    *("\x00", "\x1a", "x" * 5000, "; ;", ", ,"),
]  # fmt: skip
VALUE = st.one_of(st.sampled_from(ABSURD), st.text(max_size=12))


@dataclass(frozen=True)
class Damaged:
    """A file as it came, and its rows where they can still be told."""

    content: bytes
    rows: list[dict[str, str]] | None = None


def change_values(draw: Any, header: list[str], rows: Cells) -> Cells:
    for _ in range(draw(st.integers(1, 4))):
        row, column = draw(st.integers(0, len(rows) - 1)), draw(st.integers(0, len(header) - 1))
        rows[row][column] = draw(VALUE)
    return rows


def swap_columns(draw: Any, header: list[str], rows: Cells) -> Cells:
    one, two = draw(st.integers(0, len(header) - 1)), draw(st.integers(0, len(header) - 1))
    for row in rows:
        row[one], row[two] = row[two], row[one]
    return rows


def repeat_rows(draw: Any, header: list[str], rows: Cells) -> Cells:
    del header
    again = draw(st.lists(st.sampled_from(rows), min_size=1, max_size=3))
    return [*rows, *(list(row) for row in again)]


def contradict(draw: Any, header: list[str], rows: Cells) -> Cells:
    return [*rows, *change_values(draw, header, [list(row) for row in rows])]


def shorten_a_row(draw: Any, header: list[str], rows: Cells) -> Cells:
    kept = draw(st.integers(1, len(header)))
    row = draw(st.integers(0, len(rows) - 1))
    return [*rows[:row], rows[row][:kept], *rows[row + 1 :]]


def empty_a_row(draw: Any, header: list[str], rows: Cells) -> Cells:
    row = draw(st.integers(0, len(rows) - 1))
    return [*rows[:row], [""] * len(header), *rows[row + 1 :]]


def misname_columns(draw: Any, cells: Cells) -> Cells:
    header, *rows = cells
    return [draw(st.permutations([*header[1:], draw(VALUE)])), *rows]


def lengthen_a_row(draw: Any, cells: Cells) -> Cells:
    row = draw(st.integers(0, len(cells) - 1))
    return [*cells[:row], [*cells[row], draw(VALUE)], *cells[row + 1 :]]


def cut(draw: Any, content: bytes) -> bytes:
    return content[: draw(st.integers(0, len(content)))]


def flip_bytes(draw: Any, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(draw(st.integers(1, 8))):
        changed[draw(st.integers(0, len(changed) - 1))] = draw(st.integers(0, 255))
    return bytes(changed)


def anything(draw: Any, content: bytes) -> bytes:
    del content
    return draw(st.binary(max_size=200))


def encode_otherwise(draw: Any, content: bytes) -> bytes:
    encoding = draw(st.sampled_from(["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp500", "shift_jis", "latin-1"]))
    return content.decode("latin-1").encode(encoding, "replace")


OF_ROWS = [change_values, swap_columns, repeat_rows, contradict, shorten_a_row, empty_a_row]
OF_TABLES = [misname_columns, lengthen_a_row]
OF_BYTES = [cut, flip_bytes, anything, encode_otherwise]


@st.composite
def damaged(draw: Any, extract: Extract) -> Damaged:
    """A file of which something went wrong on the way; half of the time only within its rows."""
    header, *rows = extract.cells
    kind = draw(st.sampled_from([*OF_ROWS, *OF_TABLES, *OF_BYTES]))
    if kind in OF_ROWS:
        cells = [header, *kind(draw, header, rows)]
        known = [dict(zip(header, row + [""] * len(header), strict=False)) for row in cells[1:]]
        return Damaged(extract.form(cells), known)
    if kind in OF_TABLES:
        return Damaged(extract.form(kind(draw, extract.cells)))
    return Damaged(kind(draw, extract.form(extract.cells)))


def put(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def stage(source: Source, files: Found, folder: Path) -> tuple[dict[str, Any], str]:
    """The staged tables, or why there are none."""
    try:
        return stage_source(source, files, FETCHED, "mark", Paths(folder))["tables"], ""
    except SourceError as error:
        return {}, error.message


def rows_of(given: Any) -> list[pl.DataFrame]:
    return [batch.as_written() for batch in batches(given)]


def assert_refused_or_counted(source: Source, extract: Extract, damage: Damaged) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        put(folder, extract.files(damage.content))
        files = {key: matches(folder, file) for key, file in source.files.items()}
        tables, refusal = stage(source, files, folder / "data")
        assert bool(tables) is not bool(refusal)
        assert "the parser stopped at" not in refusal, refusal
        if tables:
            parsed = _parser(source)(Files(files, int(FETCHED[:4])))
            assert_counted(extract, damage, tables, {name: rows_of(parsed[name]) for name in tables})


def assert_counted(
    extract: Extract, damage: Damaged, tables: dict[str, Any], parsed: dict[str, list[pl.DataFrame]]
) -> None:
    for name, table in tables.items():
        assert table["rows"] + table["rejected"] == sum(frame.height for frame in parsed[name]), name
    if damage.rows is not None:
        expected = set(extract.counted(damage.rows))
        frames = [frame for each in parsed.values() for frame in each]
        if extract.weights:
            assert added_up(frames, extract.weights) >= len(expected)
        else:
            numbers = {number for frame in frames if "row_number" in frame.columns for number in frame["row_number"]}
            assert expected <= numbers


def added_up(frames: list[pl.DataFrame], weights: tuple[str, ...]) -> int:
    """How many rows an adapter says it added up; one that it could not add up stands alone."""
    counts = pl.concat(frames).select(pl.col(weights).cast(pl.Int64, strict=False))
    return int(counts.select(pl.sum_horizontal(pl.all(), ignore_nulls=False).fill_null(1).sum()).item())


CASES = [
    pytest.param(SOURCES[name], extract, id=f"{name}-{extract.name.rpartition('/')[2]}")
    for name in SOURCES
    for extract in extracts(name)
]


def test_every_source_has_an_extract() -> None:
    assert [name for name in SOURCES if not extracts(name)] == [], "write tests/unit/etl/extracts/<source>.py"


@pytest.mark.parametrize(("source", "extract"), CASES)
def test_the_whole_extract_is_staged(source: Source, extract: Extract, tmp_path: Path) -> None:
    put(tmp_path, extract.files())
    files = {key: matches(tmp_path, file) for key, file in source.files.items()}
    tables = stage_source(source, files, FETCHED, "mark", Paths(tmp_path / "data"))["tables"].values()
    assert sum(table["rows"] for table in tables) > 0
    assert_refused_or_counted(source, extract, Damaged(extract.form(extract.cells)))


def test_bad_values_that_a_reader_leaves_in_several_pieces_are_told(tmp_path: Path) -> None:
    """Found by the cases below: polars panicked where it formatted text that lay in several chunks."""
    source, extract = SOURCES["cepii_gravity"], extracts("cepii_gravity")[1]
    header, *rows = extract.cells
    cells = [header, *rows, ["", *rows[0][1:]], [" ", *rows[1][1:]], *rows[2:]]
    put(tmp_path, extract.files(extract.form(cells)))
    files = {key: matches(tmp_path, file) for key, file in source.files.items()}
    tables, refusal = stage(source, files, tmp_path / "data")
    assert refusal == ""
    assert tables["pair_year"]["rejected"] == 2


def fuzz(source: Source, extract: Extract, cases: int) -> None:
    """Put an adapter to so many cases, shared among its extracts."""

    @settings(
        max_examples=-(-cases // len(extracts(source.name))), suppress_health_check=list(HealthCheck), database=None
    )
    @given(damaged(extract))
    def run(damage: Damaged) -> None:
        assert_refused_or_counted(source, extract, damage)

    run()


@pytest.mark.parametrize(("source", "extract"), CASES)
def test_damage_is_refused_in_words_or_every_row_is_counted(source: Source, extract: Extract) -> None:
    fuzz(source, extract, 50)


@pytest.mark.slow
@pytest.mark.parametrize(("source", "extract"), CASES)
def test_a_thousand_damages_are_refused_in_words_or_every_row_is_counted(source: Source, extract: Extract) -> None:
    fuzz(source, extract, 1000)
