-- How much of the world each source covers, year by year.
select coverage.source_id as source, source.title, coverage.year, coverage.economy_count, coverage.pair_count, coverage.row_count
from meta.coverage as coverage
inner join meta.source as source on coverage.source_id = source.source_id
where coalesce($source, coverage.source_id) = coverage.source_id and coverage.economy_count > 0
order by source.title, coverage.year
