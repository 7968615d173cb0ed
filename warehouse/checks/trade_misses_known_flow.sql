/*
rule     = "The world's largest flow is what each publisher says it is, within 2 %."
severity = "error"
remedy   = "Look at the unit and the direction in the source's parser; a figure revised by its publisher is changed here, with its source."
*/
with known (source_id, exporter, importer, year, known_usd) as (
    values
    ('cow_trade', 'CHN', 'USA', 2014, 472.5e9), -- Correlates of War Trade 4.0: USA's imports from China
    ('unctad_trade_matrix', 'CHN', 'USA', 2015, 410.8e9), -- UNCTADstat merchandise trade matrix, all products
    ('unctad_trade_matrix', 'USA', 'CHN', 2015, 116.2e9)
)
select k.source_id, k.exporter, k.importer, k.year, k.known_usd, t.value_usd
from known as k
inner join core.trade as t
    on k.source_id = t.source_id and k.exporter = t.exporter and k.importer = t.importer and k.year = t.year
cross join meta.build as b
where not b.simulated and coalesce(abs(t.value_usd / k.known_usd - 1) > 0.02, true)
