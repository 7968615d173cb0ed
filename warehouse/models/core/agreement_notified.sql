/*
description = "Pairs of economies bound by an agreement notified to the World Trade Organization that covers goods, by its present signatories, from which year to which."
grain       = ["rta_id", "economy_1", "economy_2"]
[columns]
rta_id         = "The World Trade Organization's number of the agreement"
agreement_name = "Name of the agreement as published"
agreement_type = "FTA free trade, CU customs union, PSA partial scope, EIA services; several joined by &"
economy_1      = "First economy of an unordered pair in alphabetical order, ISO 3166-1 alpha-3"
economy_2      = "Second economy of an unordered pair in alphabetical order, ISO 3166-1 alpha-3"
from_year      = "First calendar year in which the agreement binds the pair"
to_year        = "Last calendar year in which the agreement binds the pair; null where it still does"
source_id      = "Source the number comes from; see meta.source"
*/
select
    a.rta_id, a.agreement_name, a.agreement_type, i.economy as economy_1, j.economy as economy_2,
    cast(extract(year from a.entered_goods_on) as integer) as from_year,
    cast(extract(year from a.inactive_on) - 1 as integer) as to_year, 'wto_rta' as source_id
from staged.wto_rta_agreement as a
inner join staged.wto_rta_signatory as i on a.rta_id = i.rta_id
inner join staged.wto_rta_signatory as j on a.rta_id = j.rta_id and i.economy < j.economy
where a.entered_goods_on is not null and (i.bloc is null or j.bloc is null or i.bloc <> j.bloc)
