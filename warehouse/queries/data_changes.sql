-- What moved since the build before: sources, years, pairs and values.
select kind, subject, before, after
from meta.change
order by kind, abs(coalesce(after, 0) - coalesce(before, 0)) desc, subject
