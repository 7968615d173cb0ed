/*
description = "Economies: states and territories with trade of their own, vanished ones included."
grain       = ["economy"]
[columns]
economy           = "Economy, ISO 3166-1 alpha-3 (3166-3 for vanished states)"
iso2              = "ISO 3166-1 alpha-2 code"
m49               = "United Nations M49 number"
cow_code          = "Correlates of War state number"
name              = "Short English name"
region            = "World Bank region"
income_group      = "World Bank income group, current classification"
landlocked        = "Whether the economy has no sea coast"
capital           = "Capital or seat of government"
capital_latitude  = "Latitude of the capital, degrees"
capital_longitude = "Longitude of the capital, degrees"
first_year        = "First calendar year the economy exists under this code; null where before every source"
last_year         = "Last calendar year the economy exists under this code; null where it still does"
successors        = "For vanished states: successor economies, separated by |"
*/
select
    iso3 as economy, iso2, m49::integer as m49, cow_code::integer as cow_code, name, region, income_group,
    landlocked::boolean as landlocked, capital, capital_latitude::double as capital_latitude,
    capital_longitude::double as capital_longitude, valid_from::integer as first_year, valid_to::integer as last_year,
    successors
from seed.economy
