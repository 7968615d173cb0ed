"""CEPII GeoDist with the columns of the publisher's sheet, one row per ordered pair, as CSV inside the zip."""

from pathlib import Path

import numpy as np
import polars as pl

from etl.simulation.files import write_zip
from etl.simulation.world import Floats, World

# GeoDist describes the states of 2004, some under alpha-3 codes of before.
OLD_CODES = {"ROU": "ROM", "COD": "ZAR", "TLS": "TMP", "PSE": "PAL", "SCG": "YUG"}
LATER_STATES = ["MNE", "SRB", "SSD", "XKX"]
UNKNOWN = "."


def write(world: World, folder: Path) -> None:
    """Write ``dist_cepii.zip`` with ``dist_cepii.csv``; ``distw`` and ``distwces`` hold "." where not known."""
    code = np.array([OLD_CODES.get(iso3, iso3) for iso3 in world.iso3])
    here = world.geography
    flags = {
        "contig": here.contiguous,
        "comlang_off": here.common_language,
        "comlang_ethno": here.common_ethnic_language,
        "colony": here.colony,
        "comcol": here.common_coloniser,
        "curcol": np.zeros_like(here.colony),
        "col45": here.colony_since_1945,
        "smctry": np.zeros_like(here.colony),
    }
    frame = pl.DataFrame(
        {"iso_o": np.repeat(code, len(code)), "iso_d": np.tile(code, len(code))}
        | {name: flag.ravel().astype(np.int64) for name, flag in flags.items()}
        | {"dist": here.distance_capital_km.ravel(), "distcap": here.distance_capital_km.ravel()}
        | {"distw": _or_dot(here.distance_weighted_km), "distwces": _or_dot(0.98 * here.distance_weighted_km)}
    )
    held = frame.filter(~pl.col("iso_o").is_in(LATER_STATES), ~pl.col("iso_d").is_in(LATER_STATES))
    text = held.sort("iso_o", "iso_d").write_csv()
    write_zip(folder / "dist_cepii.zip", "dist_cepii.csv", text.encode())


def _or_dot(km: Floats) -> list[str]:
    return [UNKNOWN if np.isnan(value) else repr(float(value)) for value in km.ravel()]
