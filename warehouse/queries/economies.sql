-- Economies a reader may choose.
select economy, iso2, name, region, last_year
from ref.economy
order by name
