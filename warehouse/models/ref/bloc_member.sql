/*
description = "Who belonged to which bloc when, by a name that a scenario may use: blanks are hyphens. Names on sanctions lists that are no group of states are left out."
grain       = ["bloc_name", "economy", "member_from"]
[columns]
bloc_name   = "Bloc or other group of economies, blanks as hyphens"
economy     = "Economy, ISO 3166-1 alpha-3 (3166-3 for vanished states)"
member_from = "First calendar year of membership"
member_to   = "Last calendar year of membership; null where it still lasts"
*/
select
    replace(bloc, ' ', '-') as bloc_name, iso3 as economy, cast(valid_from as integer) as member_from,
    cast(valid_to as integer) as member_to
from seed.bloc
where iso3 is not null and bloc not like '%(%'
