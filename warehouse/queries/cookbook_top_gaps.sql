-- Kenya's ten largest gaps as an exporter
select importer_name, actual_usd, potential_usd, untapped_usd, tie_index
from mart.opportunity
where exporter = 'KEN'
order by untapped_usd desc
limit 10
