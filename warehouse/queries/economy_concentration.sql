-- How concentrated trade is on few partners: Herfindahl-Hirschman index of shares, actual and potential, and mean distance.
select
    direction, year, actual_hhi_index, potential_hhi_index, actual_distance_km, potential_distance_km, partner_count
from mart.economy_trade
where economy = $economy
order by direction, year
