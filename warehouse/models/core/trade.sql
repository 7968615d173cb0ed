/*
description = "Goods trade between two economies in a year, from exporter to importer: one value for each source that covers the world in that year (core.trade_coverage)."
grain       = ["exporter", "importer", "year", "source_id"]
[columns]
exporter  = "Exporting economy, ISO 3166-1 alpha-3"
importer  = "Importing economy, ISO 3166-1 alpha-3"
year      = "Calendar year"
value_usd = "Value of goods trade, current US dollars; null where missing"
status    = "reported, zero (below the source's unit) or missing (the source has the pair but no number)"
source_id = "Source the number comes from; see meta.source"
reconciliation = "How the source's reports became one value: importer's report, exporter's report × 1.06 (the IMF's ratio of CIF to FOB, where the importer has none), exporter's report, or reconciled by the source"
*/
-- Imports are counted at the border, where duty is due: where both reported, the importer's number stands.
with sides as (
    select
        exporter, importer, year, source_id,
        max(case when reporter = 'importer' then value_usd end) as importer_usd,
        max(case when reporter = 'exporter' then value_usd end) as exporter_usd,
        max(case when reporter = 'both' then value_usd end) as both_usd,
        max(case when reporter = 'importer' then 1 else 0 end) as importer_reports,
        max(case when reporter = 'both' then 1 else 0 end) as both_report
    from core.trade_report
    group by exporter, importer, year, source_id
),
reconciled as (
    select
        exporter, importer, year, source_id,
        coalesce(
            both_usd, importer_usd, case when source_id = 'imf_imts' then 1.06 * exporter_usd else exporter_usd end
        ) as value_usd,
        case
            when both_report = 1 then 'reconciled by the source'
            when importer_usd is not null or (importer_reports = 1 and exporter_usd is null) then 'importer''s report'
            when source_id = 'imf_imts' then 'exporter''s report × 1.06'
            else 'exporter''s report'
        end as reconciliation
    from sides
)
select
    r.exporter, r.importer, r.year, r.value_usd,
    case when r.value_usd is null then 'missing' when r.value_usd = 0 then 'zero' else 'reported' end as status,
    r.source_id, r.reconciliation
from reconciled as r
inner join core.trade_coverage as c on r.source_id = c.source_id and r.year = c.year
where c.counts_as_total
