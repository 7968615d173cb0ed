-- Coefficients of gravity with ties: between pairs (G1), within pairs (G2) and with leads and lags (G3).
select
    model_id, specification, term, dimension, estimate, std_error, low_estimate, high_estimate, effective_pair_count,
    switching_pair_count, n_obs, evidence_badge
from score.gravity_coefficient
order by specification, term
