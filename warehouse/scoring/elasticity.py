"""The elasticity of substitution between economies' goods, σ, where a reader does not choose one."""

SIGMA, SIGMA_RANGE = 6.0, (4.0, 8.0)
"""σ exceeds by one the trade elasticity, whose preferred median is 5.03 in Head & Mayer (2014). Drawn from a range."""
