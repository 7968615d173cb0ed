-- Zero, missing and not reported are three things: how many pairs of each in the latest year
select trade_status, count(*) as pair_count, sum(trade_usd) as trade_usd
from mart.country_pair
where year = (select last_year from meta.build)
group by trade_status
order by pair_count desc
