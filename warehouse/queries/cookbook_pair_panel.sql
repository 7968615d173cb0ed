-- One pair over time, trade beside its potential and its ties
select year, trade_usd, trade_status, potential_usd, tie_index, alignment_index
from mart.country_pair
where exporter = 'IDN' and importer = 'IND'
order by year
