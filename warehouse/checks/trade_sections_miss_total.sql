/*
rule     = "Sections add up to total trade within 1 % in every year of a source that gives both."
severity = "warning"
remedy   = "Compare the file's sections with its totals: a section may be missing (UNCTAD's of 1995 hold 99.2 %, of all years 99.87 %)."
*/
with parts as (
    select source_id, year, sum(value_usd) as sections_usd
    from core.trade_product
    where nomenclature = 'SITC3'
    group by source_id, year
)
select p.source_id, p.year, p.sections_usd, c.total_usd, p.sections_usd / c.total_usd as share
from parts as p inner join core.trade_coverage as c on p.source_id = c.source_id and p.year = c.year
where abs(p.sections_usd / c.total_usd - 1) > 0.01
