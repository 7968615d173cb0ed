-- Trade both ways, year by year, beside what comparable pairs trade.
select * from mart.country_pair where exporter = $exporter and importer = $importer
union all
select * from mart.country_pair where exporter = $importer and importer = $exporter
order by exporter, importer, year
