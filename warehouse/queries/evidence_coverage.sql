-- Share of outcomes inside the 90 % intervals, by tenth of trade size.
select origin_year, group_by, group_name, estimate_value, low_value, high_value, n_pairs
from mart.backtest
where metric = 'interval_coverage' and timing = 'clean'
order by origin_year, group_by, length(group_name), group_name
