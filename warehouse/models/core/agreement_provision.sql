/*
description = "How many policy areas the deepest agreement between two economies covers with rules that can be enforced, year by year and both ways."
grain       = ["exporter", "importer", "year"]
[columns]
exporter                = "Exporting economy, ISO 3166-1 alpha-3"
importer                = "Importing economy, ISO 3166-1 alpha-3"
year                    = "Calendar year"
enforceable_count       = "Policy areas, of 52, with enforceable rules in the agreement that has most of them"
enforceable_beyond_wto  = "Of these, areas on which the World Trade Organization has no rules, in the agreement that has most of them"
source_id               = "Source the number comes from; see meta.source"
*/
with agreement as (
    select
        wb_id, count(case when enforceability >= 1 then 1 end) as enforceable_count,
        count(case when enforceability >= 1 and scope = 'WTO-X' then 1 end) as enforceable_beyond_wto
    from staged.wb_deep_agreements_provision
    group by wb_id
),
both_ways as (
    select wb_id, economy_1 as exporter, economy_2 as importer, year from staged.wb_deep_agreements_pair
    union
    select wb_id, economy_2, economy_1, year from staged.wb_deep_agreements_pair
)
select
    b.exporter, b.importer, b.year, max(a.enforceable_count) as enforceable_count,
    max(a.enforceable_beyond_wto) as enforceable_beyond_wto, 'wb_deep_agreements' as source_id
from both_ways as b inner join agreement as a on b.wb_id = a.wb_id
where b.exporter <> b.importer
group by b.exporter, b.importer, b.year
