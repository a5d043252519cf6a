-- Someone tells us something. Answers and all free text are sealed; *_key columns are keyed hashes for finding
-- the same person, phone or place again.

-- A report that is not sent yet. Found by the hash of the token in the reporter's browser, or of the return
-- code they wrote down. Deleted some days after it was last touched.
CREATE TABLE contact_draft (
    token_hash  TEXT   NOT NULL PRIMARY KEY,
    return_hash TEXT   UNIQUE,
    flow        TEXT   NOT NULL,
    answers     BLOB   NOT NULL,
    warned      TEXT   NOT NULL DEFAULT '',
    started_at  BIGINT NOT NULL,
    touched_at  BIGINT NOT NULL,
    report      TEXT,
    -- Counts what was kept: of two pages sent at once, the second is taken on top of the first.
    version     BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX contact_draft_touched ON contact_draft (touched_at);

-- A report as it was sent, and where it stands at the desk.
CREATE TABLE contact_report (
    id            TEXT   NOT NULL PRIMARY KEY,
    reference     TEXT   NOT NULL UNIQUE,
    draft         TEXT   NOT NULL UNIQUE,
    flow          TEXT   NOT NULL,
    channel       TEXT   NOT NULL CHECK (channel IN ('web', 'phone', 'email', 'message', 'counter', 'session')),
    lang          TEXT   NOT NULL,
    content       BLOB   NOT NULL,
    role          TEXT   NOT NULL,
    enhanced      BIGINT NOT NULL CHECK (enhanced IN (0, 1)),
    state         TEXT   NOT NULL CHECK (state IN ('waiting', 'accepted', 'referred', 'closed', 'withdrawn')),
    grade         TEXT   NOT NULL,
    urgency       BIGINT NOT NULL,
    suggested     TEXT   NOT NULL,
    decision      TEXT   NOT NULL,
    outcome       TEXT,
    promised_from BIGINT,
    promised_to   BIGINT,
    kept_at       BIGINT,
    team          TEXT   NOT NULL,
    owner         TEXT   REFERENCES account_staff (id),
    ward          TEXT,
    borough       TEXT,
    lat           DOUBLE PRECISION,
    lon           DOUBLE PRECISION,
    person_key    TEXT,
    phone_key     TEXT,
    place_key     TEXT,
    version       BIGINT NOT NULL DEFAULT 1,
    -- Since when nothing is sent, because the way to the person may not be safe.
    held_at       BIGINT,
    -- Which other body it is for, when it was referred.
    body          TEXT,
    received_at   BIGINT NOT NULL,
    due_at        BIGINT NOT NULL
);
-- The desk reads what waits: most urgent first, then who has waited longest; all of it or one team's.
CREATE INDEX contact_report_waiting ON contact_report (urgency, received_at, id) WHERE state = 'waiting';
CREATE INDEX contact_report_team ON contact_report (team, urgency, received_at, id) WHERE state = 'waiting';
-- What was promised and is not kept yet, and what someone has taken on.
CREATE INDEX contact_report_promised ON contact_report (promised_to, id) WHERE state = 'accepted' AND kept_at IS NULL;
CREATE INDEX contact_report_owner ON contact_report (owner, received_at) WHERE state IN ('waiting', 'accepted');
CREATE INDEX contact_report_newest ON contact_report (received_at DESC, id DESC);
-- The same person, phone or place before.
CREATE INDEX contact_report_person ON contact_report (person_key, received_at) WHERE person_key IS NOT NULL;
CREATE INDEX contact_report_phone ON contact_report (phone_key, received_at) WHERE phone_key IS NOT NULL;
CREATE INDEX contact_report_place ON contact_report (place_key, received_at) WHERE place_key IS NOT NULL;

-- What happened to a report at the desk, never changed: grades with reasons, outcomes, hand-overs, notes.
CREATE TABLE contact_step (
    id       TEXT   NOT NULL PRIMARY KEY,
    report   TEXT   NOT NULL REFERENCES contact_report (id),
    kind     TEXT   NOT NULL CHECK (kind IN ('received', 'taken', 'grade', 'outcome', 'kept', 'team', 'note', 'withdrawn', 'added', 'closed', 'reopened', 'told',
        'unsafe', 'contact', 'arranged')),
    by_name  TEXT   NOT NULL,
    was      TEXT   NOT NULL,
    became   TEXT   NOT NULL,
    words    BLOB,
    at       BIGINT NOT NULL
);
CREATE INDEX contact_step_report ON contact_step (report, id);

-- Appointments that are given away; the key is what keeps two handlers from giving the same one.
CREATE TABLE contact_slot (
    team      TEXT   NOT NULL,
    starts_at BIGINT NOT NULL,
    place     BIGINT NOT NULL,
    report    TEXT   NOT NULL REFERENCES contact_report (id),
    PRIMARY KEY (team, starts_at, place)
);

-- How often people were shown the way to another body, and told us all the same. No person in it.
CREATE TABLE contact_redirect (
    matter TEXT   NOT NULL,
    day    TEXT   NOT NULL,
    shown  BIGINT NOT NULL DEFAULT 0,
    went   BIGINT NOT NULL DEFAULT 0,
    told   BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (matter, day)
);
