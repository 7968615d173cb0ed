/*
rule     = "No source loses more than 5 % of its rows from one build to the next."
severity = "warning"
remedy   = "Compare the source's files: `make diff`, `make status`; a publisher may have cut or moved a file."
*/
select subject as source_id, before, after from meta.change where kind = 'coverage' and coalesce(after, 0) < 0.95 * before
