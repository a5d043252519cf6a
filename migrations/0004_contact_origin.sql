-- Where a report came in when someone of the force helped: `session-ses_…`, `counter-…`; empty for one from home.
ALTER TABLE contact_draft ADD COLUMN origin TEXT NOT NULL DEFAULT '';
ALTER TABLE contact_report ADD COLUMN origin TEXT NOT NULL DEFAULT '';
