"""DESTA's list of treaties, a record at a time."""

import re

SEATS = range(1, 92)
KNOWN = "number;base_treaty;name;entry_type;year;entryforceyear;typememb;regioncon;wto_listed"


def record(
    number: str,
    kind: str,
    membership: int,
    seats: list[tuple[int, int | None]],
    years: tuple[int, int | str] = (2000, 2001),
) -> str:
    empty = ["NA"] * (len(SEATS) - len(seats))
    members = [str(code) for code, _ in seats] + empty
    groups = ["NA" if group is None else str(group) for _, group in seats] + empty
    base = re.match(r"\d+", number)[0]
    known = [number, base, f"Treaty {number}", kind, *map(str, years), str(membership), "Europe", "1"]
    return ";".join([*known, *members, *groups])


def listed(*records: str) -> bytes:
    header = ";".join([KNOWN, *(f"c{k}" for k in SEATS), *(f"mc{k}" for k in SEATS)])
    return "\n".join([header, *records, ""]).encode("latin-1")
