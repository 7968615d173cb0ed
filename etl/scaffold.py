"""``python -m etl new-source NAME``: a source that loads, parses and is tested from its first minute."""

import re
from pathlib import Path

from etl.errors import RegistryError
from etl.registry import SOURCES

TESTS = Path(__file__).resolve().parent.parent / "tests" / "unit" / "etl"

DEFINITION = '''\
title           = "@NAME@"
producer        = "Who makes it"
page            = "https://example.org/@NAME@"   # where a person finds it
version         = "1.0"                 # "latest" where the publisher overwrites the file
tier            = "core"                # core: fetched by default; full: large
access          = "keyless"             # keyless: fetched; drop-in: the user must provide it; key: needs [key]
licence         = "Terms of use, in a few words"
redistributable = false
cadence_days    = 365
citation        = """
@misc{@NAME@,
  author = {{Who makes it}},
  title  = {@NAME@}
}
"""

[files.flows]
name = "flows.csv"                      # below data/raw/@NAME@/1.0/, and in a mirror
urls = ["https://example.org/@NAME@/flows.csv"]

[tables.flow]
description = "What one row is."
grain       = ["exporter", "importer", "year"]

[tables.flow.columns]
exporter  = { economy = "iso3", description = "Exporting economy, ISO 3166-1 alpha-3" }
importer  = { economy = "iso3", description = "Importing economy, ISO 3166-1 alpha-3" }
year      = { type = "int", min = 1800, max = 2100, description = "Calendar year" }
value_usd = { type = "float", min = 0, nullable = true, unit = "USD", description = "Trade, current US dollars" }
'''

PARSER = '''\
"""What the publisher's file needs before its columns are those of source.toml."""

import polars as pl

from etl.readers import Files, read_csv

COLUMNS = {"from": "exporter", "to": "importer", "year": "year", "usd": "value_usd"}


def parse(files: Files) -> dict[str, pl.DataFrame]:
    """Give each table its rows; codes stay as published."""
    return {"flow": read_csv(files.one("flows"), COLUMNS)}
'''

TEST = '''\
"""The source @NAME@, on a file in its publisher's layout."""

import polars as pl
import pytest

import etl
from warehouse.paths import Paths

PUBLISHED = "from,to,year,usd\\nDEU,VNM,2014,1.5\\nDEU,XXX,2014,2\\n"


@pytest.fixture
def staged(tmp_path):
    (tmp_path / "mirror" / "@NAME@").mkdir(parents=True)
    (tmp_path / "mirror" / "@NAME@" / "flows.csv").write_text(PUBLISHED)
    paths = Paths(tmp_path / "data")
    etl.refresh(paths, mirror=tmp_path / "mirror", names=["@NAME@"])
    return paths.staged / "@NAME@"


def test_rows_are_typed_and_economies_mapped(staged):
    rows = pl.read_parquet(staged / "flow.parquet").rows()
    assert rows == [("DEU", "VNM", 2014, 1.5)]


def test_a_code_that_is_no_economy_is_rejected_with_its_reason(staged):
    rejected = pl.read_parquet(staged / "flow.rejected.parquet")
    assert rejected["row_number"].to_list() == [2]
    assert "XXX" in rejected["reason"][0]
'''


def scaffold(name: str, sources: Path = SOURCES, tests: Path = TESTS) -> list[Path]:
    """Write a new source's definition, parser and test.

    Returns:
        The files written.

    Raises:
        RegistryError: The name will not do, or is taken.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise RegistryError(f"{name!r} will not do: small letters, digits and _, beginning with a letter")
    contents = {
        sources / name / "source.toml": DEFINITION,
        sources / name / "parse.py": PARSER,
        tests / f"test_source_{name}.py": TEST,
    }
    if taken := [str(path) for path in contents if path.exists()]:
        raise RegistryError(f"{', '.join(taken)} exists already: choose another name")
    for path, content in contents.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content.replace("@NAME@", name), encoding="utf-8")
    return list(contents)
