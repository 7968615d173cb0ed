"""What moved since the last build: written into ``meta.change`` at publication, printed by ``make diff``.

A pair's rank can move for two reasons. The data for the old year were *revised*: the same year is ranked in both
builds. Or the world *changed*: both years are ranked in the new build. The two add up to the whole move.
"""

from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table as Grid

from warehouse.build import comment_on
from warehouse.model import Table
from warehouse.paths import Paths

LARGEST = 50  # changes kept of each kind that is long

CHANGE = Table(
    "meta.change",
    "What moved since the build before this one; empty in a first build.",
    ("kind", "subject"),
    {
        "kind": "rows (of a table), coverage (rows of a source), total (world trade of a year), value (trade of a "
        "pair), rank_revised or rank_world (rank by untapped trade moved: data were revised, or the world changed)",
        "subject": "Table, source, year or pair",
        "before": "Number in the build before; null where it was not there",
        "after": "Number in this build; null where it is gone",
    },
)

TABLES = (
    "select schema_name || '.' || table_name from duckdb_tables() where database_name = ? and schema_name <> 'meta'"
)

TOTALS = """
select {kind} as kind, coalesce(o.subject, n.subject) as subject, o.amount as before, n.amount as after
from ({old}) as o full join ({new}) as n on o.subject = n.subject
where o.amount is distinct from n.amount
  and coalesce(abs(o.amount - n.amount) > 1e-9 * abs(n.amount), true) -- summing in another order is no change
"""
PAIRS = """
select exporter || ' → ' || importer || ' ' || year as subject, trade_usd as amount from {db}.mart.country_pair
"""
WORLD = "select year::varchar as subject, sum(trade_usd) as amount from {db}.mart.country_pair group by year"
COVERAGE = "select source_id as subject, sum(row_count) as amount from {db}.meta.coverage group by all"
RANKS = """
select exporter || ' → ' || importer as subject, rank() over (order by untapped desc)::double as amount
from (
    select exporter, importer, greatest(avg(potential_usd) - avg(trade_usd), 0) as untapped
    from {db}.mart.country_pair
    where year between {year} - 2 and {year} and trade_usd is not null and potential_usd is not null
    group by exporter, importer)
where untapped > 0
"""


def write_changes(con: duckdb.DuckDBPyConnection, previous: Path | None) -> None:
    """Compare the current database with the file published before and write ``meta.change``."""
    con.execute("create table meta.change (kind varchar, subject varchar, before double, after double)")
    comment_on(con, CHANGE)
    if previous is None:
        return
    (here,) = con.execute("select current_database()").fetchall()[0]
    con.execute(f"attach '{previous}' as previous (read_only)")
    try:
        for select in _comparisons(con, here):
            con.execute(f"insert into meta.change {select}")
    except duckdb.CatalogException as error:
        if "previous." not in str(error):
            raise
        con.execute("delete from meta.change")  # the file before was made by an Entente with other tables
        con.execute("insert into meta.change values (?, ?, null, null)", ["rows", f"not comparable: {error}"[:200]])
    finally:
        con.execute("detach previous")


def _comparisons(con: duckdb.DuckDBPyConnection, here: str) -> list[str]:
    years = [con.execute(f"select last_year from {db}.meta.build").fetchall()[0][0] for db in ("previous", here)]
    rows = [_row_counts(con, db) for db in ("previous", here)]
    return [
        TOTALS.format(kind="'rows'", old=rows[0], new=rows[1]),
        _both("coverage", COVERAGE, here),
        _both("total", WORLD, here) + " order by subject",
        f"select * from ({_both('value', PAIRS, here)}) {_largest('before', 'after')}",
        _ranks("rank_revised", ("previous", years[0]), (here, years[0])),
        _ranks("rank_world", (here, years[0]), (here, years[1])),
    ]


def _both(kind: str, select: str, here: str) -> str:
    return TOTALS.format(kind=f"'{kind}'", old=select.format(db="previous"), new=select.format(db=here))


def _ranks(kind: str, old: tuple[str, int], new: tuple[str, int]) -> str:
    both = TOTALS.format(
        kind=f"'{kind}'", old=RANKS.format(db=old[0], year=old[1]), new=RANKS.format(db=new[0], year=new[1])
    )
    # What moves at the top matters; the foot of a long list reshuffles with every cent.
    return f"select * from ({both}) where least(before, after) <= 200 {_largest('ln(before)', 'ln(after)')}"


def _largest(before: str, after: str) -> str:
    return f"order by abs(coalesce({after}, 0) - coalesce({before}, 0)) desc, subject limit {LARGEST}"


def _row_counts(con: duckdb.DuckDBPyConnection, db: str) -> str:
    names = [name for (name,) in con.execute(TABLES, [db]).fetchall()]
    return " union all ".join(
        f"select '{name}' as subject, count(*)::double as amount from {db}.{name}" for name in names
    )


def main(paths: Paths) -> int:
    """Print what moved between the published file and the one before it."""
    if not paths.current.exists():
        print("nothing is published yet: run `make etl`, or `make run` for a simulated world")
        return 1
    with duckdb.connect(str(paths.current.resolve()), read_only=True) as con:
        rows = con.execute("select kind, subject, before, after from meta.change").fetchall()
    if not rows:
        print("nothing moved since the build before, or there was none")
    console = Console()
    for kind in dict.fromkeys(row[0] for row in rows):
        console.print(_grid(kind, [row[1:] for row in rows if row[0] == kind]))
    return 0


def _grid(kind: str, rows: list[tuple[str, float | None, float | None]]) -> Grid:
    grid = Grid("what", "before", "after", title=kind, title_justify="left")
    for column in grid.columns[1:]:
        column.justify = "right"
    for subject, before, after in rows[:20]:
        grid.add_row(subject, *("" if value is None else f"{value:,.0f}" for value in (before, after)))
    if len(rows) > 20:
        grid.caption = f"and {len(rows) - 20} more: select * from meta.change where kind = '{kind}'"
    return grid
