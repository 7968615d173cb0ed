/*
rule     = "Two sources of investment stocks agree in sum on the pairs and years both hold within a factor of two."
severity = "warning"
remedy   = "Look at the units of the sources' parsers: millions and dollars may be mixed up."
*/
select a.source_id, b.source_id as other_source_id, a.year, sum(a.investment_usd) as total_usd, sum(b.investment_usd) as other_total_usd
from core.fdi as a
inner join core.fdi as b
    on a.home = b.home and a.host = b.host and a.year = b.year and a.measure = b.measure and a.source_id < b.source_id
where a.measure = 'stock' and a.investment_usd is not null and b.investment_usd is not null
group by a.source_id, b.source_id, a.year
having sum(a.investment_usd) not between 0.5 * sum(b.investment_usd) and 2 * sum(b.investment_usd)
