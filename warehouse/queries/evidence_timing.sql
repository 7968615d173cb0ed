-- Coefficients of each tie before and after it changes.
select *
from score.event_time
