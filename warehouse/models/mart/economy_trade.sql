/*
description = "An economy's trade one way in a year: its total, its place among all economies, and how concentrated on few and how far its partners are."
grain       = ["economy", "direction", "year"]
[columns]
economy               = "Economy, ISO 3166-1 alpha-3 (3166-3 for vanished states)"
direction             = "export or import, as seen from the economy"
year                  = "Calendar year"
total_trade_usd       = "Sum of the economy's trade in that direction with all partners that have a number, current US dollars"
place                 = "Place of total_trade_usd among all economies of the year, 1 = largest"
economy_count         = "Economies with at least one row"
partner_count         = "Partners with a number"
actual_hhi_index      = "Herfindahl-Hirschman index of the partners' shares in actual trade: 1 a single partner"
potential_hhi_index   = "Herfindahl-Hirschman index of the partners' shares in potential trade; null where no partner has a potential"
actual_distance_km    = "Mean distance of partners, weighted by actual trade, kilometres"
potential_distance_km = "Mean distance of partners, weighted by potential trade, kilometres"
*/
with flows as (
    select exporter as economy, 'export' as direction, year, trade_usd, potential_usd, distance_km from mart.country_pair
    union all
    select importer as economy, 'import' as direction, year, trade_usd, potential_usd, distance_km from mart.country_pair
),
shares as (
    select
        economy, direction, year, trade_usd, distance_km,
        trade_usd / nullif(sum(trade_usd) over (partition by economy, direction, year), 0) as actual_share,
        potential_usd / nullif(sum(potential_usd) over (partition by economy, direction, year), 0) as potential_share
    from flows
),
totals as (
    select
        economy, direction, year, sum(trade_usd) as total_trade_usd, count(trade_usd) as partner_count,
        sum(actual_share * actual_share) as actual_hhi_index,
        sum(potential_share * potential_share) as potential_hhi_index,
        sum(actual_share * distance_km) as actual_distance_km,
        sum(potential_share * distance_km) as potential_distance_km
    from shares
    group by economy, direction, year
    having sum(trade_usd) > 0
)
select
    economy, direction, year, total_trade_usd,
    cast(rank() over (partition by direction, year order by total_trade_usd desc) as integer) as place,
    count(*) over (partition by direction, year) as economy_count,
    cast(partner_count as integer) as partner_count,
    actual_hhi_index, potential_hhi_index, actual_distance_km, potential_distance_km
from totals
