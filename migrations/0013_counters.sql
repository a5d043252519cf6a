-- What happens at counters and custody suites. Nothing here says who came or who is held.

-- Someone came to a counter. The desk reads those that are still there; what is published is counted in counter_tally.
CREATE TABLE counter_visit (
    -- Made by the browser that counted it: the id of its first tap.
    id       TEXT   NOT NULL PRIMARY KEY,
    place    TEXT   NOT NULL REFERENCES place_place (id),
    reason   TEXT   NOT NULL CHECK (reason IN ('crime', 'collision', 'missing', 'lost', 'found', 'documents', 'bail', 'officer',
        'detainee', 'property', 'statement', 'safety', 'licence', 'records', 'complaint', 'directions', 'translation',
        'digital', 'other')),
    came_at  BIGINT NOT NULL,
    -- When someone had time for them.
    begun_at BIGINT CHECK (begun_at >= came_at),
    ended_at BIGINT CHECK (ended_at >= came_at),
    outcome  TEXT   NOT NULL CHECK (outcome IN ('', 'done', 'report', 'officer', 'referred', 'left', 'unnoted')),
    referred TEXT   NOT NULL CHECK (referred IN ('', 'team', 'online', 'phone', 'council', 'support', 'elsewhere')),
    CHECK ((ended_at IS NULL) = (outcome = '')),
    CHECK (referred = '' OR outcome = 'referred')
);
CREATE INDEX counter_visit_open ON counter_visit (place, came_at) WHERE ended_at IS NULL;
CREATE INDEX counter_visit_came ON counter_visit (place, came_at);

-- Whose row a transaction changes first: one after the other at each counter, however many count there.
CREATE TABLE counter_turn (
    place TEXT   NOT NULL PRIMARY KEY REFERENCES place_place (id),
    turns BIGINT NOT NULL
);

-- Each tap once, however often a browser sends it; the newest of someone's can be undone.
CREATE TABLE counter_tap (
    id      TEXT   NOT NULL PRIMARY KEY,
    place   TEXT   NOT NULL REFERENCES place_place (id),
    visit   TEXT   NOT NULL,
    kind    TEXT   NOT NULL CHECK (kind IN ('come', 'begin', 'end', 'undo')),
    at      BIGINT NOT NULL,
    told_at BIGINT NOT NULL,
    staff   TEXT   NOT NULL,
    undone  BIGINT NOT NULL CHECK (undone IN (0, 1))
);
CREATE INDEX counter_tap_newest ON counter_tap (place, staff, at);
CREATE INDEX counter_tap_visit ON counter_tap (visit);

-- How many visits, by the month in which they came: of each reason, in each hour, with each minute of wait and
-- duration, with each outcome. Kept in the transaction of each tap; the public's pages read this alone.
CREATE TABLE counter_tally (
    place  TEXT   NOT NULL REFERENCES place_place (id),
    month  TEXT   NOT NULL,
    what   TEXT   NOT NULL CHECK (what IN ('reason', 'hour', 'wait', 'duration', 'outcome', 'referred')),
    value  TEXT   NOT NULL,
    visits BIGINT NOT NULL,
    PRIMARY KEY (place, month, what, value)
);

-- What a counter costs in a year from April to March, and who says so.
CREATE TABLE counter_cost (
    place      TEXT   NOT NULL REFERENCES place_place (id),
    -- The year in which it begins.
    year       BIGINT NOT NULL,
    pounds     BIGINT NOT NULL CHECK (pounds >= 0),
    source     TEXT   NOT NULL CHECK (source <> ''),
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (place, year)
);

-- What is said of a custody suite besides what the directory says of every place.
CREATE TABLE custody_suite (
    place      TEXT   NOT NULL PRIMARY KEY REFERENCES place_place (id),
    cells      BIGINT NOT NULL CHECK (cells > 0),
    -- How to become an independent custody visitor there: staff write it, the public reads it.
    visiting   TEXT   NOT NULL,
    changed_at BIGINT NOT NULL,
    version    BIGINT NOT NULL
);

-- Two numbers at a moment: how many were held, how many could be. Never who.
CREATE TABLE custody_count (
    place      TEXT   NOT NULL REFERENCES place_place (id),
    at         BIGINT NOT NULL,
    held       BIGINT NOT NULL CHECK (held >= 0),
    cells      BIGINT NOT NULL CHECK (cells > 0),
    source     TEXT   NOT NULL,
    entered_at BIGINT NOT NULL,
    PRIMARY KEY (place, at)
);
