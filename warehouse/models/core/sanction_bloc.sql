/*
description = "Blocs and other names that are no economy on one side of a sanction, and what the seed bloc makes of them."
grain       = ["case_id", "sanction_side", "bloc"]
[columns]
case_id       = "Number of the sanction in its source"
sanction_side = "Side of the sanction: sender or target"
bloc          = "Name as its source writes it"
is_known      = "Whether the seed bloc has the name"
member_count  = "Economies that were members in some year in which the sanction was in force; 0 for names known to be no economy"
*/
with membership as (
    select bloc, iso3 as economy, cast(valid_from as integer) as first_year, cast(valid_to as integer) as last_year
    from seed.bloc
)
select
    b.case_id, b.role as sanction_side, b.bloc, count(m.bloc) > 0 as is_known,
    count(distinct case
        when m.first_year <= c.end_year and coalesce(m.last_year, c.end_year) >= c.begin_year then m.economy
    end) as member_count
from staged.gsdb_bloc as b
inner join staged.gsdb_case as c on b.case_id = c.case_id
left join membership as m on b.bloc = m.bloc
group by b.case_id, b.role, b.bloc
