-- The best next ties of the world: missing ties whose effect is identified and clearly above zero
select
    rank_next_tie_world, exporter, importer, exporter_name, importer_name, scenario_tie, scenario_line,
    full_exports_gain_usd, full_exports_gain_low_usd, full_exports_gain_high_usd, full_real_gdp_pct,
    full_real_gdp_low_pct, full_real_gdp_high_pct, evidence_badge
from mart.next_tie
where rank_next_tie_world <= 20
order by rank_next_tie_world
