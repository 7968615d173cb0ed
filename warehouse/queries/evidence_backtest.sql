-- How well each score predicted at past origins, everything known by the origin only, and how far the outlook led it.
select
    origin_year, timing, outcome, metric, score, estimate_value, low_value, high_value, lead_value, lead_low_value,
    lead_high_value, verdict, n_pairs, origin_use
from mart.backtest
where group_by in ('all pairs', 'all pairs without trade')
order by timing, outcome, metric, score, origin_year
