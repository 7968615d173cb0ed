-- Years with a potential, and with one in the two years before, of which their gaps are means; latest first.
select distinct year
from score.potential
where year >= (select min(year) + 2 from score.potential)
order by year desc
