-- What became of a report, for the person who made it. Free text is sealed.

-- A case is opened for each accepted report; one that was not opened yet is opened by the first who looks.
CREATE TABLE case_case (
    report    TEXT   NOT NULL PRIMARY KEY REFERENCES contact_report (id),
    opened_at BIGINT NOT NULL
);

-- The Victims' Code clocks: due, met, or missed with the reason. A clock starts when the thing happened.
CREATE TABLE case_clock (
    report    TEXT   NOT NULL REFERENCES contact_report (id),
    kind      TEXT   NOT NULL CHECK (kind IN ('acknowledge', 'decision', 'support', 'review-acknowledge', 'review', 'again')),
    starts_at BIGINT NOT NULL,
    due_at    BIGINT NOT NULL,
    met_at    BIGINT,
    PRIMARY KEY (report, kind)
);
-- The desk reads which are due next.
CREATE INDEX case_clock_due ON case_clock (due_at, report) WHERE met_at IS NULL;

-- What the person and the police write to each other.
CREATE TABLE case_message (
    id      TEXT   NOT NULL PRIMARY KEY,
    report  TEXT   NOT NULL REFERENCES contact_report (id),
    sender  TEXT   NOT NULL CHECK (sender IN ('person', 'police')),
    by_name TEXT   NOT NULL,
    words   BLOB   NOT NULL,
    at      BIGINT NOT NULL,
    read_at BIGINT
);
CREATE INDEX case_message_report ON case_message (report, id);
CREATE INDEX case_message_unread ON case_message (at, report) WHERE sender = 'person' AND read_at IS NULL;

-- A code on its way to the person, for the browser that asked for it: what a stranger asks for or mistypes does not
-- end the code of whoever the case belongs to. Only hashes are kept.
CREATE TABLE case_code (
    report    TEXT   NOT NULL REFERENCES contact_report (id),
    browser   TEXT   NOT NULL,
    code_hash TEXT   NOT NULL,
    made_at   BIGINT NOT NULL,
    ends_at   BIGINT NOT NULL,
    tries     BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (report, browser)
);
CREATE INDEX case_code_ends ON case_code (ends_at);
CREATE TABLE case_key (
    token_hash TEXT   NOT NULL PRIMARY KEY,
    report     TEXT   NOT NULL REFERENCES contact_report (id),
    ends_at    BIGINT NOT NULL
);

-- A victim asks that someone else looks at the decision again.
CREATE TABLE case_review (
    report          TEXT   NOT NULL PRIMARY KEY REFERENCES contact_report (id),
    words           BLOB   NOT NULL,
    asked_at        BIGINT NOT NULL,
    acknowledged_at BIGINT,
    decided_at      BIGINT,
    decision        TEXT CHECK (decision IN ('stands', 'changed')),
    by_name         TEXT,
    answer          BLOB
);
CREATE INDEX case_review_open ON case_review (asked_at) WHERE decided_at IS NULL;

-- What a person of the force has to do so that someone is told: a call, a letter by post, a safe way to be found; or
-- a referral to a support service. `meets` names the clocks that are met by it.
CREATE TABLE case_todo (
    key     TEXT   NOT NULL PRIMARY KEY,
    report  TEXT   NOT NULL REFERENCES contact_report (id),
    how     TEXT   NOT NULL CHECK (how IN ('call', 'post', 'safe', 'support')),
    what    TEXT   NOT NULL,
    meets   TEXT   NOT NULL,
    made_at BIGINT NOT NULL,
    due_at  BIGINT NOT NULL,
    done_at BIGINT
);
CREATE INDEX case_todo_open ON case_todo (due_at, key) WHERE done_at IS NULL;
CREATE INDEX case_todo_report ON case_todo (report);
