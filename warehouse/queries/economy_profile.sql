-- How close an economy is to the world, dimension by dimension, beside its peers: means over its partners, from values
-- that are not from a later year, in the latest year of the data that has them.
with known as (
    select economy, dimension, year, mean_value_index, partner_count, tie_status
    from mart.economy_tie
    where economy in (select unnest(string_split($economy || coalesce(',' || $peers, ''), ',')))
        and year <= (select last_year from meta.build)
),
latest as (select dimension, max(year) as year from known group by dimension)
select
    known.economy, economy.name, known.dimension, known.year, known.mean_value_index, known.partner_count, known.tie_status
from known
inner join latest on known.dimension = latest.dimension and known.year = latest.year
inner join ref.economy as economy on known.economy = economy.economy
order by known.dimension, known.economy
