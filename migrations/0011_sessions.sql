-- Contact sessions, meetings and training of the wards. What stands here is public, but for the followers.

-- A session, wherever it stands. Officers and topics are JSON that is read and written as a whole.
CREATE TABLE session_session (
    id            TEXT   NOT NULL PRIMARY KEY,
    kind          TEXT   NOT NULL CHECK (kind IN ('contact', 'meeting', 'training')),
    ward          TEXT   NOT NULL,
    borough       TEXT   NOT NULL,
    title         TEXT   NOT NULL,
    about         TEXT   NOT NULL,
    place         TEXT,
    venue         TEXT   NOT NULL,
    address       TEXT   NOT NULL,
    lat           DOUBLE PRECISION,
    lon           DOUBLE PRECISION,
    starts_at     BIGINT NOT NULL,
    ends_at       BIGINT NOT NULL,
    officers      TEXT   NOT NULL,
    languages     TEXT   NOT NULL,
    bsl           BIGINT NOT NULL CHECK (bsl IN (0, 1)),
    private_room  BIGINT NOT NULL CHECK (private_room IN (0, 1)),
    step_free     BIGINT NOT NULL CHECK (step_free IN (0, 1)),
    state         TEXT   NOT NULL CHECK (state IN ('planned', 'cancelled')),
    why           TEXT   NOT NULL DEFAULT '',
    was_starts_at BIGINT,
    was_ends_at   BIGINT,
    was_venue     TEXT   NOT NULL DEFAULT '',
    series        TEXT,
    attendance    BIGINT CHECK (attendance >= 0),
    topics        TEXT   NOT NULL DEFAULT '[]',
    follow_up     TEXT   NOT NULL DEFAULT '',
    follow_up_on  TEXT,
    version       BIGINT NOT NULL DEFAULT 1,
    made_at       BIGINT NOT NULL,
    changed_at    BIGINT NOT NULL,
    CHECK (starts_at < ends_at),
    CHECK ((was_starts_at IS NULL) = (was_ends_at IS NULL))
);
-- Ward, borough and force pages and their calendars read by time; feeds read what changed last.
CREATE INDEX session_session_ward ON session_session (ward, starts_at, id);
CREATE INDEX session_session_borough ON session_session (borough, starts_at, id);
CREATE INDEX session_session_time ON session_session (starts_at, id);
CREATE INDEX session_session_changed ON session_session (changed_at, id);
CREATE INDEX session_session_series ON session_session (series, starts_at) WHERE series IS NOT NULL;
-- The desk reads of which nobody wrote down what came of them.
CREATE INDEX session_session_awaits ON session_session (ward, ends_at) WHERE attendance IS NULL AND state = 'planned';

-- What happened to a session, never changed. Its page shows the moves and the cancelling, the desk all.
CREATE TABLE session_step (
    id            TEXT   NOT NULL PRIMARY KEY,
    session       TEXT   NOT NULL REFERENCES session_session (id),
    kind          TEXT   NOT NULL CHECK (kind IN ('planned', 'changed', 'moved', 'cancelled', 'held')),
    by_name       TEXT   NOT NULL,
    why           TEXT   NOT NULL,
    was_starts_at BIGINT,
    was_ends_at   BIGINT,
    was_venue     TEXT   NOT NULL,
    at            BIGINT NOT NULL
);
CREATE INDEX session_step_session ON session_step (session, id);

-- Who is told by letter of an area's sessions, once they confirmed it by a letter. The address is sealed together with
-- the token of the links in their letters; of that only the hash can be looked for. Not confirmed, it is forgotten.
CREATE TABLE session_follower (
    id           TEXT   NOT NULL PRIMARY KEY,
    area         TEXT   NOT NULL,
    email_key    TEXT   NOT NULL,
    token_hash   TEXT   NOT NULL UNIQUE,
    sealed       BLOB   NOT NULL,
    lang         TEXT   NOT NULL,
    asked_at     BIGINT NOT NULL,
    confirmed_at BIGINT,
    -- The Monday of the last weekly letter.
    week         TEXT   NOT NULL DEFAULT '',
    UNIQUE (email_key, area)
);
-- Letters go through an area's followers in the order of their ids, and the weekly one through those who lack it.
CREATE INDEX session_follower_area ON session_follower (area, id) WHERE confirmed_at IS NOT NULL;
CREATE INDEX session_follower_week ON session_follower (week, id) WHERE confirmed_at IS NOT NULL;
CREATE INDEX session_follower_asked ON session_follower (asked_at) WHERE confirmed_at IS NULL;
