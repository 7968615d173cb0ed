/*
rule     = "Fewer than one in four known investment values of a source and year is negative."
severity = "warning"
remedy   = "A mark for missing may have been read as a number; disinvestment and loans to parents explain 3 % of stocks and 13 % of flows."
*/
select
    source_id, measure, year, sum(case when investment_usd < 0 then 1 else 0 end) as negative_count, count(*) as known_count
from core.fdi
where investment_usd is not null
group by source_id, measure, year
having 4 * sum(case when investment_usd < 0 then 1 else 0 end) > count(*)
