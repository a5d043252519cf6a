-- By when a promise was to be kept before its day was moved; null while it never was.
ALTER TABLE ward_promise ADD COLUMN first_due_on TEXT;
-- The key to the asker's own page, sealed, so that later letters can lead there; null for questions from before. And
-- when the asker was written to that the clock was missed.
ALTER TABLE ward_question ADD COLUMN token BLOB;
ALTER TABLE ward_question ADD COLUMN late_told_at BIGINT;
