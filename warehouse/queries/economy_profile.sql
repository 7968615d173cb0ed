-- How close an economy is to the world, dimension by dimension, beside its peers: means over its partners, from values
-- that are not from a later year, in the latest year of the data that has them.
with known as (
    select
        economy, dimension, year, mean_value_index, partner_count, tie_status,
        max(year) over (partition by dimension) as latest_year
    from mart.economy_tie
    where list_contains(string_split($economy || coalesce(',' || $peers, ''), ','), economy)
        and year <= (select last_year from meta.build)
)
select
    known.economy, economy.name, known.dimension, known.year, known.mean_value_index, known.partner_count, known.tie_status
from known
inner join ref.economy as economy on known.economy = economy.economy
where known.year = known.latest_year
order by known.dimension, known.economy
