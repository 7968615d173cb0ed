/*
rule     = "A source that covers the world adds up to world exports of goods as the World Trade Organization knows them: three quarters to six fifths of it."
severity = "error"
remedy   = "Look at the source's parser and at core.trade: a flow is counted twice, a bloc beside its members, or the unit is wrong."
*/
with known (year, known_usd) as (
    -- World merchandise exports, current US dollars, rounded: WTO Stats, indicator ITS_MTV_AX.
    values (1980, 2.04e12), (1990, 3.49e12), (1995, 5.17e12), (2000, 6.45e12), (2005, 10.5e12), (2010, 15.3e12), (2015, 16.5e12)
),
totals as (select source_id, year, sum(value_usd) as total_usd from core.trade group by source_id, year)
select t.source_id, t.year, k.known_usd, t.total_usd
from totals as t
inner join known as k on t.year = k.year
cross join meta.build as b
where not b.simulated and t.total_usd not between 0.75 * k.known_usd and 1.2 * k.known_usd
