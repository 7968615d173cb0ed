-- The pair in the latest year, with its place among the exporter's partners.
select * from mart.opportunity where exporter = $exporter and importer = $importer
