"""What may be chosen for ``python -m warehouse what-if``; apart, so that no other command waits for the numerics."""

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from warehouse.scoring.elasticity import SIGMA, SIGMA_RANGE


@dataclass(frozen=True)
class Options:
    """What may be chosen on the command line.

    Attributes:
        scenario: The file.
        out: Where Parquet is written; beside the scenario where None.
        kind: What responds.
        draws: Of coefficients and elasticity.
        seed: Of the draws.
        sigma: Elasticity of substitution.
        sigma_range: What it is drawn from; `sigma` alone where only that is given.
        reference: Whose price index is the unit of account; the largest economy's where None.
        accept_association: Answer also what rests on no more than an association.
        rows: Economies listed on either side of the table.
    """

    scenario: Path
    out: Path | None
    kind: Literal["partial", "conditional", "full"]
    draws: int
    seed: int
    sigma: float | None
    sigma_range: tuple[float, float] | None
    reference: str | None
    accept_association: bool
    rows: int


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line; the names are those of `Options`."""
    parser.add_argument("scenario", type=Path, metavar="FILE", help="a scenario in TOML; see docs/how-to/what-if.md")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where to write Parquet (default: beside the scenario)")
    kinds = ["partial", "conditional", "full"]
    parser.add_argument(
        "--kind", choices=kinds, default="full", help="what responds (default: %(default)s equilibrium)"
    )
    parser.add_argument("--draws", type=_count, default=100, help="0 gives no intervals (default: %(default)s)")
    parser.add_argument("--seed", type=_count, default=1, help="of the draws (default: %(default)s)")
    parser.add_argument("--sigma", type=float, help=f"elasticity of substitution (default: {SIGMA:g})")
    low, high = SIGMA_RANGE
    parser.add_argument(
        "--sigma-range",
        type=float,
        nargs=2,
        metavar=("LOW", "HIGH"),
        help=f"draw the elasticity from this range (default: {low:g} {high:g}; --sigma alone is not drawn)",
    )
    parser.add_argument("--reference", metavar="ISO3", help="whose price index is the unit (default: largest economy)")
    parser.add_argument(
        "--accept-association", action="store_true", help="answer also where no effect is identified, captioned so"
    )
    parser.add_argument(
        "--rows", type=_count, default=10, help="economies listed on either side (default: %(default)s)"
    )


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0")
    return int(text)
