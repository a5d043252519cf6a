-- What every feature stands on. Portable: runs unchanged on both engines.
-- Ids and moments (milliseconds since 1970, UTC) are made by the program; sealed columns are ciphertext.

-- Who did what to what. Written in the transaction of the change; chained afterwards by the sealer.
CREATE TABLE audit (
    id      TEXT   NOT NULL PRIMARY KEY,
    at      BIGINT NOT NULL,
    actor   TEXT   NOT NULL,
    action  TEXT   NOT NULL,
    subject TEXT   NOT NULL,
    detail  TEXT   NOT NULL,
    seq     BIGINT UNIQUE,
    hash    TEXT
);
-- The sealer reads what has no place in the chain yet.
CREATE INDEX audit_unsealed ON audit (id) WHERE seq IS NULL;
-- A person's own views and a case's history are read by subject.
CREATE INDEX audit_subject ON audit (subject, id);

-- News: something happened that others may care for. Written in the transaction that made it happen.
CREATE TABLE event (
    id      TEXT   NOT NULL PRIMARY KEY,
    name    TEXT   NOT NULL,
    payload TEXT   NOT NULL,
    at      BIGINT NOT NULL
);
CREATE INDEX event_name ON event (name, id);

-- Work to do later. The payload holds ids, never personal data.
CREATE TABLE job (
    id           TEXT   NOT NULL PRIMARY KEY,
    name         TEXT   NOT NULL,
    payload      TEXT   NOT NULL,
    key          TEXT   UNIQUE,
    run_at       BIGINT NOT NULL,
    attempts     BIGINT NOT NULL DEFAULT 0,
    leased_until BIGINT NOT NULL DEFAULT 0,
    dead_at      BIGINT,
    last_error   TEXT
);
-- Workers read what is due.
CREATE INDEX job_due ON job (run_at, id) WHERE dead_at IS NULL;
CREATE INDEX job_dead ON job (dead_at) WHERE dead_at IS NOT NULL;

-- Letters to people, by e-mail or text message. `key` makes the second time find the first letter there.
CREATE TABLE mail (
    id         TEXT   NOT NULL PRIMARY KEY,
    key        TEXT   NOT NULL UNIQUE,
    channel    TEXT   NOT NULL CHECK (channel IN ('email', 'text')),
    template   TEXT   NOT NULL,
    about      TEXT   NOT NULL,
    letter     BLOB   NOT NULL,
    queued_at  BIGINT NOT NULL,
    sent_at    BIGINT,
    failed_at  BIGINT,
    why        TEXT
);
CREATE INDEX mail_newest ON mail (queued_at DESC, id DESC);
CREATE INDEX mail_about ON mail (about);

-- People who work for the force.
CREATE TABLE account_staff (
    id            TEXT   NOT NULL PRIMARY KEY,
    login         TEXT   NOT NULL UNIQUE,
    name          TEXT   NOT NULL,
    role          TEXT   NOT NULL CHECK (role IN ('handler', 'investigator', 'officer', 'supervisor', 'admin')),
    team          TEXT   NOT NULL,
    area          TEXT,
    password      TEXT   NOT NULL,
    totp          BLOB   NOT NULL,
    totp_last     BIGINT NOT NULL DEFAULT 0,
    failures      BIGINT NOT NULL DEFAULT 0,
    locked_until  BIGINT NOT NULL DEFAULT 0,
    left_at       BIGINT
);

-- A browser that is signed in. The cookie's token is kept only as a hash.
CREATE TABLE account_sign_in (
    token_hash TEXT   NOT NULL PRIMARY KEY,
    staff      TEXT   NOT NULL REFERENCES account_staff (id),
    stage      TEXT   NOT NULL CHECK (stage IN ('password', 'full')),
    made_at    BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL,
    ends_at    BIGINT NOT NULL
);
CREATE INDEX account_sign_in_ends ON account_sign_in (ends_at);

-- Tries at something that could be guessed: counted per keyed hash of who or what, for a while.
CREATE TABLE attempt (
    what  TEXT   NOT NULL,
    who   TEXT   NOT NULL,
    at    BIGINT NOT NULL,
    PRIMARY KEY (what, who, at)
);
CREATE INDEX attempt_at ON attempt (at);

-- Files that people sent. The bytes are sealed in the file store: the original, and a copy for others to
-- see, from which place and device have been taken out.
CREATE TABLE file (
    id        TEXT   NOT NULL PRIMARY KEY,
    owner     TEXT   NOT NULL,
    name      BLOB   NOT NULL,
    type      TEXT   NOT NULL,
    size      BIGINT NOT NULL CHECK (size >= 0),
    sha256    TEXT   NOT NULL,
    shown     TEXT   NOT NULL CHECK (shown IN ('copy', 'original', 'nothing')),
    kept_at   BIGINT NOT NULL
);
CREATE INDEX file_owner ON file (owner);
CREATE INDEX file_unowned ON file (kept_at) WHERE owner LIKE 'draft%';

-- A word sealed with the key of this database: another key file is noticed before anything is written with it.
CREATE TABLE key_check (
    id     TEXT NOT NULL PRIMARY KEY,
    sealed BLOB NOT NULL
);
