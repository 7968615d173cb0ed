-- The coefficients behind the potential of the latest year.
select year, term, estimate, std_error, n_obs
from score.potential_coefficient
where year = (select max(year) from score.potential_coefficient)
order by term
