-- Since when something from the person waits to be read: every list of the desk shows it, and one holds them all.
ALTER TABLE contact_report ADD COLUMN wrote_at BIGINT;
UPDATE contact_report SET wrote_at =
    (SELECT min(at) FROM case_message WHERE report = contact_report.id AND sender = 'person' AND read_at IS NULL);
CREATE INDEX contact_report_wrote ON contact_report (wrote_at, id) WHERE wrote_at IS NOT NULL;
-- A team's own newest reports, however many others have.
CREATE INDEX contact_report_team_newest ON contact_report (team, received_at DESC, id DESC);
DROP INDEX case_message_unread;
ALTER TABLE case_message DROP COLUMN read_at;
-- The clocks of the last weeks are counted without walking through all that ever ran.
CREATE INDEX case_clock_starts ON case_clock (starts_at);
