/*
description = "Pairs of economies that an agreement binds as its source lists them, with accessions, withdrawals and succession of states."
grain       = ["agreement_id", "economy_1", "economy_2", "from_year"]
[columns]
agreement_id = "Number of the agreement in its source, text: 3+1 is an accession, 22_1 a withdrawal"
economy_1    = "First economy of an unordered pair in alphabetical order, ISO 3166-1 alpha-3"
economy_2    = "Second economy of an unordered pair in alphabetical order, ISO 3166-1 alpha-3"
from_year    = "First calendar year in which the agreement binds the pair"
to_year      = "Last calendar year in which the agreement binds the pair; null where it still does"
*/
with dated as (
    select a.agreement_id, a.agreement_kind, a.family_id, a.entry_year, a.exit_year, d.economy_1, d.economy_2
    from core.agreement as a inner join staged.desta_dyad as d on a.agreement_id = d.number
    where a.entry_year is not null
),
held as (
    select
        d.agreement_id, d.agreement_kind, d.family_id, d.entry_year, d.exit_year,
        case when i.holder < j.holder then i.holder else j.holder end as economy_1,
        case when i.holder < j.holder then j.holder else i.holder end as economy_2,
        greatest(d.entry_year, coalesce(i.holder_from, d.entry_year), coalesce(j.holder_from, d.entry_year)) as from_year,
        least(coalesce(i.holder_to, 9999), coalesce(j.holder_to, 9999)) as holders_to_year
    from dated as d
    inner join ref.economy_heir as i on d.economy_1 = i.economy
    inner join ref.economy_heir as j on d.economy_2 = j.economy
    where i.holder <> j.holder
),
ended as (
    select
        b.agreement_id, b.economy_1, b.economy_2, b.from_year,
        least(b.holders_to_year, coalesce(b.exit_year - 1, 9999), coalesce(min(w.entry_year) - 1, 9999)) as to_year
    from held as b
    left join held as w
        on w.agreement_kind = 'withdrawal' and b.family_id = w.family_id and b.economy_1 = w.economy_1
        and b.economy_2 = w.economy_2 and b.entry_year <= w.entry_year
    where b.agreement_kind <> 'withdrawal'
    group by b.agreement_id, b.economy_1, b.economy_2, b.from_year, b.holders_to_year, b.exit_year
)
select agreement_id, economy_1, economy_2, from_year, case when to_year < 9999 then to_year end as to_year
from ended
where from_year <= to_year
