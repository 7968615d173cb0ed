-- The coefficients behind a pair's latest potential, each with the pair's own value.
with latest as (select max(year) as year from score.potential_coefficient),
pair as (select * from core.gravity where exporter = $exporter and importer = $importer),
known as (
    select 'ln_distance' as term, ln(distance_km) as term_value from pair
    union all select 'contiguous', cast(contiguous as double) from pair
    union all select 'common_language', cast(common_language as double) from pair
    union all select 'colony', cast(colony as double) from pair
    union all
    select 'rta', cast(count(*) as double)
    from core.rta
    where exporter = $exporter and importer = $importer and year = (select year from latest)
)
select c.year, c.term, c.estimate, c.std_error, c.n_obs, k.term_value
from score.potential_coefficient as c
inner join latest on c.year = latest.year
left join known as k on c.term = k.term
order by c.term
