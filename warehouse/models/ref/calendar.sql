/*
description = "Calendar years, for tables that say from when to when."
grain       = ["year"]
[columns]
year = "Calendar year"
*/
with digit as (
    select 0 as digit union all select 1 union all select 2 union all select 3 union all select 4
    union all select 5 union all select 6 union all select 7 union all select 8 union all select 9
)
select 1900 + 100 * c.digit + 10 * d.digit + u.digit as year
from digit as c cross join digit as d cross join digit as u
where c.digit <= 1
