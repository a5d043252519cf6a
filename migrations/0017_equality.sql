-- What people said of themselves after they had sent something. Nothing here names what they sent, nor says when: no
-- reference, no moment, no order. Answers are sealed, and all of one length in steps, so that their length says nothing.

-- Questions that someone is in the middle of. Found by the keyed hash of the token in their browser, deleted when they
-- are sent, or some days after the day on which they were last touched.
CREATE TABLE equality_draft (
    token_hash TEXT NOT NULL PRIMARY KEY,
    about      TEXT NOT NULL CHECK (about <> ''),
    answers    BLOB NOT NULL,
    -- The answers that are being changed, by the hash of their code.
    replaces   TEXT,
    day        TEXT NOT NULL CHECK (length(day) = 10)
);
CREATE INDEX equality_draft_day ON equality_draft (day);

-- Answers that were sent. Found again only by the code that the person wrote down; counted by quarter.
CREATE TABLE equality_answer (
    code_hash TEXT NOT NULL PRIMARY KEY,
    about     TEXT NOT NULL CHECK (about <> ''),
    quarter   TEXT NOT NULL CHECK (quarter LIKE '____-Q_'),
    answers   BLOB NOT NULL,
    -- Until the night: then those of a day are laid down anew, all together in the order of their hashes, without it.
    day       TEXT CHECK (length(day) = 10)
);
-- The desk counts a quarter; the nightly job looks for what still has a day.
CREATE INDEX equality_answer_quarter ON equality_answer (quarter, code_hash);
CREATE INDEX equality_answer_day ON equality_answer (day) WHERE day IS NOT NULL;
