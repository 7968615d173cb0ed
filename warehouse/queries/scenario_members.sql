-- Members of blocs in a year, by the names that scenarios use.
select distinct bloc_name, economy
from ref.bloc_member
where $year between member_from and coalesce(member_to, $year)
order by bloc_name, economy
