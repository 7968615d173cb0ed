-- What each tie adds to expected growth: one equation at a time, before and after shrinking.
select equation, term, estimate, std_error, shrunk_estimate, n_obs
from score.outlook_coefficient
order by equation, term
