-- How well each score predicted at past origins, everything known by the origin only.
select origin, timing, outcome, metric, score, against, estimate_value, low_value, high_value, n_pairs, origin_use
from score.backtest
where group_by in ('all pairs', 'all pairs without trade')
order by timing, outcome, metric, against, score, origin
