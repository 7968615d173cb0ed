-- Size of each economy in a year.
select economy, gdp_usd from core.economy_year where year = $year
