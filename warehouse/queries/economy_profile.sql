-- How close an economy is to the world, dimension by dimension, beside its peers: means over its partners, from values
-- that are not from a later year, in the latest year of the data that has them.
with chosen as (
    select unnest(string_split($economy || coalesce(',' || $peers, ''), ',')) as economy
),
known as (
    select tie.origin, tie.dimension, tie.year, tie.value_index, tie.tie_status
    from core.tie as tie
    inner join chosen on tie.origin = chosen.economy
    where tie.is_headline and tie.value_index is not null and tie.tie_status <> 'from a later year'
        and tie.year <= (select last_year from meta.build)
),
latest as (select dimension, max(year) as year from known group by dimension)
select
    known.origin as economy, economy.name, known.dimension, known.year, avg(known.value_index) as mean_value_index,
    count(*) as partner_count, min(known.tie_status) as tie_status
from known
inner join latest on known.dimension = latest.dimension and known.year = latest.year
inner join ref.economy as economy on known.origin = economy.economy
group by known.origin, economy.name, known.dimension, known.year
order by known.dimension, known.origin
