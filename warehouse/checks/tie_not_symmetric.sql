/*
rule     = "Alignment, alliances and shared organisations are the same both ways."
severity = "error"
remedy   = "Look at core.tie_alignment, core.tie_security and core.tie_institutions."
*/
with latest as (
    select indicator, max(year) as year
    from core.tie
    where dimension in ('alignment', 'security', 'institutions')
    group by indicator
),
ties as (
    select t.origin, t.destination, t.year, t.indicator, t.value_index
    from core.tie as t inner join latest as l on t.indicator = l.indicator and t.year = l.year
)
select a.origin, a.destination, a.year, a.indicator, a.value_index, b.value_index as value_back_index
from ties as a
left join ties as b on a.origin = b.destination and a.destination = b.origin and a.indicator = b.indicator
where a.origin < a.destination and (b.indicator is null or abs(a.value_index - b.value_index) > 1e-12)
