/*
rule     = "Where exporter and importer both reported a flow above ten million dollars, the two reports lie within a factor of three."
severity = "warning"
remedy   = "None needed for a few: transit, re-exports and misreporting. Many of one economy's say that a code or unit is misread."
*/
select e.exporter, e.importer, e.year, e.source_id, e.value_usd as exporter_usd, i.value_usd as importer_usd
from core.trade_report as e
inner join core.trade_report as i
    on e.exporter = i.exporter and e.importer = i.importer and e.year = i.year and e.source_id = i.source_id
where e.reporter = 'exporter' and i.reporter = 'importer' and greatest(e.value_usd, i.value_usd) > 1e7
    and (e.value_usd > 3 * i.value_usd or i.value_usd > 3 * e.value_usd)
