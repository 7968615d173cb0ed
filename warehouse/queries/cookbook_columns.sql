-- What every column of a table means
select column_name, data_type, description
from meta.column
where table_name = 'mart.opportunity'
order by column_name
