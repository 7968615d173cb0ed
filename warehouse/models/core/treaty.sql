/*
description = "Bilateral investment treaties: who is bound, when signed, from which year to which in force. A successor state has its own row; one with the Belgium–Luxembourg Economic Union is one with each."
grain       = ["treaty_title", "signed_on", "economy_1", "economy_2"]
[columns]
treaty_title     = "Short title of the treaty as published"
economy_1        = "First economy of an unordered pair in alphabetical order, ISO 3166-1 alpha-3"
economy_2        = "Second economy of an unordered pair in alphabetical order, ISO 3166-1 alpha-3"
signed_on        = "Day of signature"
entered_on       = "Day of entry into force; null where it never was in force"
terminated_on    = "Day of termination; null where not terminated"
treaty_status    = "Signed (not in force), In force or Terminated, as of the source's download"
termination_type = "How it ended: denounced, replaced, by consent or expired; null where not terminated"
from_year        = "First calendar year in which the agreement binds the pair"
to_year          = "Last calendar year in which the agreement binds the pair; null where it still does"
source_id        = "Source the number comes from; see meta.source"
*/
with treaty as (
    select
        treaty_title, economy_1 as one, economy_2 as two, signed_on, entered_on, terminated_on, treaty_status, termination_type,
        extract(year from entered_on) as entry_year, coalesce(extract(year from terminated_on) - 1, 9999) as end_year
    from staged.unctad_iia_treaty
),
held as (
    select
        t.*, i.holder as holder_one, j.holder as holder_two,
        greatest(t.entry_year, coalesce(i.holder_from, t.entry_year), coalesce(j.holder_from, t.entry_year)) as from_year,
        least(t.end_year, coalesce(i.holder_to, 9999), coalesce(j.holder_to, 9999)) as last_year
    from treaty as t
    inner join ref.economy_heir as i on t.one = i.economy
    inner join ref.economy_heir as j on t.two = j.economy
)
select
    treaty_title, case when holder_one < holder_two then holder_one else holder_two end as economy_1,
    case when holder_one < holder_two then holder_two else holder_one end as economy_2, signed_on, entered_on, terminated_on,
    treaty_status, termination_type, cast(from_year as integer) as from_year,
    case when last_year < 9999 then cast(last_year as integer) end as to_year, 'unctad_iia' as source_id
from held
where entry_year is not null and from_year <= last_year
union all
select
    treaty_title, case when one < two then one else two end, case when one < two then two else one end, signed_on, entered_on,
    terminated_on, treaty_status, termination_type, null, null, 'unctad_iia'
from treaty
where entry_year is null or entry_year > end_year
