-- What is published: the build, when it was made, which years it covers, whether its data are simulated.
select build_id, built_at, simulated, first_year, last_year
from meta.build
