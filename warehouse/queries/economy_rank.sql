-- Place of an economy among all by what it sells and by what it buys, year by year.
select direction, economy, year, total_trade_usd, place, economy_count
from mart.economy_trade
where economy = $economy
order by direction, year
