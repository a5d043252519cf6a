-- Where a report came in when someone of the force helped: `session-ses_…`, `counter-…`; empty for one from home.
-- Of a draft also who helps, so that the report's history says it.
ALTER TABLE contact_draft ADD COLUMN origin TEXT NOT NULL DEFAULT '';
ALTER TABLE contact_draft ADD COLUMN helper TEXT NOT NULL DEFAULT '';
ALTER TABLE contact_draft ADD COLUMN helper_name TEXT NOT NULL DEFAULT '';
ALTER TABLE contact_report ADD COLUMN origin TEXT NOT NULL DEFAULT '';
-- What was made with help at a session or in a visit to a counter.
CREATE INDEX contact_report_origin ON contact_report (origin, received_at) WHERE origin <> '';
