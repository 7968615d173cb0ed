/*
rule     = "The static potential of a product group adds up, for every importer, to what it imports of it."
severity = "error"
remedy   = "Look at warehouse/scoring/products.py: the rescaling by demand failed."
*/
with summed as (
    select importer, product_code, sum(product_trade_usd) as imports_usd, sum(static_potential_usd) as potential_usd
    from score.product_potential
    group by importer, product_code
)
select importer, product_code, imports_usd, potential_usd
from summed
where potential_usd > 1.000001 * imports_usd
