-- Rules every build is checked against; those with offending rows first.
select check_name, severity, rule, row_count, remedy, examples
from meta.check_result
order by row_count > 0 desc, severity, check_name
