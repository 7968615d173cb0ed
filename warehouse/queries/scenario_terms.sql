-- Coefficients that what-ifs draw from, and how well each is established.
select term, scenario_tie, counted_side, is_log, is_identified, estimate, std_error, switching_pair_count, evidence_badge
from score.scenario_term
order by term
