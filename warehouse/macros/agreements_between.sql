/*
question = "Which trade agreements bind two economies in a year?"
returns  = "One row per agreement in force between them"
example  = "from mart.agreements_between('CAN', 'USA', 2014)"
*/
create or replace macro mart.agreements_between(one, other, in_year) as table
select a.agreement_id, a.agreement_name, m.from_year, m.to_year, m.is_rta
from core.agreement_member as m inner join core.agreement as a on m.agreement_id = a.agreement_id
where ((m.economy_1 = one and m.economy_2 = other) or (m.economy_1 = other and m.economy_2 = one))
  and in_year between m.from_year and coalesce(m.to_year, in_year)
order by m.from_year, a.agreement_id
