-- What one could sell the other, by product: actual, potential and untapped.
select *
from mart.product_opportunity
where exporter = $exporter and importer = $importer
order by untapped_usd desc
