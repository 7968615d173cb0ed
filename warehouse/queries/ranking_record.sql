-- How well each order would have done at past origins, on pairs and years kept for the report.
select origin_year, outcome, metric, score, estimate_value, low_value, high_value, n_pairs
from mart.backtest
where origin_use = 'reporting' and timing = 'clean' and group_by = 'all pairs'
    and ((outcome = 'outgrow' and metric = 'roc_area') or (outcome = 'gain' and metric = 'top_10_share_caught'))
order by metric, score, origin_year
