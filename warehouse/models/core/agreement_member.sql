/*
description = "Pairs of economies that an agreement binds, from which year to which. A member of a customs union has the union's agreements, and none of its own with others, from the year it joins to the year it leaves."
grain       = ["agreement_id", "economy_1", "economy_2", "from_year"]
[columns]
agreement_id = "Number of the agreement in its source, text: 3+1 is an accession, 22_1 a withdrawal"
economy_1    = "First economy of an unordered pair in alphabetical order, ISO 3166-1 alpha-3"
economy_2    = "Second economy of an unordered pair in alphabetical order, ISO 3166-1 alpha-3"
from_year    = "First calendar year in which the agreement binds the pair"
to_year      = "Last calendar year in which the agreement binds the pair; null where it still does"
pair_basis   = "Why the pair is bound: listed by the source, or membership of a customs union that concluded the agreement"
depth_index  = "Depth of the agreement, 0 to 7: full free trade, standards, investment, services, procurement, competition, intellectual property; null where not coded"
is_rta       = "Whether it counts as a regional trade agreement: in force once, reciprocal, with preferences"
source_id    = "Source the number comes from; see meta.source"
*/
with both_ways as (
    select agreement_id, economy_1 as economy, economy_2 as partner, from_year, coalesce(to_year, 9999) as to_year
    from core.agreement_pair
    union all
    select agreement_id, economy_2, economy_1, from_year, coalesce(to_year, 9999) from core.agreement_pair
),
membership as (
    select a.agreement_id as union_id, m.economy, m.from_year, coalesce(m.to_year, 9999) as to_year
    from seed.customs_union_member as m inner join core.agreement as a on cast(m.family_id as varchar) = a.agreement_id
),
-- An agreement is the union's where it binds everyone who was a member at signature to the same partner.
signatory as (
    select a.agreement_id, a.base_id, a.family_id, m.union_id, m.economy
    from core.agreement as a inner join membership as m on a.signed_year between m.from_year and m.to_year
    where a.family_id <> m.union_id
),
union_size as (select agreement_id, count(*) as members from signatory group by agreement_id),
of_union as (
    select s.agreement_id, s.base_id, s.union_id, b.partner, min(b.from_year) as from_year, max(b.to_year) as to_year
    from signatory as s
    inner join both_ways as b on s.agreement_id = b.agreement_id and s.economy = b.economy
    inner join union_size as n on s.agreement_id = n.agreement_id
    group by s.agreement_id, s.base_id, s.union_id, b.partner, n.members
    having count(distinct b.economy) = n.members
),
listed as (
    select
        b.agreement_id, a.base_id, a.family_id, b.economy, b.partner, b.from_year, b.to_year, 'listed by the source' as pair_basis
    from both_ways as b inner join core.agreement as a on b.agreement_id = a.agreement_id
),
inherited as (
    select
        o.agreement_id, o.base_id, o.base_id as family_id, m.economy, o.partner,
        greatest(o.from_year, m.from_year) as from_year, least(o.to_year, m.to_year) as to_year,
        'membership of a customs union' as pair_basis
    from of_union as o
    inner join membership as m on o.union_id = m.union_id and m.economy <> o.partner
    where not exists (
        select 1 from listed as l
        where l.base_id = o.base_id and l.economy = m.economy and l.partner = o.partner
    )
),
everyone as (select * from listed union all select * from inherited),
-- What a member had of its own ends when it joins; what it had through the union ends when it leaves.
bounded as (
    select
        e.agreement_id, e.economy, e.partner, e.from_year, e.pair_basis, e.to_year,
        case
            when m.economy is null or e.family_id = m.union_id then 9999
            when p.from_year <= m.from_year and p.to_year >= m.from_year and e.from_year < m.from_year then m.from_year - 1
            when o.agreement_id is null and e.from_year < m.from_year then m.from_year - 1
            when o.agreement_id is not null then m.to_year
            else 9999 end as union_to_year
    from everyone as e
    left join membership as m on e.economy = m.economy
    left join membership as p on e.partner = p.economy and m.union_id = p.union_id
    left join (select distinct base_id as agreement_id, union_id, partner from of_union) as o
        on e.base_id = o.agreement_id and e.partner = o.partner and m.union_id = o.union_id
),
undirected as (
    select
        agreement_id, case when economy < partner then economy else partner end as economy_1,
        case when economy < partner then partner else economy end as economy_2, from_year, min(pair_basis) as pair_basis,
        min(case when to_year < union_to_year then to_year else union_to_year end) as to_year
    from bounded
    group by
        agreement_id, case when economy < partner then economy else partner end,
        case when economy < partner then partner else economy end, from_year
)
select
    u.agreement_id, u.economy_1, u.economy_2, u.from_year, case when u.to_year < 9999 then u.to_year end as to_year,
    u.pair_basis, a.depth_index, a.is_rta, a.source_id
from undirected as u inner join core.agreement as a on u.agreement_id = a.agreement_id
where u.from_year <= u.to_year
