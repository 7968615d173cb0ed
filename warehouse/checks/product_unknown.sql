/*
rule     = "Every product that is traded has a name."
severity = "warning"
remedy   = "Add the code to the seed product, or look at the source's table of products."
*/
select t.nomenclature, t.product_code, count(*) as flow_count
from core.trade_product as t
left join core.product as p on t.nomenclature = p.nomenclature and t.product_code = p.product_code
where p.product_name is null
group by t.nomenclature, t.product_code
