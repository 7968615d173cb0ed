-- How concentrated trade is on few partners: Herfindahl-Hirschman index of shares, actual and potential, and mean distance.
with flows as (
    select 'export' as direction, importer as partner, year, trade_usd, potential_usd, distance_km
    from mart.country_pair where exporter = $economy
    union all
    select 'import' as direction, exporter as partner, year, trade_usd, potential_usd, distance_km
    from mart.country_pair where importer = $economy
),
shares as (
    select
        direction, year, trade_usd / nullif(sum(trade_usd) over (partition by direction, year), 0) as actual_share,
        potential_usd / nullif(sum(potential_usd) over (partition by direction, year), 0) as potential_share, distance_km
    from flows
)
select
    direction, year, sum(actual_share * actual_share) as actual_hhi_index,
    sum(potential_share * potential_share) as potential_hhi_index, sum(actual_share * distance_km) as actual_distance_km,
    sum(potential_share * distance_km) as potential_distance_km, count(actual_share) as partner_count
from shares
where actual_share > 0 or potential_share > 0
group by direction, year
having sum(actual_share) > 0
order by direction, year
