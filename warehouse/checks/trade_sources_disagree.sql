/*
rule     = "Two sources that cover the world in a year agree on the trade of the pairs both hold within a quarter."
severity = "warning"
remedy   = "Look at the units and the direction of the sources' parsers; definitions alone do not explain more."
*/
select
    a.source_id, b.source_id as other_source_id, a.year, sum(a.value_usd) as total_usd, sum(b.value_usd) as other_total_usd
from core.trade as a
inner join core.trade as b
    on a.exporter = b.exporter and a.importer = b.importer and a.year = b.year and a.source_id < b.source_id
where a.value_usd is not null and b.value_usd is not null
group by a.source_id, b.source_id, a.year
having abs(ln(sum(a.value_usd) / sum(b.value_usd))) > 0.25
