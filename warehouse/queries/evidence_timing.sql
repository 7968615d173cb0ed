-- Coefficients of each tie before and after it changes; at -4 the tie of four years later, where trade cannot know it yet.
select dimension, tie, offset_years, term, estimate, std_error, low_estimate, high_estimate, evidence_badge
from score.event_time
order by dimension, tie, offset_years
