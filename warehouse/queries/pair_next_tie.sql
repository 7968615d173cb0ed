-- The best missing tie of a pair: what it would change, directly and in all of the exporter's exports
select
    exporter, importer, exporter_name, importer_name, scenario_tie, scenario_line, direct_pct, direct_low_pct, direct_high_pct,
    full_exports_gain_usd, full_exports_gain_low_usd, full_exports_gain_high_usd, evidence_badge
from mart.next_tie
where exporter = $exporter and importer = $importer and rank_next_tie is not null
order by rank_next_tie
limit 1
