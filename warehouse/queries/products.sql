-- Product groups with a potential.
select distinct nomenclature, product_code, product_name
from mart.product_opportunity
order by product_code
