/*
rule     = "A source that does not cover the world in a year is not shown as total trade."
severity = "error"
remedy   = "core.trade must keep to the source years that core.trade_coverage counts as totals."
*/
select t.source_id, t.year, count(*) as rows_shown
from core.trade as t
left join core.trade_coverage as c on t.source_id = c.source_id and t.year = c.year
where c.counts_as_total is distinct from true
group by t.source_id, t.year
