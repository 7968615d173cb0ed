"""``python -m warehouse score --explain DEU VNM``: one pair's whole chain, from the published file."""

import sys
from collections.abc import Iterator
from difflib import get_close_matches

import polars as pl

from warehouse import explain_text as text
from warehouse.paths import Paths
from warehouse.read import AbsentError, NotPublishedError, Warehouse

EXIT_REFUSED = 2


class UnknownPairError(ValueError):
    """Two codes that do not name two economies; the message names the remedy."""


def main(paths: Paths, explain: list[str]) -> int:
    """Print the chain of one pair; return 2, with a line that says why, where there is none."""
    warehouse = Warehouse(paths.current if paths.current.exists() else paths.simulated.current)
    try:
        print("\n".join(explanation(warehouse, *(code.upper() for code in explain))))
    except AbsentError as error:
        print(f"score: {error}; build it again with: make etl, or make run", file=sys.stderr)
        return EXIT_REFUSED
    except (UnknownPairError, NotPublishedError) as error:
        print(f"score: {error}", file=sys.stderr)
        return EXIT_REFUSED
    return 0


def explanation(warehouse: Warehouse, exporter: str, importer: str) -> Iterator[str]:
    """Yield the lines, section by section.

    Args:
        warehouse: The published file.
        exporter: ISO 3166-1 alpha-3.
        importer: ISO 3166-1 alpha-3.

    Raises:
        UnknownPairError: A code that names no economy, or the same one twice.
        NotPublishedError: Nothing is published.
        AbsentError: The published file is older than a table that is read.
    """
    names = _names(warehouse, exporter, importer)

    def ask(query: str) -> pl.DataFrame:
        return warehouse.read(query, exporter=exporter, importer=importer).frame

    build, coefficients = warehouse.read("build").frame, warehouse.read("evidence_outlook").frame
    pair = next(ask("pair_summary").iter_rows(named=True), None)
    yield text.filled(text.HEADING, dict(zip(("exporter_name", "importer_name"), names, strict=True)) | _made(build))
    if pair is None:
        yield "The gravity panel has no trade between the two, not even a zero, in its last three years."
        return
    yield from text.trade(ask("explain_trade"), pair)
    yield from text.potential(ask("explain_potential"), ask("explain_trade"), pair)
    yield text.outlook(pair, coefficients.filter(pl.col("equation") == "growth"))
    yield from text.ties(ask("explain_ties"), ask("explain_tie_index"))
    yield from text.filled_each(text.ACCESS, ask("explain_access"))
    yield from text.ease(ask("pair_ease"))


def _made(build: pl.DataFrame) -> dict[str, str]:
    row = build.row(0, named=True)
    note = "; SIMULATED DATA: real economies, invented values" if row["simulated"] else ""
    return {"build_id": row["build_id"], "simulated_note": note}


def _names(warehouse: Warehouse, *codes: str) -> list[str]:
    names = dict(warehouse.read("economies").frame.select("economy", "name").iter_rows())
    for code in codes:
        if code not in names:
            by_name = {name.upper(): f"{known} ({name})" for known, name in names.items()}
            near = [by_name[name] for name in get_close_matches(code, by_name, 3, 0.7)]
            raise UnknownPairError(
                f"{code} is no economy here; give two ISO 3166-1 alpha-3 codes, such as DEU VNM"
                + (f"; did you mean {' or '.join(near)}?" if near else "")
            )
    if len(set(codes)) < len(codes):
        raise UnknownPairError(f"{codes[0]} does not trade with itself here; give two economies")
    return [f"{names[code]} ({code})" for code in codes]
