/*
description = "What product codes mean."
grain       = ["nomenclature", "product_code"]
[columns]
nomenclature      = "Classification of products: SITC3 (sections of the Standard International Trade Classification, Revision 3) or an edition of the Harmonized System, such as HS1992"
product_code      = "Code of the product in its nomenclature"
product_level     = "section (SITC, one digit), chapter, heading or subheading (HS, two, four or six digits)"
product_name      = "Description of the product; null where no source gives one"
parent_code       = "Code of the product's chapter in its nomenclature; null for chapters and sections"
is_differentiated = "Whether goods differ by maker: SITC sections 5 to 8 against 0 to 4, HS chapters accordingly; a stand-in for Rauch's (1999) list; null where neither"
*/
with named as (
    select nomenclature, product_code, max(product_name) as product_name
    from staged.un_comtrade_flow
    group by nomenclature, product_code
    union all
    select 'HS1992', product_code, product_name from staged.cepii_baci_product
),
traded as (
    select nomenclature, product_code from core.trade_product where nomenclature <> 'SITC3'
    union
    select nomenclature, product_code from named
),
editions as (select distinct nomenclature from traded),
chapter as (
    select e.nomenclature, s.product_code, s.name, cast(s.is_differentiated as boolean) as is_differentiated
    from editions as e cross join seed.product as s
    where s.nomenclature = 'HS'
),
coded as (
    select
        t.nomenclature, t.product_code, substring(t.product_code, 1, 2) as chapter_code, max(n.product_name) as product_name
    from traded as t
    left join named as n on t.nomenclature = n.nomenclature and t.product_code = n.product_code
    where length(t.product_code) > 2
    group by t.nomenclature, t.product_code
)
select
    k.nomenclature, k.product_code, case length(k.product_code) when 4 then 'heading' else 'subheading' end as product_level,
    k.product_name, k.chapter_code as parent_code, c.is_differentiated
from coded as k
left join chapter as c on k.nomenclature = c.nomenclature and k.chapter_code = c.product_code
union all
select nomenclature, product_code, 'chapter', name, null, is_differentiated from chapter
union all
select nomenclature, cast(product_code as varchar), level, name, null, cast(is_differentiated as boolean)
from seed.product
where nomenclature = 'SITC3'
