/*
rule     = "Of the pairs that trade in the latest year, at least half have a known value in each tie dimension that has a source."
severity = "warning"
remedy   = "The source ended too early or began too late to speak for that year: see meta.coverage."
*/
with pairs as (
    select distinct exporter, importer, year
    from core.trade
    where value_usd > 0 and year = (select max(year) from core.trade)
),
known as (
    select t.dimension, count(*) as known_count
    from core.tie as t
    inner join pairs as p on t.origin = p.exporter and t.destination = p.importer and t.year = p.year
    where t.is_headline and t.value_index is not null and t.tie_status <> 'from a later year'
    group by t.dimension
),
dimensions as (select distinct dimension from core.tie)
select d.dimension, coalesce(k.known_count, 0) as known_count, n.pair_count
from dimensions as d
left join known as k on d.dimension = k.dimension
cross join (select count(*) as pair_count from pairs) as n
where coalesce(k.known_count, 0) < 0.5 * n.pair_count
