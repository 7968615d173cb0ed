/*
description = "How to cite each source."
grain       = ["source_id"]
[columns]
source_id = "Source the number comes from; see meta.source"
bibtex    = "BibTeX entry"
*/
select * from etl.citation
