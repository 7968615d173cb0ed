-- Kenya's best next ties: what one more agreement would bring, with its interval and its evidence
select rank_next_tie, importer_name, scenario_tie, full_exports_gain_usd, direct_pct, direct_low_pct, direct_high_pct, evidence_badge
from mart.next_tie
where exporter = 'KEN' and rank_next_tie is not null
order by rank_next_tie
