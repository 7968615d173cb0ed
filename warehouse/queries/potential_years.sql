-- Years with a potential, latest first.
select distinct year
from score.potential
order by year desc
