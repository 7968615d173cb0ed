/*
question = "Who supplies a market in a year, and with which share of its known imports?"
returns  = "One row per supplier with known trade: imports from it, current US dollars, and its share of the market's known imports"
example  = "from mart.suppliers('VNM', 2014) limit 10"
*/
create or replace macro mart.suppliers(of_market, in_year) as table
select exporter, exporter_name, trade_usd, trade_usd / sum(trade_usd) over () as market_share
from mart.country_pair where importer = of_market and year = in_year and trade_usd is not null
order by trade_usd desc, exporter
