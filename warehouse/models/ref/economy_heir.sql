/*
description = "Who is bound, in a given year, by what a state agreed to. Publishers write a successor's code for the state before it, so whoever follows under the same United Nations number follows in its agreements."
grain       = ["economy", "holder"]
[columns]
economy      = "Economy, ISO 3166-1 alpha-3 (3166-3 for vanished states)"
holder       = "Economy that is bound, ISO 3166-1 alpha-3: the state itself, its successor or its predecessor under the same number"
holder_from  = "First calendar year in which the holder exists; null where before every source"
holder_to    = "Last calendar year in which the holder exists; null where it still does"
*/
with shared_number as (
    select code from seed.economy_code where system = 'm49' and iso3 is not null group by code having count(distinct iso3) > 1
),
sharing as (
    select e.code, e.iso3, e.valid_from, e.valid_to
    from seed.economy_code as e inner join shared_number as s on e.code = s.code
    where e.system = 'm49'
)
select
    a.iso3 as economy, b.iso3 as holder, cast(b.valid_from as integer) as holder_from, cast(b.valid_to as integer) as holder_to
from sharing as a inner join sharing as b on a.code = b.code
union all
select economy, economy, first_year, last_year from ref.economy where economy not in (select iso3 from sharing)
