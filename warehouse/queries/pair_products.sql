-- What one could sell the other, by product group: actual, potential and untapped, largest untapped first.
select *
from mart.product_opportunity
where exporter = $exporter and importer = $importer
order by untapped_usd desc nulls last, product_code
