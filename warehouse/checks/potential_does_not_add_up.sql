/*
rule     = "Potentials add up to actual trade for every exporter and year, over the cells fitted."
severity = "error"
remedy   = "The gravity fit did not converge: see meta.model_fit."
*/
select exporter, year, sum(trade_usd) as trade_usd, sum(potential_usd) as potential_usd
from score.potential
where trade_usd is not null and potential_usd is not null and in_sample
group by exporter, year
having abs(sum(trade_usd) - sum(potential_usd)) > 1e-6 * sum(trade_usd)
