-- Share of outcomes inside the 90 % intervals, by tenth of trade size.
select origin, group_by, group_name, estimate_value, low_value, high_value, n_pairs
from score.backtest
where metric = 'interval_coverage' and timing = 'clean' and against = ''
order by origin, group_by, group_name
