/*
rule     = "Nobody lives on less than ten dollars a year, or makes more than half a million on average."
severity = "warning"
remedy   = "Look at the source: a product in local currency or in thousands (Georgia's of 1987 to 1989 is known), or a wrong population."
*/
select economy, year, gdp_usd, population, gdp_usd / population as gdp_per_head_usd
from core.economy_year
where gdp_usd / population not between 10 and 500000
