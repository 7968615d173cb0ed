-- Investment between the two, both ways.
select *
from mart.investment_opportunity
where ($exporter, $importer) in ((home, host), (host, home))
