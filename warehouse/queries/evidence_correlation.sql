-- Ties and market access: rank correlations, raw, partial and within pairs, over all years and pairs, zero flows included.
select
    dimension, tie_timing, access_measure, compared_pair_count, raw_rho, partial_rho, partial_rho_low, partial_rho_high,
    partial_effects_rho, partial_effects_rho_low, partial_effects_rho_high, within_rho, within_rho_low, within_rho_high,
    coalesce(empty_reason, within_empty_reason) as empty_reason
from mart.tie_access_correlation
where exporter_group = 'all' and with_zero_flows
    and period_first_year = (select min(period_first_year) from mart.tie_access_correlation)
    and period_last_year = (select max(period_last_year) from mart.tie_access_correlation)
order by access_measure, partial_rho desc nulls last, dimension
