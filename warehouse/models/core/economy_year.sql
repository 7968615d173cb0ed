/*
description = "Size of an economy in a year."
grain       = ["economy", "year"]
[columns]
economy    = "Economy, ISO 3166-1 alpha-3 (3166-3 for vanished states)"
year       = "Calendar year"
gdp_usd    = "Gross domestic product, current US dollars; null where not reported"
population = "Population, persons; null where not reported"
source_id  = "Source the number comes from; see meta.source"
*/
select
    economy, year,
    max(case when indicator = 'NY.GDP.MKTP.CD' then value end) as gdp_usd,
    max(case when indicator = 'SP.POP.TOTL' then value end) as population,
    'world_bank' as source_id
from staged.world_bank_indicator
group by economy, year
