/*
description = "Does the ranking predict? One row per origin, timing, outcome, metric, score and group of pairs: how well the score did, and how far the outlook that the product shows did better, with intervals that resample economies and with them their pairs."
grain       = ["origin_year", "timing", "outcome", "metric", "score", "group_by", "group_name"]
[columns]
origin_year     = "Year the forecast is made at: nothing later is used, and growth is measured over the five years after"
origin_use      = "choosing (before 2000: formulations were chosen here) or reporting"
timing          = "clean (growth starts with the three years after the last that the score knows) or plain (it starts from the trade that the score knows, so that noise that fades looks like skill)"
outcome         = "What was to be foreseen: growth (change of the log share in the importer's imports), outgrow (more than the importer's median supplier), gain (dollars at constant market size), start (a pair without trade trades), or growth to t+1 … t+3"
metric          = "spearman, roc_area, precision_top_decile (share of the top tenth that outgrew), top_10_share_caught (gains of a list of ten over the ten largest gains of each exporter), top_10_share_net (the same net of losses), interval_coverage (of 90 % intervals), below_upper_bound (of 90 % bounds), share_foretold and share_observed, or itc_coefficient"
score           = "What the pairs were ordered by, or the regressor"
group_by        = "How pairs were grouped"
group_name      = "Which of the groups"
estimate_value  = "The number, or the difference of two"
low_value       = "Lower end of the 90 % interval"
high_value      = "Upper end of the 90 % interval"
n_pairs         = "Pairs it was measured on"
lead_value      = "The same number of the outlook less that of this score; null for the outlook itself"
lead_low_value  = "Lower end of the 90 % interval of the lead"
lead_high_value = "Upper end of the 90 % interval of the lead"
verdict         = "The outlook against this score: better (the interval of the lead lies above zero), worse (below), no difference shown (it holds zero); null where nothing is compared"
*/
select
    level.origin_year, level.origin_use, level.timing, level.outcome, level.metric, level.score, level.group_by, level.group_name,
    level.estimate_value, level.low_value, level.high_value, level.n_pairs,
    lead.estimate_value as lead_value, lead.low_value as lead_low_value, lead.high_value as lead_high_value,
    case
        when lead.low_value > 0 then 'better'
        when lead.high_value < 0 then 'worse'
        when lead.low_value is not null then 'no difference shown'
    end as verdict
from score.backtest as level
left join score.backtest as lead
    on level.origin_year = lead.origin_year and level.timing = lead.timing and level.outcome = lead.outcome
    and level.metric = lead.metric and level.group_by = lead.group_by and level.group_name = lead.group_name
    and level.score = lead.against and lead.score = 'outlook'
where level.against = ''
