"""Regressors that the effects or the other regressors explain, exactly or nearly."""

import numpy as np

from warehouse.scoring.panel import Floats


def explained(gram: Floats, variation: Floats, terms: tuple[str, ...], tolerance: float) -> dict[str, str]:
    """Name the regressors whose own variation is less than a share of the total.

    Args:
        gram: (K, K), weighted cross products after the effects have been projected out.
        variation: (K,), weighted variation of each regressor around its mean, before.
        terms: Their names; of several that explain each other the first ones stay.
        tolerance: The share of variation below which a regressor counts as explained.

    Returns:
        Name → by what it is explained, in words.
    """
    found: dict[str, str] = {}
    kept: list[int] = []
    for k, term in enumerate(terms):
        own = gram[k, k]
        if own <= tolerance * variation[k]:
            found[term] = "the effects"
            continue
        loadings = np.linalg.solve(gram[np.ix_(kept, kept)], gram[kept, k])
        if own - gram[k, kept] @ loadings <= tolerance * own:
            share = loadings**2 * np.diag(gram)[kept]
            found[term] = "the effects and " + ", ".join(
                terms[j] for j, s in zip(kept, share, strict=True) if s > 1e-6 * own
            )
            continue
        kept.append(k)
    return found
