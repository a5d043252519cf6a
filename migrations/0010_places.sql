-- The force's directory of places, and what residents suggest for it.

-- Counters, hubs, custody suites, and the rooms of others where sessions are held. Read whole into memory when it changed.
CREATE TABLE place_place (
    id           TEXT             NOT NULL PRIMARY KEY,
    -- What the source of an import calls it; the next import finds it again by this.
    code         TEXT             UNIQUE,
    kind         TEXT             NOT NULL CHECK (kind IN ('counter', 'hub', 'custody', 'library', 'fire-station', 'council', 'venue')),
    name         TEXT             NOT NULL CHECK (name <> ''),
    name_cy      TEXT             NOT NULL,
    address      TEXT             NOT NULL,
    postcode     TEXT             NOT NULL,
    lat          DOUBLE PRECISION NOT NULL CHECK (lat BETWEEN -90 AND 90),
    lon          DOUBLE PRECISION NOT NULL CHECK (lon BETWEEN -180 AND 180),
    ward         TEXT,
    borough      TEXT,
    -- Codes of the wards or boroughs it is for, with a space between.
    serves       TEXT             NOT NULL,
    -- An opening_hours string of OpenStreetMap; empty when nobody has said.
    hours        TEXT             NOT NULL,
    step_free    TEXT             NOT NULL CHECK (step_free IN ('yes', 'no', 'unknown')),
    private_room TEXT             NOT NULL CHECK (private_room IN ('yes', 'no', 'unknown')),
    parking      TEXT             NOT NULL CHECK (parking IN ('yes', 'no', 'unknown')),
    bsl          TEXT             NOT NULL CHECK (bsl IN ('yes', 'no', 'unknown')),
    languages    TEXT             NOT NULL,
    offers       TEXT             NOT NULL,
    phone        TEXT             NOT NULL,
    host         TEXT             NOT NULL,
    notes        TEXT             NOT NULL,
    notes_cy     TEXT             NOT NULL,
    notes_easy   TEXT             NOT NULL,
    -- Days, as 2026-11-30. A place is there from the one and no longer there from the other.
    opens_on     TEXT,
    closes_on    TEXT,
    closing_why  TEXT             NOT NULL,
    confirmed_at BIGINT,
    confirmed_by TEXT             NOT NULL,
    changed_at   BIGINT           NOT NULL,
    version      BIGINT           NOT NULL
);
-- The desk reads which were confirmed longest ago.
CREATE INDEX place_place_confirmed ON place_place (confirmed_at);

-- Days on which a place is closed or has other hours than usual.
CREATE TABLE place_exception (
    id           TEXT   NOT NULL PRIMARY KEY,
    place        TEXT   NOT NULL REFERENCES place_place (id),
    from_day     TEXT   NOT NULL,
    to_day       TEXT   NOT NULL CHECK (to_day >= from_day),
    -- Empty: closed.
    hours        TEXT   NOT NULL,
    why          TEXT   NOT NULL,
    announced_at BIGINT NOT NULL,
    announced_by TEXT   NOT NULL
);
CREATE INDEX place_exception_place ON place_exception (place, from_day);

-- Goes up with each change, so that every process knows when what it remembers is old.
CREATE TABLE place_revision (
    one    BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    number BIGINT NOT NULL
);
INSERT INTO place_revision (one, number) VALUES (1, 1);

-- Where residents would like a hub or a session. What they wrote, and how to reach them, is sealed.
CREATE TABLE place_suggestion (
    id          TEXT   NOT NULL PRIMARY KEY,
    kind        TEXT   NOT NULL CHECK (kind IN ('hub', 'session')),
    said        BLOB   NOT NULL,
    lang        TEXT   NOT NULL,
    lat         DOUBLE PRECISION,
    lon         DOUBLE PRECISION,
    ward        TEXT,
    borough     TEXT,
    made_at     BIGINT NOT NULL,
    state       TEXT   NOT NULL CHECK (state IN ('new', 'looking', 'yes', 'no', 'aside')),
    -- One that says the same and is answered with it.
    same_as     TEXT   REFERENCES place_suggestion (id),
    -- What the public reads: staff write both.
    title       TEXT   NOT NULL,
    answer      TEXT   NOT NULL,
    answered_at BIGINT,
    answered_by TEXT   NOT NULL,
    version     BIGINT NOT NULL
);
-- The desk reads those that wait, the public those that were answered, ward by ward.
CREATE INDEX place_suggestion_state ON place_suggestion (state, made_at);
CREATE INDEX place_suggestion_answered ON place_suggestion (answered_at) WHERE answered_at IS NOT NULL;
